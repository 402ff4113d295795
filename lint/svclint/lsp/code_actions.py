"""Code actions: apply a fix, suppress a finding with a reason, explain its rule."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from svclint.fix.proposed_fixes import ProposedFix, proposed_fixes
from svclint.lsp import commands
from svclint.lsp.diagnostics import diagnostic
from svclint.lsp.session import Session
from svclint.lsp.suppression import suppressing_edit
from svclint.lsp.text import Text
from svclint.model import Finding


def code_actions(session: Session, parameters: types.CodeActionParams) -> list[types.CodeAction]:
    """Return the actions for the findings that touch a range."""
    wanted = parameters.context.only
    if wanted and not any(types.CodeActionKind.QuickFix.startswith(each) for each in wanted):
        return []
    uri = parameters.text_document.uri
    file = session.file_of(uri)
    text, workspace = session.text_of(file), session.flush()
    findings = workspace.reported(file).findings if workspace else ()
    shown = [(each, diagnostic(each, text, session.place_of)) for each in findings]
    touched = [pair for pair in shown if _touch(pair[1].range, parameters.range)]
    raw = text.source.encode("utf-8", "surrogatepass")
    proposals = proposed_fixes([finding for finding, _ in touched], lambda _file: raw)
    found: list[types.CodeAction] = []
    for finding, shown_as in touched:
        proposal = proposals.get(finding)
        if proposal is not None:
            found.append(_fix(uri, text, proposal, shown_as))
    for finding, shown_as in touched:
        found += _suppress(uri, text, finding, shown_as)
        found.append(_explain(finding, shown_as))
    return found


def _touch(one: types.Range, other: types.Range) -> bool:
    # An editor asks for the line of the cursor, or for the cursor alone.
    return one.start.line <= other.end.line and other.start.line <= one.end.line


def _fix(
    uri: str, text: Text, proposal: ProposedFix, shown_as: types.Diagnostic
) -> types.CodeAction:
    edits = [
        types.TextEdit(
            text.span((each.start[0] - 1, each.start[1] - 1), (each.end[0] - 1, each.end[1] - 1)),
            each.text,
        )
        for each in proposal.replacements
    ]
    title = proposal.description if proposal.is_safe else f"{proposal.description} (a guess)"
    return types.CodeAction(
        title=f"svclint: {title}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown_as],
        is_preferred=proposal.is_safe,
        edit=types.WorkspaceEdit(changes={uri: edits}),
    )


def _suppress(
    uri: str, text: Text, finding: Finding, shown_as: types.Diagnostic
) -> Iterator[types.CodeAction]:
    edit = suppressing_edit(finding, text)
    if edit is not None:
        yield types.CodeAction(
            title=f"svclint: suppress {finding.rule} here, with a reason",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown_as],
            edit=types.WorkspaceEdit(changes={uri: [edit]}),
        )


def _explain(finding: Finding, shown_as: types.Diagnostic) -> types.CodeAction:
    title = f"svclint: explain {finding.rule}"
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown_as],
        command=types.Command(title, commands.EXPLAIN, arguments=[finding.rule]),
    )
