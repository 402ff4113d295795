"""How a rule is declared: one decorator for each scope, nothing else to register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.schema import Violation
from svclint.kubernetes.service import Service
from svclint.model import Report, Review, Severity
from svclint.model.cluster import PROFILES, ClusterFacts, Options
from svclint.rule.options import Option
from svclint.source import Document

if TYPE_CHECKING:
    # Updates take milliseconds to load, and most runs have no live objects.
    from svclint.kubernetes.service.update import Prediction

ServiceCheck = Callable[[Service], Iterable[Report]]
ClusterCheck = Callable[[Service, ClusterFacts], Iterable[Report]]
ChangeCheck = Callable[["Prediction"], Iterable[Report]]
ReferenceCheck = Callable[[Document, Inventory], Iterable[Report]]
SchemaCheck = Callable[[Document, Violation], Iterable[Report]]
# Its argument is an Answer or a Problem of svclint.policy, which stands above.
PolicyCheck = Callable[[Any], Iterable[Report]]
DocumentCheck = Callable[[Document], Iterable[Report]]
SuppressionCheck = Callable[["Review"], Iterable[Report]]
NO_OPTIONS: Mapping[str, Option] = {}


class Rule(NamedTuple):
    """One rule: its name, what it finds (the docstring's first line), and the function.

    ``where``: only a Service that has one of these words can have the fault; they are names of
    fields of the spec, of a port or of the metadata, a type, ``ports[1]``, or what is odd about
    it (``irregular ports``), which is all that a document has. ``beside``: only a run that holds an
    object of one of these kinds. An empty one says nothing.
    """

    name: str
    severity: Severity
    since: str
    scope: str
    summary: str
    home: str
    check: Callable[..., Iterable[Report]]
    kinds: tuple[str, ...] = ("Service",)
    said_profile: str = ""
    where: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    options: Mapping[str, Option] = NO_OPTIONS

    @property
    def group(self) -> str:
        """The folder that the rule lives in."""
        return self.home.rpartition(".")[0].rpartition(".")[2]

    @property
    def profile(self) -> str:
        """The smallest of the published sets that has it.

        Unless the rule says so itself: ``minimal`` is what the API server says (policies
        included, where there are any), and what could not be checked; ``strict`` is what many
        would call a matter of taste.
        """
        if self.said_profile:
            return self.said_profile
        if self.group in ("validity", "policy"):
            return "minimal"
        if self.group in ("cluster", "change") and self.severity == Severity.ERROR:
            return "minimal"
        return "strict" if self.group == "practice" else "recommended"

    def default(self, option: str) -> Any:
        """Give the value of an option where nothing sets it."""
        return (self.check.__kwdefaults__ or {})[option]

    def configured(self, options: Options) -> Rule:
        """Give the rule with the options that are set of it; the rest keep their defaults."""
        mine = dict(options).get(self.name)
        return self._replace(check=partial(self.check, **dict(mine))) if mine else self


def service_rule(  # noqa: PLR0913 - one word for each part of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    profile: str = "",
    where: tuple[str, ...] = (),
    options: Mapping[str, Option] = NO_OPTIONS,
) -> Callable[[ServiceCheck], Rule]:
    """Declare a rule that needs one Service and nothing else.

    ``options`` are its keyword arguments, each with what it is for.
    """
    return lambda check: _rule(
        name, severity, since, "service", check, profile, options, where=where
    )


def cluster_rule(
    name: str, severity: Severity, *, since: str, profile: str = "", where: tuple[str, ...] = ()
) -> Callable[[ClusterCheck], Rule]:
    """Declare a rule that needs one Service and the facts of its cluster."""
    return lambda check: _rule(name, severity, since, "cluster", check, profile, where=where)


def change_rule(
    name: str, severity: Severity, *, since: str, needs_merge: bool = True
) -> Callable[[ChangeCheck], Rule]:
    """Declare a rule that compares a live Service with what an apply will make of it.

    It runs only where there is a live object; its paths are those of the manifest. By default it
    is not asked where the manifest could not be merged.
    """

    def declare(check: ChangeCheck) -> Rule:
        @wraps(check)
        def asked(change: Prediction) -> Iterable[Report]:
            return () if needs_merge and change.merge.problem else check(change)

        return _rule(name, severity, since, "change", asked)

    return declare


def reference_rule(  # noqa: PLR0913 - one word for each part of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    kinds: tuple[str, ...] = ("Service",),
    profile: str = "",
    where: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
    options: Mapping[str, Option] = NO_OPTIONS,
) -> Callable[[ReferenceCheck], Rule]:
    """Declare a rule that compares documents of some kinds with all others of the run.

    ``options`` are its keyword arguments, each with what it is for.
    """

    def declare(check: ReferenceCheck) -> Rule:
        rule = _rule(name, severity, since, "reference", check, profile, options, where=where)
        return rule._replace(kinds=kinds, beside=beside)

    return declare


def document_rule(
    name: str, severity: Severity, *, since: str, where: tuple[str, ...] = ()
) -> Callable[[DocumentCheck], Rule]:
    """Declare a rule that needs one document of any kind, even one that could not be read."""
    return lambda check: _rule(name, severity, since, "document", check, where=where)


def policy_rule(name: str, severity: Severity, *, since: str) -> Callable[[PolicyCheck], Rule]:
    """Declare a rule that tells what a policy says, or what is wrong with it."""
    return lambda check: _rule(name, severity, since, "policy", check)


def schema_rule(name: str, severity: Severity, *, since: str) -> Callable[[SchemaCheck], Rule]:
    """Declare a rule that explains what the schema of a kind refuses."""
    return lambda check: _rule(name, severity, since, "schema", check)


def suppression_rule(
    name: str, severity: Severity, *, since: str
) -> Callable[[SuppressionCheck], Rule]:
    """Declare a rule that looks at one suppression, and at what became of it."""
    return lambda check: _rule(name, severity, since, "suppression", check)


def _rule(  # noqa: PLR0913, PLR0917 - one word for each part of a rule
    name: str,
    severity: Severity,
    since: str,
    scope: str,
    check: Any,
    profile: str = "",
    options: Mapping[str, Option] = NO_OPTIONS,
    *,
    where: tuple[str, ...] = (),
) -> Rule:
    summary = (check.__doc__ or "").strip().partition("\n")[0]
    if not summary:
        raise TypeError(f"rule {name!r} has no docstring: say in one line what it finds")
    if profile and profile not in PROFILES:
        raise TypeError(f"rule {name!r} names no profile: {profile!r}")
    if set(options) != set(getattr(check, "__kwdefaults__", None) or ()):
        raise TypeError(f"rule {name!r} must take each of its options by keyword, with a default")
    home = check.__module__
    return Rule(
        name,
        severity,
        since,
        scope,
        summary,
        home,
        check,
        said_profile=profile,
        where=frozenset(where),
        options=options,
    )
