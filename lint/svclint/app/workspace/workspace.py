"""A workspace: files on disk and texts in an editor, with the findings in all of them.

A change is checked in three steps: the changed file at once; then, while nothing else is to do, the
documents that have something in common with it; at last all others. Then the findings are those of
``svclint check``, except that a text that cannot be read keeps its last good objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svclint.app.check_files import RunContext, setup_of
from svclint.app.context import prepare
from svclint.app.facts import configs_of
from svclint.app.input_files import input_files, is_walked
from svclint.app.policies import RunPolicies
from svclint.app.policy_paths import policy_paths
from svclint.app.progress import no_progress
from svclint.app.requests import CheckRequest
from svclint.app.selection import rule_options, selection_finder
from svclint.app.workspace.checked_file import CheckedFile, check_file, check_file_again
from svclint.app.workspace.neighbours import Neighbours
from svclint.app.workspace.objects import Objects
from svclint.app.workspace.reported import Reported, Reporter
from svclint.app.workspace.waiting import Waiting
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash
from svclint.kubernetes.changing_inventory import ChangingInventory
from svclint.kubernetes.live import LiveState
from svclint.model import Finding
from svclint.source import Document
from svclint.source.file_cache import forget_files
from svclint.source.files import ReadError, read_file
from svclint.source.kinds import REFERENCE_KINDS

_UNCHECKED = CheckedFile()


class Workspace:
    """The files of some folders, some of them with a text that is not saved yet.

    ``folders`` are those of an editor, which count instead of the paths of the request; ``live``
    are the live objects if they were read before. Call ``load``, which reads all files, and
    exhaust what it returns; then ``change`` for each change, and exhaust ``check_rest`` whenever
    there is time. Raises ``ConfigError``.
    """

    def __init__(
        self, request: CheckRequest, folders: Sequence[str] = (".",), live: LiveState | None = None
    ) -> None:
        self.request, self.folders = request, folders
        forget_files()
        self.context = prepare(request, no_progress, live)
        self.notes: list[str] = []
        self.files: dict[str, CheckedFile] = {}
        # The texts of the editor, which replace those on disk.
        self.texts: dict[str, bytes] = {}
        self._numbers: dict[str, int] = {}
        # What rules found in each document, by ``id``.
        self._found: dict[int, Findings] = {}
        self._waiting = Waiting()
        self._is_stale = True
        self._prepare()

    def _prepare(self) -> None:
        """Read the configurations, and what else a run depends on beside its files."""
        request, given = self.request, self.context.given
        files = [file for file in self.files if not file.startswith("<")]
        self._policies = policy_paths(given, request.policies)
        options = RunContext(
            *(request, given, self.context.live, self._policies, no_progress, self.notes.append)
        )
        self.setup = setup_of(configs_of(files, given), options)
        self._neighbours = Neighbours()
        self.objects = self._no_objects()
        rules, options_of = self.setup.rules, rule_options(request)
        self._reporter = Reporter(
            *(rules, selection_finder(self.setup.facts_for, options_of, rules), self.setup.live),
            uses_suppressions=not given.isolated,
        )

    def _no_objects(self) -> Objects:
        setup, version = self.setup, self.context.given.settings.version
        policies = self._policies
        return Objects(
            setup, lambda: RunPolicies(policies, version, setup.rules, setup.live), self.order
        )

    def order(self, document: Document) -> tuple[int, ...]:
        """Return the place of a document in the order of a run."""
        chunk, prefix = document.chunk, document.prefix
        number = self._numbers.get(document.file, len(self._numbers))
        return number, chunk.first_line, chunk.column, int(prefix[1]) if prefix else 0

    def load(self) -> Iterator[tuple[int, int]]:
        """Read and check all files; yield how many are done, and of how many.

        Texts of the editor come first. What is checked across documents follows in
        ``check_rest``.
        """
        found = input_files(self.folders, self.context.given, self.request.live)
        self._numbers = {file: number for number, file in enumerate((*found.files, *self.texts))}
        self.files = dict.fromkeys(self._numbers, _UNCHECKED)
        self._found.clear()
        self._waiting = Waiting()
        self._prepare()
        self._is_stale = True
        for done, file in enumerate(dict.fromkeys((*self.texts, *found.files))):
            self.files[file] = self._read(file)
            self._waiting.note(file, self.files[file].results)
            yield done + 1, len(self.files)

    def _read(self, file: str) -> CheckedFile:
        text = self.texts.get(file)
        if text is not None:
            return check_file_again(file, text, self.setup, _UNCHECKED)
        raw = read_file(file, self.setup.most_bytes)
        if isinstance(raw, ReadError):
            return CheckedFile(errors=(raw,))
        checked = check_file(file, raw, self.setup, is_on_disk=True)
        for result in checked.results:
            result.document.chunk.forget()
        return checked

    def change(self, file: str, text: bytes | None) -> None:
        """Take another text of a file; ``None``: what is on disk counts again."""
        before = self.files.get(file)
        if before is None and not self.reads(file):
            return
        if text is None:
            self.texts.pop(file, None)
        else:
            self.texts[file] = text
        if text is None and file not in self._numbers:
            return
        self._numbers.setdefault(file, len(self._numbers))
        if before is None or before is _UNCHECKED or text is None:
            after = self._read(file)
        else:
            after = check_file_again(file, text, self.setup, before)
        self._replace(file, before or _UNCHECKED, after)

    def reads(self, file: str) -> bool:
        """Return whether a run reads a file: no pattern excludes it."""
        return is_walked(file, self.folders, self.context.given)

    def take_text(self, file: str, text: bytes) -> None:
        """Take the text that an editor has of a file, before ``load``."""
        if self.reads(file):
            self.texts[file] = text

    def forget(self, file: str) -> None:
        """Remove a file that exists neither on disk nor in the editor."""
        self.texts.pop(file, None)
        if file in self.files:
            self._replace(file, self.files[file], _UNCHECKED)
            del self.files[file], self._numbers[file]

    def _replace(self, file: str, before: CheckedFile, after: CheckedFile) -> None:
        self.files[file] = after
        had = {id(each.document) for each in before.results}
        has = {id(each.document) for each in after.results}
        for each in had - has:
            self._found.pop(each, None)
        self._waiting.forget(had - has)
        self._waiting.note(file, after.results)
        if self._is_stale:
            return
        replaced, moved = self.objects.replace(before, after), after.moved
        documents = [*replaced.leaving, *replaced.coming, *(each.document for each in moved)]
        near = list(self._neighbours.of(documents))
        for document in replaced.leaving:
            self._neighbours.remove(document)
        for document in replaced.coming:
            self._neighbours.add(document)
        if not replaced.can_continue:
            self._is_stale = True
            return
        for result in after.results:
            self._found[id(result.document)] = self.objects.check(result)
        self._waiting.add_soon({id(each) for each in near} - has)
        if not replaced.is_only_text:
            self._waiting.add_all_later()

    @property
    def is_done(self) -> bool:
        """Whether all findings are those of the present texts."""
        return not (self._is_stale or self._waiting)

    @property
    def is_nearly_done(self) -> bool:
        """Whether only documents remain that probably have nothing to do with a change."""
        return not (self._is_stale or self._waiting.has_soon)

    def check_rest(self) -> Iterator[set[str]]:
        """Check what remains; yield now and then the files whose findings may have changed."""
        if self._is_stale:
            yield from self._build()
        for file, result in self._waiting.taken():
            findings, key = self.objects.check(result), id(result.document)
            is_other = findings != self._found.get(key)
            self._found[key] = findings
            yield {file} if is_other else set()

    def _build(self) -> Iterator[set[str]]:
        objects, neighbours = self._no_objects(), Neighbours()
        for _ in objects.add_all(list(self.files.values())):
            yield set()
        for number, checked in enumerate(self.files.values()):
            for result in checked.objects:
                neighbours.add(result.document)
            if number % 20 == 0:
                yield set()
        self.objects, self._neighbours = objects, neighbours
        self._is_stale = False
        self._waiting.add_all_later()
        opened = [self.files[file] for file in self.texts if file in self.files]
        self._waiting.add_soon({id(each.document) for file in opened for each in file.results})

    def reported(self, file: str) -> Reported:
        """Return what is reported of a file, as far as it is known."""
        checked = self.files.get(file, _UNCHECKED)
        found, problems = self._found, self.objects.policy_problems()
        results = [(each, found.get(id(each.document), each.findings)) for each in checked.results]
        more = [
            each for each in problems if isinstance(each, RuleCrash) or each.location.file == file
        ]
        has_others = any(not each.kinds.isdisjoint(REFERENCE_KINDS) for each in self.inventories)
        return self._reporter.reported(file, results, more, has_others=has_others)

    def findings(self) -> list[Finding]:
        """Return all findings, in the order of the files."""
        return [finding for file in self.files for finding in self.reported(file).findings]

    def inventory_of(self, result: DocumentResult) -> ChangingInventory | None:
        """Return the inventory of the cluster of an object; ``None`` until it is complete."""
        return None if self._is_stale else self.objects.inventories.get(result.facts.cluster)

    @property
    def inventories(self) -> list[ChangingInventory]:
        """The inventory of each cluster."""
        return list(self.objects.inventories.values())

    def text(self, file: str) -> bytes:
        """Return the text of a file; empty if it cannot be read."""
        if file in self.texts:
            return self.texts[file]
        read = read_file(file, self.setup.most_bytes)
        return b"" if isinstance(read, ReadError) else read
