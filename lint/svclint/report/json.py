"""``--format json``: a stable format for programs, described by ``output.schema.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svclint.model import Finding, Suppressed
from svclint.model.safe_json import safe_json
from svclint.report.result import Result, counts_by_rule, listed
from svclint.report.summary import summary_object

if TYPE_CHECKING:
    from svclint.fix.proposed_fixes import ProposedFix


def render(result: Result) -> str:
    """Return findings and errors as one JSON object."""
    shown: dict[str, Any] = {
        "findings": [
            {**finding_object(each), "fix": _fix(result.proposals.get(each))}
            for each in listed(result.findings)
        ],
        "errors": [{"file": error.file, "message": error.message} for error in result.errors],
        "summary": summary_object(result),
    }
    if result.suppressed:
        shown["suppressed"] = [suppressed_object(each) for each in result.listed_suppressed]
    if result.statistics:
        shown["statistics"] = [
            {"rule": rule, "count": count, "severity": str(severity)}
            for rule, count, severity in counts_by_rule(result.findings)
        ]
    if result.fixed is not None:
        shown["fixed"] = [
            {"rule": each.rule, "message": each.message, **each.location._asdict()}
            for each in result.fixed
        ]
    if result.stale is not None:
        shown["stale"] = [entry._asdict() for entry in result.stale]
    return json_text(shown)


def suppressed_object(item: Suppressed) -> dict[str, Any]:
    """Return a suppressed finding as JSON, with its suppression."""
    place = item.suppression.place
    by = {"line": place.line, "column": place.column, "reason": item.suppression.reason}
    return {**finding_object(item.finding), "fix": None, "suppression": by}


def _fix(proposal: ProposedFix | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "description": proposal.description,
        "safe": proposal.is_safe,
        "edits": [
            {
                "startLine": edit.start[0],
                "startColumn": edit.start[1],
                "endLine": edit.end[0],
                "endColumn": edit.end[1],
                "text": edit.text,
            }
            for edit in proposal.replacements
        ],
    }


def json_text(value: Any) -> str:
    """Return JSON in ASCII, without commands to the GitHub runner."""
    return safe_json(value, indent=2) + "\n"


def finding_object(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON."""
    name, server = finding.object, finding.server
    not_run = {"checksNotRun": finding.checks_not_run} if finding.checks_not_run else {}
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "remedy": finding.remedy,
        "field": finding.field,
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "object": {
            "apiVersion": name.api_version,
            "kind": name.kind,
            "namespace": name.namespace,
            "name": name.name,
        },
        "server": server and server._asdict(),
        **not_run,
        **_source(finding),
    }


def _source(finding: Finding) -> dict[str, Any]:
    """Return how a rendered object comes from the place of the finding; empty for others."""
    source = finding.source
    if source is None:
        return {}
    shown = {
        "key": source.key,
        "through": [place._asdict() for place in source.through],
        "rendered": list(source.rendered),
        "proven": source.is_proven,
    }
    return {"source": shown}
