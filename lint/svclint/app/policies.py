"""The ValidatingAdmissionPolicies of a run, loaded only if there are any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from svclint.engine.across import CheckPolicies
from svclint.engine.live import Live
from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.schema import default_version
from svclint.model import Finding
from svclint.model.cluster import Version, version_text
from svclint.rule import Rule

if TYPE_CHECKING:
    from svclint.policy.checker import PolicyChecker


class RunPolicies:
    """The policies that a request names and those among the files of a run.

    Most runs have none, and then neither policies nor CEL are imported.
    """

    def __init__(
        self,
        paths: Sequence[str],
        version: Version | None,
        rules: Sequence[Rule],
        live: Live | None,
    ) -> None:
        self._paths, self._version = paths, version
        self._rules, self._live = rules, live
        self._checker: PolicyChecker | None = None

    def __call__(self, inventory: Inventory) -> CheckPolicies | None:
        """Return what checks a Service against the policies of a cluster, ``None`` without any."""
        if self._checker is None:
            if not self._paths and not inventory.has_policies:
                return None
            from svclint.policy.checker import PolicyChecker, read_policies  # noqa: PLC0415 - CEL

            named = read_policies(self._paths) if self._paths else []
            version = version_text(self._version) if self._version else default_version()
            self._checker = PolicyChecker(named, self._rules, self._live, version)
        return self._checker(inventory)

    def problems(self) -> Iterator[Finding | RuleCrash]:
        """Yield what is wrong with the policies themselves."""
        if self._checker is not None:
            yield from self._checker.problems()
