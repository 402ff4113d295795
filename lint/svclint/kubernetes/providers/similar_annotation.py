"""The documented annotation that an unknown one was probably meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from svclint.kubernetes.providers.provider import Provider, readers_of
from svclint.model.suggestions import edit_distance, folded

# In names shorter than the first, at most one letter may differ; in those below the second, none.
_LONG, _SHORT = 8, 5
_SEPARATORS = "-_."
# A beginning of this length is not one by chance.
_SHORTEST_START = 4
_MOST_MISSING = 2


# Many Services have the same annotations, and an object is checked again for each fix: these are
# more names than the annotations of an object may contain.
@lru_cache(maxsize=65536)
def similar_annotation(key: str, field: str, kind: str) -> tuple[Provider, str] | None:
    """Return the documented annotation that an unknown one is similar to, and its provider.

    ``field`` is ``annotations``, or ``labels`` for what may be a label as well; ``kind`` is that of
    the object.

    The name may differ in one or two letters, lack the end or one or two words of the documented
    one, or be in a domain that is similar to that of the documented one. ``None`` for documented
    annotations and those similar to none.
    """
    domain, slash, name = key.partition("/")
    readers = readers_of(field, kind)
    if not slash or any(each.knows(domain, name) for each in readers):
        return None
    searched = folded(name, _SEPARATORS)
    near = [
        (edits, f"{domain}/{known}", each)
        for each in readers
        for known in each.names.get(domain, ())
        if "*" not in known and (edits := _distance(name, searched, known)) is not None
    ]
    if near:
        _, found, provider = min(near, key=lambda one: one[:2])
        return provider, found
    return _incomplete(domain, name, readers) or _in_other_domain(domain, name, readers)


_folded_known = cache(folded)


def _distance(name: str, searched: str, known: str) -> int | None:
    """Return in how many letters a name differs, which is ``searched`` without separators."""
    if searched == _folded_known(known, _SEPARATORS):
        return 0
    if name.rstrip("s") == known.rstrip("s") or sorted(_words(name)) == sorted(_words(known)):
        return 1
    most = 2 if len(known) >= _LONG else 1 if len(known) >= _SHORT else 0
    return edit_distance(name, known, most)


def _incomplete(domain: str, name: str, readers: Sequence[Provider]) -> tuple[Provider, str] | None:
    """Return the only documented annotation whose name is the longer form of a name."""
    found = {
        f"{domain}/{known}": each
        for each in readers
        for known in each.names.get(domain, ())
        if "*" not in known and _is_incomplete(name, known)
    }
    if len(found) != 1:
        return None
    key, provider = next(iter(found.items()))
    return provider, key


def _is_incomplete(name: str, known: str) -> bool:
    if known.startswith(name):
        return len(name) >= _SHORTEST_START
    ours, theirs = _words(name), _words(known)
    if not 0 < len(theirs) - len(ours) <= _MOST_MISSING or len(ours) < _MOST_MISSING + 1:
        return False
    rest = iter(theirs)
    return theirs[0] == ours[0] and theirs[-1] == ours[-1] and all(each in rest for each in ours)


def _words(name: str) -> list[str]:
    return re.split("[-_.]", name)


def _in_other_domain(
    domain: str, name: str, readers: Sequence[Provider]
) -> tuple[Provider, str] | None:
    for provider, home in _homes(name, readers):
        is_expected = domain.endswith("kubernetes.io") or domain in provider.names
        is_ours = is_expected and name.startswith(provider.owns)
        if (provider.owns and is_ours) or _is_similar_domain(domain, home):
            return provider, f"{home}/{name}"
    return None


def _homes(name: str, readers: Sequence[Provider]) -> Iterator[tuple[Provider, str]]:
    """Yield the providers that document a name, each with the domain."""
    for each in readers:
        for domain in each.names:
            if each.knows(domain, name):
                yield each, domain


def _is_similar_domain(domain: str, home: str) -> bool:
    """Return whether a domain differs from another in a letter or two, or in one of its labels."""
    if edit_distance(domain, home, _MOST_MISSING) is not None:
        return True
    ours, theirs = domain.split("."), home.split(".")
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    return len(ours) == len(theirs) > _MOST_MISSING + 1 and len(differing) == 1
