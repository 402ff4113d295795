"""Manifests with random deletions and insertions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

Change = tuple[int, int, bytes]


def damaged(raws: Sequence[bytes], inserted: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Draw one of some texts with up to four changes."""
    changes = st.tuples(st.integers(0, 8191), st.integers(0, 3), inserted)
    return st.builds(_changed, st.sampled_from(raws), st.lists(changes, max_size=4))


def _changed(raw: bytes, changes: Iterable[Change]) -> bytes:
    for place, removed, inserted in changes:
        at = place % (len(raw) + 1)
        raw = raw[:at] + inserted + raw[at + removed :]
    return raw
