"""A team's own policies in the short form: run their examples, and export them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svclint.app.policy_paths import OWN_POLICIES, own_policies
from svclint.kubernetes.schema import default_version
from svclint.model import ConfigError, Location, Severity
from svclint.model.cluster import ClusterFacts, parse_version, version_text
from svclint.policy import load_policies
from svclint.policy.export import exported
from svclint.policy.short_form import examples, is_short_form
from svclint.policy.short_form_examples import failed_examples
from svclint.report.safe import is_harmless
from svclint.source import Document
from svclint.source.file_search import find_files
from svclint.source.files import ReadError, read_file
from svclint.source.stream import documents

_NOT_PRINTED = (
    "the policy contains control characters or a command of a CI system, so it is not printed; "
    "remove them from its values and comments"
)


class PolicyMessage(NamedTuple):
    """What is wrong with a policy or one of its examples, and where."""

    location: Location
    severity: Severity
    message: str


class TestedPolicy(NamedTuple):
    """The id of a policy, and how many of its examples have the expected result."""

    name: str
    passed: int
    total: int
    failures: tuple[PolicyMessage, ...]


class PolicyTests(NamedTuple):
    """What is wrong with the policies themselves, and the outcome of their examples."""

    problems: tuple[PolicyMessage, ...]
    tested: tuple[TestedPolicy, ...]

    @property
    def has_failed(self) -> bool:
        """Whether a policy cannot be used or an example has an unexpected result."""
        is_broken = any(each.severity is Severity.ERROR for each in self.problems)
        return is_broken or any(each.failures for each in self.tested)


def run_examples(paths: Sequence[str], kubernetes_version: str = "") -> PolicyTests:
    """Run the examples of the policies in some files. Raises ``ConfigError``."""
    facts = ClusterFacts(parse_version(kubernetes_version or default_version()))
    found = _documents_with_policies(paths)
    problems = load_policies(found, version_text(facts.version)).problems
    broken = {id(problem.document.chunk) for problem in problems}
    tested: list[TestedPolicy] = []
    for document in found:
        if not is_short_form(document) or id(document.chunk) in broken:
            continue
        failures = tuple(
            PolicyMessage(location, Severity.ERROR, message)
            for location, message in failed_examples(document, facts)
        )
        total = len(list(examples(document)))
        tested.append(TestedPolicy(document.data["id"], total - len(failures), total, failures))
    messages = tuple(
        PolicyMessage(
            each.location,
            each.severity,
            f"{each.message}; {each.remedy}" if each.remedy else each.message,
        )
        for each in problems
    )
    return PolicyTests(messages, tuple(tested))


def export_policies(paths: Sequence[str]) -> tuple[str, tuple[PolicyMessage, ...]]:
    """Return policies as the YAML that a cluster takes; empty with the errors of broken ones.

    One that could control the log of a CI system is an error: escaped, it would be another policy.
    Raises ``ConfigError``.
    """
    short = [each for each in _documents_with_policies(paths) if is_short_form(each)]
    errors = tuple(
        PolicyMessage(each.location, each.severity, each.message)
        for each in load_policies(short).problems
        if each.severity is Severity.ERROR
    )
    if errors:
        return "", errors
    texts = [exported(each) for each in short]
    harmful = tuple(
        PolicyMessage(each.locate(())[0], Severity.ERROR, _NOT_PRINTED)
        for each, text in zip(short, texts, strict=True)
        if not is_harmless(text)
    )
    return "" if harmful else "---\n".join(texts), harmful


def _documents_with_policies(paths: Sequence[str]) -> list[Document]:
    found = list(_documents(paths))
    if not any(map(is_short_form, found)):
        where = ", ".join(paths) or OWN_POLICIES
        raise ConfigError(f"no policy in the short form found in {where}: each has an id")
    return found


def _documents(paths: Sequence[str]) -> Iterator[Document]:
    paths = paths or own_policies()
    if not paths:
        raise ConfigError(
            f"{OWN_POLICIES} does not exist here or above; name files or folders with policies"
        )
    for file in find_files(paths):
        raw = file if isinstance(file, ReadError) else read_file(file)
        if isinstance(raw, ReadError):
            raise ConfigError(f"{raw.file} {raw.message}")
        for document in documents(str(file), raw):
            if document.problem is not None:
                place = document.locate(())[0]
                message = document.problem.message
                raise ConfigError(f"{place.file}:{place.line}:{place.column}: {message}")
            yield document
