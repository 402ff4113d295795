"""What a rule is: its name, when it runs, in which profile, and with which options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from svclint.model import Report, Severity
from svclint.model.cluster import Options
from svclint.rule.options import Option

NO_OPTIONS: Mapping[str, Option] = {}


class Rule(NamedTuple):
    """A rule: its name, its summary (the first line of its docstring), and its function.

    ``where`` and ``beside`` save time: the rule runs only on objects with one of the features in
    ``where``, and only in runs with an object of a kind in ``beside``. Empty means always. See
    ``svclint.rule.conditions`` for the features. ``is_effect``: it reports what an apply does,
    which is nothing if the server rejects it.
    """

    name: str
    severity: Severity
    since: str
    scope: str
    summary: str
    module: str
    check: Callable[..., Iterable[Report]]
    kinds: tuple[str, ...] = ("Service",)
    declared_profile: str = ""
    where: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    options: Mapping[str, Option] = NO_OPTIONS
    is_effect: bool = False

    @property
    def group(self) -> str:
        """The folder in ``svclint.rules`` that contains the rule, or the folder of its kind."""
        return self.module.split(".")[2]

    @property
    def profile(self) -> str:
        """The smallest profile that includes the rule; its group decides, unless it declares one.

        ``minimal`` is what the API server reports (including its policies) and what could not be
        checked; ``strict`` adds what many consider a matter of taste.
        """
        if self.declared_profile:
            return self.declared_profile
        if self.group in ("validity", "policy"):
            return "minimal"
        if self.group in ("cluster", "change") and self.severity == Severity.ERROR:
            return "minimal"
        return "strict" if self.group == "practice" else "recommended"

    def default(self, option: str) -> Any:
        """Return the default value of an option."""
        return (self.check.__kwdefaults__ or {})[option]

    def configured(self, options: Options) -> Rule:
        """Return the rule with its options from a configuration; the others keep their default."""
        own = dict(options).get(self.name)
        return self._replace(check=partial(self.check, **dict(own))) if own else self
