"""End on a signal as on Ctrl-C: with what svclint has started, and without its temporary files."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any, NoReturn

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class EndedBySignal(KeyboardInterrupt):
    """A signal asked svclint to end; ``number`` is that of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def raise_ended(number: int, _frame: Any) -> NoReturn:
    """Raise ``EndedBySignal``: the handler of signals in most commands."""
    # Another one would interrupt what is being put in order: "timeout" sends two.
    for each in _SIGNALS:
        if each != signal.SIGINT:
            signal.signal(each, signal.SIG_IGN)
    raise EndedBySignal(number)


def end_on_signals(handler: Callable[[int, Any], NoReturn] = raise_ended) -> None:
    """Handle Ctrl-C, SIGTERM and SIGHUP, except where the caller of svclint ignores them."""
    for each in _SIGNALS:
        if signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, handler)


def exit_code_of(error: BaseException | None) -> int:
    """Return the exit code of an interrupted command, as shells count it: 128 and the signal."""
    return 128 + (error.number if isinstance(error, EndedBySignal) else signal.SIGINT)
