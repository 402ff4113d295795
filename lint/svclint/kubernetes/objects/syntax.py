"""Syntax of Kubernetes names, labels and keys.

Each function returns what is wrong with a string as the end of a sentence ("contains a space; …").
Source: the validation functions of k8s.io/apimachinery (pkg/util/validation); sizes are in bytes,
as there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

# Sets of characters: regular expressions take milliseconds to compile.
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_LOWER_OR_DIGIT = _LOWER + "0123456789"
_IN_LABEL = _LOWER_OR_DIGIT + "-"
_ALPHANUMERIC = _LOWER_OR_DIGIT + _LOWER.upper()
_IN_NAME = _ALPHANUMERIC + "-_."
# Most names and labels of a run are the same few strings.
_cached = lru_cache(maxsize=4096)


@_cached
def dns_label_problem(text: str) -> str | None:
    """Return why a string is not a DNS-1123 label; ``None`` if it is one."""
    if _is_label(text) and len(text) <= 63:
        return None
    if len(text.encode("utf-8", "replace")) > 63:
        return _too_long(text, 63)
    return _label_problem(text, "a letter or digit")


@_cached
def dns_1035_label_problem(text: str) -> str | None:
    """Return why a string is not a DNS-1035 label, which starts with a letter."""
    if dns_label_problem(text) is None:
        if text[0] in _LOWER:
            return None
        return "starts with a digit, which is allowed for Services from Kubernetes 1.36 only"
    if len(text.encode("utf-8", "replace")) > 63:
        return _too_long(text, 63)
    return _label_problem(text, "a letter")


@_cached
def subdomain_problem(text: str) -> str | None:
    """Return why a string is not a DNS-1123 subdomain."""
    if len(text.encode("utf-8", "replace")) > 253:
        return _too_long(text, 253)
    if not all(map(_is_label, text.split("."))):
        unexpected = _unexpected(text, _IN_LABEL + ".")
        if unexpected:
            return (
                f"contains {unexpected}; only lower-case letters, digits, '-' and '.' are allowed"
            )
        return "must have a letter or digit at both ends of every part between dots"
    return None


@_cached
def wildcard_problem(text: str) -> str | None:
    """Return why a string is not ``*.`` and a DNS-1123 subdomain."""
    if len(text.encode("utf-8", "replace")) > 253:
        return _too_long(text, 253)
    if not text.startswith("*.") or "*" in text[1:]:
        return "may contain '*' only as its whole first part, as in *.example.com"
    problem = subdomain_problem(text[2:])
    return problem and f"has {text[2:]!r} after the '*.', which {problem}"


@_cached
def host_problem(text: str) -> str | None:
    """Return why a string is neither a DNS-1123 subdomain nor a wildcard for one."""
    if not text:
        return "is empty"
    return wildcard_problem(text) if "*" in text else subdomain_problem(text)


@_cached
def path_segment_problem(text: str) -> str | None:
    """Return why a string cannot be a segment of a URL path of the API."""
    if text in (".", ".."):
        return "is a relative path"
    for character in "/%":
        if character in text:
            return f"contains '{character}'"
    return None


@_cached
def qualified_name_problem(text: str) -> str | None:
    """Return why a string is not a qualified name: an optional DNS prefix, ``/``, and a name."""
    *prefixes, name = text.split("/")
    if len(prefixes) > 1:
        return "has more than one '/'"
    for prefix in prefixes:
        if not prefix:
            return "has nothing before the '/'"
        problem = subdomain_problem(prefix)
        if problem:
            return f"has the prefix {prefix!r}, which {problem}"
    return _name_part_problem(name, is_prefixed=bool(prefixes))


@_cached
def label_value_problem(text: str) -> str | None:
    """Return why a string is not a label value: at most 63 bytes, alphanumeric at both ends."""
    if not text or (_is_name(text) and len(text) <= 63):
        return None
    if len(text.encode("utf-8", "replace")) > 63:
        return _too_long(text, 63)
    return _name_problem(text)


@_cached
def port_name_problems(text: str) -> tuple[str, ...]:
    """Return every reason why a string is not an IANA service name, as ``targetPort`` requires."""
    problems: list[str] = []
    if len(text) > 15:
        problems.append(f"has {len(text)} characters; at most 15 are allowed")
    if not text or text.strip(_IN_LABEL):
        problems.append("may contain only lower-case letters, digits and '-'")
    if not any("a" <= character <= "z" for character in text):
        problems.append("needs at least one lower-case letter")
    if "--" in text:
        problems.append("has two hyphens in a row")
    if text.startswith("-") or text.endswith("-"):
        problems.append("begins or ends with a hyphen")
    return tuple(problems)


def misplaced_character(text: str, problem_of: Callable[[str], str | None]) -> str:
    """Return the first character that makes a text wrong wherever it stands.

    ``problem_of`` is a function of this module. Empty if there is none, or the text is wrong for
    another reason, such as its length.
    """
    if not (problem_of(text) or "").startswith("contains"):
        return ""
    return next((each for each in text if problem_of(f"a{each}a") is not None), "")


def _is_label(text: str) -> bool:
    # Stripping leaves only what is outside the set.
    return bool(text) and not text.strip(_IN_LABEL) and text[0] != "-" != text[-1]


def _is_name(text: str) -> bool:
    ends = _ALPHANUMERIC
    return bool(text) and not text.strip(_IN_NAME) and text[0] in ends and text[-1] in ends


def _name_part_problem(name: str, *, is_prefixed: bool) -> str | None:
    if not name:
        return "has nothing after the '/'" if is_prefixed else "is empty"
    if len(name.encode("utf-8", "replace")) > 63:
        return _too_long(name, 63, "a name part of ")
    if not _is_name(name):
        return _name_problem(name)
    return None


def _too_long(text: str, limit: int, what: str = "") -> str:
    size, unit = len(text.encode("utf-8", "replace")), "characters" if text.isascii() else "bytes"
    return f"has {what}{size} {unit}; at most {limit} are allowed"


def _label_problem(text: str, start: str) -> str:
    if not text:
        return "is empty"
    unexpected = _unexpected(text, _IN_LABEL)
    if unexpected:
        return f"contains {unexpected}; only lower-case letters, digits and '-' are allowed"
    if start == "a letter or digit":
        return "must start and end with a letter or digit"
    return f"must start with {start} and end with a letter or digit"


def _name_problem(text: str) -> str:
    unexpected = _unexpected(text, _IN_NAME)
    if unexpected:
        return f"contains {unexpected}; only letters, digits, '-', '_' and '.' are allowed"
    return "must start and end with a letter or digit"


def _unexpected(text: str, allowed: str) -> str:
    found = dict.fromkeys(character for character in text if character not in allowed)
    names = {" ": "a space", "\n": "a line break", "\t": "a tab"}
    shown = [names.get(c) or (f"'{c}'" if c.isprintable() else f"U+{ord(c):04X}") for c in found]
    return ", ".join(shown[:3])
