"""Errors of names, labels and keys, with the API server's messages.

Source: k8s.io/apimachinery, pkg/util/validation and pkg/api/validate/content.
"""

from __future__ import annotations

import re

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
_QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"


def _with_pattern(text: str, pattern: str, *examples: str) -> str:
    shown = "".join(
        f"'{example}', {' or ' if example != examples[-1] else ''}" for example in examples
    )
    return f"{text} (e.g. {shown}regex used for validation is '{pattern}')"


def _errors(text: str, pattern: str, longest: int, complaint: str, *examples: str) -> list[str]:
    found: list[str] = []
    unit = "bytes" if pattern == _VALUE else "characters"
    if len(text.encode("utf-8", "replace")) > longest:
        found.append(f"must be no more than {longest} {unit}")
    # A backtracking match of these patterns is linear: no part of them can match in two ways.
    if re.fullmatch(pattern, text) is None:
        found.append(_with_pattern(complaint, pattern, *examples))
    return found


def dns_label(text: str) -> list[str]:
    """Return why a text is not a DNS-1123 label."""
    complaint = (
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
        " and must start and end with an alphanumeric character"
    )
    found = _errors(text, _LABEL, 63, complaint, "my-name", "123-abc")
    if "." in text and not dns_subdomain(text):
        return [*found[:-1], "must not contain dots"]
    return found


def dns_subdomain(text: str) -> list[str]:
    """Return why a text is not a DNS-1123 subdomain."""
    complaint = (
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
        " or '.', and must start and end with an alphanumeric character"
    )
    return _errors(text, _SUBDOMAIN, 253, complaint, "example.com")


def dns_1035_label(text: str) -> list[str]:
    """Return why a text is not a DNS-1035 label."""
    complaint = (
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
        " an alphabetic character, and end with an alphanumeric character"
    )
    return _errors(text, _LABEL_1035, 63, complaint, "my-name", "abc-123")


def qualified_name(text: str) -> list[str]:
    """Return why a text is not a name with an optional DNS prefix."""
    segments = text.split("/")
    requirement = (
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
        " an alphanumeric character"
    )
    examples = ("MyName", "my.name", "123-abc")
    if len(segments) > 2:
        error = _with_pattern(f"a valid label key {requirement}", _QUALIFIED, *examples)
        return [
            f"{error} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ]
    found: list[str] = []
    if len(segments) == 2:
        if not segments[0]:
            found.append("prefix part must be non-empty")
        else:
            found += [f"prefix part {error}" for error in dns_subdomain(segments[0])]
    if not segments[-1]:
        found.append("name part must be non-empty")
    elif len(segments[-1].encode("utf-8", "replace")) > 63:
        found.append("name part must be no more than 63 bytes")
    if re.fullmatch(_QUALIFIED, segments[-1]) is None:
        found.append(f"name part {_with_pattern(requirement, _QUALIFIED, *examples)}")
    return found


def label_value(text: str) -> list[str]:
    """Return why a text is not a label's value."""
    complaint = (
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
        " or '.', and must start and end with an alphanumeric character"
    )
    return _errors(text, _VALUE, 63, complaint, "MyValue", "my_value", "12345")


def as_prefix(text: str) -> str:
    """Replace the end of a name that something is to be added to, so that it may be a dash."""
    return text[:-2] + "a" if len(text) > 1 and text.endswith("-") else text
