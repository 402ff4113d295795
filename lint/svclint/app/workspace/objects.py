"""The objects of a workspace: one inventory for each cluster, and what checks across them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from svclint.app.pipeline import Setup
from svclint.app.policies import RunPolicies
from svclint.app.workspace.checked_file import CheckedFile
from svclint.engine.across import across_checker
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash
from svclint.kubernetes.changing_inventory import ChangingInventory
from svclint.model import Finding
from svclint.source import Document
from svclint.source.kinds import POLICY_KINDS

# Documents that are added between two chances to do something else.
_STEP = 200


class Replaced(NamedTuple):
    """The documents that left and came with a change of a file.

    Unless the inventories ``can_continue``, they have to be built again.
    """

    leaving: list[Document]
    coming: list[Document]
    can_continue: bool

    @property
    def is_only_text(self) -> bool:
        """Whether the objects are the same as before."""
        return [each.data for each in self.leaving] == [each.data for each in self.coming]


class Objects:
    """The inventories of a workspace; ``order`` is the order of its documents."""

    def __init__(
        self,
        setup: Setup,
        new_policies: Callable[[], RunPolicies],
        order: Callable[[Document], tuple[int, ...]],
    ) -> None:
        self.inventories: dict[str, ChangingInventory] = {}
        self._setup, self._new_policies, self._order = setup, new_policies, order
        self._policies = new_policies()
        self._check: Callable[[DocumentResult], Findings] | None = None

    def add_all(self, files: Sequence[CheckedFile]) -> Iterator[None]:
        """Add the objects of all files; yield now and then."""
        number = 0
        for file in files:
            for result in (*file.results, *file.kept):
                self._add(result)
                number += 1
                if number % _STEP == 0:
                    yield
        live = self._setup.live
        for inventory in self.inventories.values():
            inventory.add_live(live.objects if live else ())
            yield
            # Both are found on first use, which takes long in a large workspace.
            _ = inventory.deployments.are_changing
            yield
            _ = inventory.workloads
            yield

    def _add(self, result: DocumentResult) -> None:
        document, facts = result.document, result.facts
        inventory = self.inventories.get(facts.cluster)
        if inventory is None:
            inventory = ChangingInventory(
                facts.namespace,
                dict(facts.pod_templates),
                facts.version,
                facts.backends,
                order=self._order,
            )
            self.inventories[facts.cluster] = inventory
        if facts.is_closed:
            inventory.close(document.file)
        if facts.is_strict:
            inventory.expect_all(document.file)
        inventory.add(document, facts.namespace)
        if result.can_check_across:
            inventory.checked.append(document)

    def replace(self, old: CheckedFile, new: CheckedFile) -> Replaced:
        """Replace the objects of a file by those after a change."""
        had = {id(each.document): each for each in old.objects}
        has = {id(each.document): each for each in new.objects}
        leaving = [each for key, each in had.items() if key not in has]
        coming = [each for key, each in has.items() if key not in had]
        replaced = Replaced(_documents(leaving), _documents(coming), can_continue=False)
        is_read_alike = _unread(old) == _unread(new)
        if not had or not has:
            return replaced._replace(can_continue=not had and not has and is_read_alike)
        inventory = self.inventories.get(next(iter(has.values())).facts.cluster)
        if inventory is None or not (new.kept or is_read_alike):
            return replaced
        self._check = None
        inventory.replace_checked(
            _documents([each for each in leaving if each.can_check_across]),
            _documents([each for each in coming if each.can_check_across]),
        )
        if any(each.kind in POLICY_KINDS for each in (*replaced.leaving, *replaced.coming)):
            self._policies = self._new_policies()
        can_continue = inventory.replace(replaced.leaving, replaced.coming)
        return replaced._replace(can_continue=can_continue)

    def check(self, result: DocumentResult) -> Findings:
        """Return all findings about a document: alone, and across documents."""
        return self._checker()(result)

    def policy_problems(self) -> list[Finding | RuleCrash]:
        """Return what is wrong with the policies themselves."""
        # They are read for the checker, which nothing else needs if no object can be checked.
        self._checker()
        return list(self._policies.problems())

    def _checker(self) -> Callable[[DocumentResult], Findings]:
        if self._check is None:
            self._check = across_checker(self.inventories, self._setup.rules, self._policies)
        return self._check


def _documents(results: Iterable[DocumentResult]) -> list[Document]:
    return [each.document for each in results]


def _unread(file: CheckedFile) -> set[str]:
    """Return the kinds of problems that decide what is deployed together with a file."""
    problems = (each.document.problem for each in file.results)
    return {problem.kind for problem in problems if problem is not None}
