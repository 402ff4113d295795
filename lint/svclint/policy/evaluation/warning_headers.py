"""Which warnings the server sends: headers contain no control characters, and are limited.

Source: pkg/endpoints/filters/warning.go of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

_MOST, _MOST_EACH = 4 * 1024, 256


def are_sent(texts: Iterable[str]) -> Iterator[bool]:
    """Yield for each warning, all of them different, whether it reaches the client.

    Once all together are too long, the server cuts each; those that still do not fit are left out.
    """
    written, all_lengths, is_cutting = 0, 0, False
    for text in texts:
        if is_cutting and written >= _MOST:
            yield False
            continue
        if any(unicodedata.category(character) == "Cc" for character in text):
            yield False
            continue
        all_lengths += min(len(text), _MOST_EACH)
        if not is_cutting and written + len(text) > _MOST:
            is_cutting, written = True, all_lengths
        else:
            written += min(len(text), _MOST_EACH) if is_cutting else len(text)
        yield True
