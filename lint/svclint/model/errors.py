"""Errors that svclint raises when it cannot use what it was given."""

from __future__ import annotations


class SvclintError(Exception):
    """Base class of all errors on bad input; the message is complete and names the place."""


class ConfigError(SvclintError, ValueError):
    """A configuration or an option that cannot be used; each message says where and why."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages

    def __str__(self) -> str:
        return "\n".join(self.messages)


def internal_error(error: Exception) -> str:
    """Return what to say about an exception that nobody expects."""
    return f"{type(error).__name__}, which is a bug in svclint"


def bug_in(step: str, error: Exception, *, is_debug: bool) -> str:
    """Return what to say about a step of a run that failed, while the rest is reported."""
    said = f"{step} failed: {internal_error(error)}"
    if not is_debug:
        return said
    import traceback  # noqa: PLC0415 - only for a bug in svclint

    trace = "".join(traceback.format_exception(error))
    return f"{said}\n{trace}"
