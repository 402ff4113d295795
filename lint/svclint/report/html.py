"""``--format html``: one page to read and filter, without network access.

The page is complete without its script, which filters and groups. Its content security policy
allows one style and one script by their hashes, so that nothing in a manifest can run.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter, defaultdict
from hashlib import sha256
from html import escape
from importlib import resources

from svclint.model import Finding, Severity
from svclint.report.columns import end_column
from svclint.report.page_html import page_html
from svclint.report.repository_path import repository_path
from svclint.report.result import Result, count, counts_by_severity
from svclint.report.safe import safe
from svclint.report.source import source_text
from svclint.report.summary import LABELS, fix_option, headline, scope
from svclint.rule.page import readable_page
from svclint.rule.registry import all_rules


def render(result: Result) -> str:
    """Return the page."""
    style, script = _resource("html.css"), _resource("html.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    policy += "; base-uri 'none'; form-action 'none'"
    findings = result.listed
    title = headline(result)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>svclint: {title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>svclint: {title}</h1>
<p>Checked {_text(scope(result))}.</p>
</header>
{_form(findings)}
<main>
{_errors(result)}<div id="findings">
{_sections(findings, result)}</div>
{_rules(findings)}</main>
<script>{script}</script>
</body>
</html>
"""


def _resource(name: str) -> str:
    return resources.files("svclint.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _text(text: str) -> str:
    return escape(safe(text))


def _form(findings: list[Finding]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="severity" value="{severity}" checked> '
        f"{count(number, LABELS[severity])}</label>"
        for severity, number in counts_by_severity(findings).items()
    )
    return f"""<form hidden>
<fieldset><legend>Severity</legend>{boxes}</fieldset>
<label class="wide"><span class="away">Rule</span>
<select name="rule"><option value="">all rules</option></select></label>
<label class="wide"><span class="away">File</span>
<select name="file"><option value="">all files</option></select></label>
<label class="wide"><span class="away">Group by</span>
<select name="group"><option value="file">by file</option><option value="object">by object</option>\
<option value="rule">by rule</option></select></label>
<label><input type="checkbox" name="fixable" value="yes"> fixable</label>
<input type="search" name="search" placeholder="search" aria-label="Search">
<button type="reset">clear</button>
<output class="faint"></output>
</form>"""


def _errors(result: Result) -> str:
    if not result.errors:
        return ""
    items = "".join(
        f"<li>{_text(f'{error.file} {error.message}'.strip())}</li>\n" for error in result.errors
    )
    return f"<h2>Could not be checked</h2>\n<ul>\n{items}</ul>\n"


def _sections(findings: list[Finding], result: Result) -> str:
    """Return the findings by file, the files with the worst findings first."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_file[repository_path(finding.location.file)].append(finding)
    if not by_file:
        return "<p>Nothing to show.</p>\n"

    def badness(item: tuple[str, list[Finding]]) -> list[int]:
        counts = Counter(finding.severity for finding in item[1])
        return [-counts[severity] for severity in reversed(Severity)]

    return "".join(
        f"<section>\n<h2>{_text(file)}</h2>\n"
        + "".join(_card(finding, file, fix_option(finding, result)) for finding in found)
        + "</section>\n"
        for file, found in sorted(by_file.items(), key=badness)
    )


def _rules(findings: list[Finding]) -> str:
    """Return the pages of the rules, to which their names link."""
    pages = {rule.name: readable_page(rule) for rule in all_rules()}
    names = sorted({finding.rule for finding in findings} & set(pages))
    if not names:
        return ""
    shown = "".join(
        f'<details id="rule-{name}"><summary>{name}</summary>\n{page_html(pages[name])}</details>\n'
        for name in names
    )
    return f'<div id="rules">\n<h2>Rules</h2>\n{shown}</div>\n'


def _rule(name: str) -> str:
    """Return the name of a rule, as a link if it has a page."""
    known = any(rule.name == name for rule in all_rules())
    shown = f"<code>{_text(name)}</code>"
    return f'<a href="#rule-{name}">{shown}</a>' if known else shown


def _card(finding: Finding, file: str, option: str) -> str:
    place = finding.location
    remedy = f"<p>→ {_text(finding.remedy)}</p>\n" if finding.remedy else ""
    if finding.source is not None:
        remedy = f"<p>{_text(source_text(finding))}</p>\n{remedy}"
    server = ""
    if finding.server is not None:
        verb = "refuses this" if finding.server.outcome == "reject" else "warns of this"
        server = f" · the API server {verb}"
    where = f"{finding.object} {finding.field}".strip()
    fix = {"--fix": "fixable", "--unsafe-fixes": "fixable with --unsafe-fixes"}.get(option, "")
    mark = f' <span class="fix">{fix}</span>' if fix else ""
    return f"""<article data-severity="{finding.severity}" data-rule="{_text(finding.rule)}" \
data-file="{_text(file)}" data-object="{_text(str(finding.object))}" \
data-fixable="{"yes" if fix else ""}">
<p><span class="word">{LABELS[finding.severity]}</span> {_text(finding.message)}{mark}</p>
{_excerpt(finding)}{remedy}<p class="meta">{_text(file)}:{place.line}:{place.column} · \
{_rule(finding.rule)}{server} · {_text(where)}</p>
</article>
"""


def _excerpt(finding: Finding) -> str:
    if not finding.excerpt.strip():
        return ""
    start, end = finding.location.column - 1, end_column(finding) - 1
    text = finding.excerpt
    before, word, after = text[:start], text[start:end], text[end:]
    return (
        f'<pre><span class="faint">{finding.location.line} │ </span>{_text(before)}'
        f"<mark>{_text(word)}</mark>{_text(after)}</pre>\n"
    )
