"""``--format sarif``: SARIF 2.1.0 for code scanning, with rule pages and fingerprints.

Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os.html;
what GitHub supports of it: https://docs.github.com/en/code-security/code-scanning (SARIF support).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from svclint.model import Finding, Location, Severity, Suppressed
from svclint.model.fingerprint import fingerprint
from svclint.report.columns import end_column
from svclint.report.json import json_text
from svclint.report.repository_path import repository_path
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.report.source import source_text
from svclint.rule.page import readable_page
from svclint.rule.registry import UnknownRuleError, rule_named
from svclint.rule.site import page_url
from svclint.source.files import ReadError

if TYPE_CHECKING:
    from svclint.fix.proposed_fixes import ProposedFix

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_ROOT = "%SRCROOT%"


def render(result: Result) -> str:
    """Return a SARIF log with one run."""
    hidden = [each.finding for each in result.listed_suppressed]
    findings = [*result.listed, *hidden]
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    numbers = {rule: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(findings, rules)},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not result.errors,
                "toolExecutionNotifications": [_notification(error) for error in result.errors],
            }
        ],
        "results": [
            *(
                {
                    **_result(finding, numbers[finding.rule]),
                    **_fixes(finding, result.proposals.get(finding)),
                }
                for finding in result.listed
            ),
            *(_suppressed(each, numbers[each.finding.rule]) for each in result.listed_suppressed),
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(findings: Sequence[Finding], rules: Sequence[str]) -> dict[str, Any]:
    groups = {finding.rule: finding.group for finding in findings}
    driver = {"name": "svclint", "rules": [_rule(rule, groups[rule]) for rule in rules]}
    try:
        return {**driver, "version": version("svclint"), "semanticVersion": version("svclint")}
    except PackageNotFoundError:
        return driver


def _rule(name: str, group: str) -> dict[str, Any]:
    """Describe a rule. The rules of policies have no page."""
    shown: dict[str, Any] = {"id": name, "properties": {"tags": [group] if group else []}}
    try:
        rule = rule_named(name)
    except UnknownRuleError:
        return shown
    text, url = readable_page(rule), page_url(rule)
    return {
        **shown,
        **({"helpUri": url} if url else {}),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _section(text, "What it finds") or rule.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _section(text: str, title: str) -> str:
    _, _, rest = text.partition(f"\n## {title}\n")
    return " ".join(rest.partition("\n## ")[0].split())


def _result(finding: Finding, rule_number: int) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_number,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{**_physical(finding), "logicalLocations": _logical(finding)}],
        "partialFingerprints": {"svclint/v1": fingerprint(finding)},
        "properties": {"field": safe(finding.field), "remedy": safe(finding.remedy)},
    }
    if finding.server is not None:
        shown["properties"]["server"] = finding.server._asdict()
    through = finding.source.through if finding.source is not None else ()
    related = [
        *(_related(place, "rendered through") for place in through),
        *(_related(place, "see also") for place in finding.related),
    ]
    if related:
        shown["relatedLocations"] = [{"id": at, **each} for at, each in enumerate(related)]
    return shown


def _suppressed(item: Suppressed, rule_number: int) -> dict[str, Any]:
    """Describe a suppressed finding, with the reason of its suppression."""
    place, reason = item.suppression.place, safe(item.suppression.reason)
    region = {"startLine": place.line, "startColumn": place.column}
    location = {"physicalLocation": {"artifactLocation": artifact(place.file), "region": region}}
    shown: dict[str, Any] = {"kind": "inSource", "location": location}
    if reason:
        shown["justification"] = reason
    return {**_result(item.finding, rule_number), "suppressions": [shown]}


def _fixes(finding: Finding, proposal: ProposedFix | None) -> dict[str, Any]:
    if proposal is None:
        return {}
    replacements = [
        {
            "deletedRegion": {
                "startLine": edit.start[0],
                "startColumn": edit.start[1],
                "endLine": edit.end[0],
                "endColumn": edit.end[1],
            },
            "insertedContent": {"text": edit.text},
        }
        for edit in proposal.replacements
    ]
    place = artifact(finding.location.file)
    fix = {
        "description": {"text": safe(proposal.description)},
        "artifactChanges": [{"artifactLocation": place, "replacements": replacements}],
        "properties": {"safe": proposal.is_safe},
    }
    return {"fixes": [fix]}


def _message(finding: Finding) -> str:
    text = safe(finding.message)
    if finding.source is not None:
        text = f"{text}\n{safe(source_text(finding))}"
    if finding.remedy:
        text = f"{text}: {safe(finding.remedy)}"
    # ``[text](target)`` would be a link in a message (SARIF 3.11.6).
    return text.replace("](", "] (")


def _physical(finding: Finding) -> dict[str, Any]:
    place = finding.location
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": end_column(finding),
    }
    physical: dict[str, Any] = {"artifactLocation": artifact(place.file), "region": region}
    if finding.excerpt:
        snippet = {"text": safe(finding.excerpt)}
        physical["contextRegion"] = {"startLine": place.line, "snippet": snippet}
    return {"physicalLocation": physical}


def _logical(finding: Finding) -> list[dict[str, str]]:
    name = safe(str(finding.object))
    if not name:
        return []
    full = f"{name} {safe(finding.field)}".strip()
    return [{"name": name, "fullyQualifiedName": full, "kind": "object"}]


def _related(place: Location, text: str) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    return {
        "message": {"text": text},
        "physicalLocation": {"artifactLocation": artifact(place.file), "region": region},
    }


def _notification(error: ReadError) -> dict[str, Any]:
    shown: dict[str, Any] = {"level": "error", "message": {"text": safe(error.message)}}
    if error.file:
        shown["locations"] = [{"physicalLocation": {"artifactLocation": artifact(error.file)}}]
    return shown


def artifact(file: str) -> dict[str, str]:
    """Return the URI of a file: relative to the repository, or absolute if it is outside."""
    path = repository_path(file)
    if os.path.isabs(path):
        return {"uri": "file:///" + quote(os.fsencode(path.lstrip("/")), safe="/:")}
    # A colon in the first segment would make it a scheme, so colons are escaped, too.
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}
