"""The summary of a check: what was checked, what was found, and what was not checked."""

from __future__ import annotations

from collections import Counter
from typing import Any

from svclint.model import Finding, Severity
from svclint.report.result import (
    LISTED_RULE,
    Result,
    count,
    counts_by_severity,
    describe_objects,
    is_skipped,
    not_rendered,
)

LABELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_SKIPPED_NOUNS = {
    LISTED_RULE: "template",
    "partial-object": "partial object",
    "unrendered-object": "unrendered object",
}


def summary(result: Result) -> str:
    """Return one line for the end of a log."""
    findings = ", ".join(_found(result)) + _fixable(result)
    files = _files(result)
    objects = describe_objects(result.objects)
    tail = _not_run(result) + _not_checked(result)
    if objects:
        return f"Checked {objects} in {files}: {findings or 'nothing wrong'}{tail}"
    if findings or result.others:
        nothing = f"nothing wrong with {count(result.others, 'other object')}"
        return f"No Service found in {files}: {findings or nothing}{tail}"
    return f"Nothing was checked: no Service found in {files}{tail}"


def headline(result: Result) -> str:
    """Return what was found, for the head of a page."""
    is_any = result.others or describe_objects(result.objects)
    nothing = "nothing wrong" if is_any else "nothing was checked"
    return ", ".join(_found(result)) or nothing


def scope(result: Result) -> str:
    """Return what was checked, and what was not."""
    objects = describe_objects(result.objects) or "0 Services"
    tail = _not_run(result) + _not_checked(result)
    return f"{objects} in {_files(result)}{tail}"


def _files(result: Result) -> str:
    """Return how many files were read, and how many charts and overlays were rendered."""
    rendered = sum(file.startswith("<") and file != "<stdin>" for file in result.files)
    files = count(len(result.files) - rendered, "file")
    if not rendered:
        return files
    what = "rendered chart or overlay" if rendered == 1 else "rendered charts or overlays"
    others = f"{files} and " if rendered < len(result.files) else ""
    return f"{others}{rendered} {what}"


def summary_object(result: Result) -> dict[str, Any]:
    """Return the summary as JSON. Notes on what is skipped count as skipped, not as findings."""
    faults = [each for each in result.findings if not is_skipped(each)]
    skipped = Counter(each.rule for each in result.findings if is_skipped(each))
    options = [fix_option(finding, result) for finding in result.findings]
    severities = counts_by_severity(faults)
    return {
        "files": len(result.files),
        "objects": dict(result.objects),
        "findings": {str(each): severities.get(each, 0) for each in reversed(Severity)},
        "fixable": {
            "safe": options.count("--fix"),
            "unsafe": options.count("--unsafe-fixes"),
        },
        "baseline": result.known,
        "suppressed": len(result.suppressed),
        "checksNotRun": sum(finding.checks_not_run for finding in result.findings),
        "skipped": {
            "templates": skipped[LISTED_RULE],
            "partialObjects": skipped["partial-object"],
            "unrenderedObjects": skipped["unrendered-object"],
            "otherDocuments": skipped["no-object"],
        },
        "excluded": result.excluded,
        "ignored": result.ignored,
        "unrendered": len(result.unrendered),
        "errors": len(result.errors),
    }


def fix_option(finding: Finding, result: Result) -> str:
    """Return the command-line option that fixes a finding; empty if none does."""
    proposal = result.proposals.get(finding) if finding.fix else None
    if proposal is None:
        return ""
    return "--fix" if proposal.is_safe else "--unsafe-fixes"


def _found(result: Result) -> list[str]:
    """Return how many findings there are of each severity, and how many are not shown."""
    faults = [each for each in result.findings if not is_skipped(each)]
    found = [count(number, LABELS[worst]) for worst, number in counts_by_severity(faults).items()]
    if result.known:
        found.append(f"{result.known} in the baseline")
    if result.suppressed:
        found.append(f"{len(result.suppressed)} suppressed")
    if result.errors:
        found.append(f"{len(result.errors)} could not be checked")
    return found


def _fixable(result: Result) -> str:
    """Return how many findings can be fixed, and with which options."""
    options = [fix_option(finding, result) for finding in result.findings]
    safe_ones, others = options.count("--fix"), options.count("--unsafe-fixes")
    text = f"; {safe_ones} can be fixed with --fix" if safe_ones else ""
    if others:
        more = f"{others} more" if safe_ones else f"{others} can be fixed"
        text += f"{',' if safe_ones else ';'} {more} with --fix --unsafe-fixes"
    return text


def _not_checked(result: Result) -> str:
    """Return how much was skipped, excluded and ignored, and why."""
    skipped = Counter(each.rule for each in result.findings if is_skipped(each))
    text = "".join(
        f"; {count(number, noun)} skipped"
        for rule, noun in _SKIPPED_NOUNS.items()
        if (number := skipped.pop(rule, 0))
    )
    number = sum(skipped.values())
    if number:
        what = "not a Kubernetes object" if number == 1 else "not Kubernetes objects"
        text += f"; {count(number, 'document')} skipped ({what}{_listed(number, result)})"
    text += not_rendered(len(result.unrendered))
    for number, verb in ((result.excluded, "excluded"), (result.ignored, "ignored by Git")):
        if number:
            what = "file or folder" if number == 1 else "files or folders"
            listed = _listed(number, result).removeprefix("; ")
            text += f"; {number} {what} {verb}{listed and f' ({listed})'}"
    return text


def _listed(number: int, result: Result) -> str:
    """Return which option lists what is not checked, unless it is given."""
    return "" if result.verbose else f"; -v lists {'it' if number == 1 else 'them'}"


def _not_run(result: Result) -> str:
    """Return how many checks depend on what is wrong, and were not run."""
    number = sum(finding.checks_not_run for finding in result.findings)
    if not number:
        return ""
    verb = "depends on a wrong value and was" if number == 1 else "depend on a wrong value and were"
    return f"; {count(number, 'check')} {verb} not run"
