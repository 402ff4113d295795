"""Update the generated parts of the documents.

- A ``console`` block that begins with ``$ svclint …`` shows the output of that command. If the
  block also contains ``$ echo $?``, it shows the exit code.
- A block that names a file of ``examples/`` after its language shows that file.
- The table after ``<!-- rules -->`` lists the rules that have a fix, the one after
  ``<!-- packages -->`` the packages of the source code, the one after ``<!-- versions -->`` what
  changed in which Kubernetes version.
- Under "Since", a page of a rule lists the changes of Kubernetes that its findings depend on.
- Where svclint is named with a version, it is the version of pyproject.toml.

``--check`` changes nothing and fails if a document is out of date.
"""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from svclint.kubernetes.version_change import VersionChange
from svclint.kubernetes.version_changes import CHANGES
from svclint.model.cluster import version_text

TOP = Path(__file__).resolve().parents[1]
EXIT_CODE = "$ echo $?"
COMMAND = re.compile(r"^```console\n\$ (svclint [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VERSION = re.compile(r"(OWNER/svclint@v|^ *rev: v)[0-9][\w.]*", re.MULTILINE)
FILE = re.compile(r"^```(\w+) (examples/\S+)\n.*?^```$", re.MULTILINE | re.DOTALL)
SINCE = re.compile(
    r"^## Since\n\n(.*?)\n*(?=^- Kubernetes |^## )(?:- Kubernetes [^\n]*\n)*\n*",
    re.MULTILINE | re.DOTALL,
)
TABLE = re.compile(
    r"^<!-- (rules|packages|versions) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL
)


def main(arguments: list[str]) -> None:
    """Update all documents; with ``--check``, exit with an error that names the outdated ones."""
    outdated: list[str] = []
    pages = sorted((TOP / "rules").glob("*/**/*.md"))
    for document in (*documents(), *pages):
        before = document.read_text(encoding="utf-8")
        after = with_changes(before, document.stem) if document in pages else updated(before)
        if after != before:
            outdated.append(str(document.relative_to(TOP)))
            if "--check" not in arguments:
                document.write_text(after, encoding="utf-8")
    if outdated and "--check" in arguments:
        sys.exit(f"out of date: {', '.join(outdated)}; run python scripts/update_docs.py")


def documents() -> list[Path]:
    """Return the documents that have generated parts."""
    return [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("**/*.md"))]


def updated(text: str) -> str:
    """Return the text of a document with its generated parts up to date."""
    version = re.search(r'^version = "(.*)"$', _pyproject(), re.MULTILINE)
    assert version is not None
    text = COMMAND.sub(_command_block, text)
    text = FILE.sub(_file_block, text)
    text = TABLE.sub(_table_block, text)
    return VERSION.sub(lambda match: f"{match[1]}{version[1]}", text)


def with_changes(page: str, name: str) -> str:
    """Return the page of a rule with the changes of Kubernetes that its findings depend on."""
    rule = name.replace("_", "-")
    rows = [
        f"- Kubernetes {version_text(each.since)}{_gate(each)}: {each.summary}\n"
        for each in CHANGES
        if rule in each.rules
    ]
    changes = "\n" + "".join(rows) if rows else ""
    return SINCE.sub(lambda match: f"## Since\n\n{match[1]}\n{changes}\n", page)


def version_changes() -> Iterator[str]:
    """Yield the rows of all changes between Kubernetes versions."""
    yield from ("| from | change | feature gate | source | rules |", "|---|---|---|---|---|")
    pages = {page.stem.replace("_", "-"): page for page in (TOP / "rules").glob("*/**/*.md")}
    for each in CHANGES:
        links = (f"[{name}](../{pages[name].relative_to(TOP).as_posix()})" for name in each.rules)
        gate = f"`{each.gate}`" if each.gate else ""
        source = each.source if each.source.startswith("KEP") else f"`{each.source}`"
        version = version_text(each.since)
        yield f"| {version} | {each.summary} | {gate} | {source} | {', '.join(links)} |"


def _gate(change: VersionChange) -> str:
    return f" (feature gate `{change.gate}`)" if change.gate else ""


def fixable_rules() -> Iterator[str]:
    """Yield the rows of the rules whose pages say that they have a fix, with the option for it."""
    yield from ("| rule | finds | fixed with |", "|---|---|---|")
    for page in sorted((TOP / "rules").glob("*/**/*.md"), key=lambda page: page.stem):
        text = page.read_text(encoding="utf-8")
        section = text.partition("\n## How to fix it\n")[2].partition("\n## ")[0]
        sentence = section.strip().rpartition("\n\n")[2]
        if "fixes it" in sentence:
            options = ["`--fix`"] if sentence.startswith("`svclint check --fix`") else []
            options += ["`--unsafe-fixes`"] if "--unsafe-fixes" in sentence else []
            summary = text.split("\n\n")[1]
            name, link = page.stem.replace("_", "-"), page.relative_to(TOP).as_posix()
            yield f"| [{name}](../{link}) | {summary} | {', '.join(options)} |"


def packages() -> Iterator[str]:
    """Yield the rows of all packages: layer, folder, and first line of the docstring.

    The layers are those of the import contract in pyproject.toml, numbered from the bottom.
    """
    yield from ("| layer | package | contents |", "|---|---|---|")
    layers = re.search(r"^layers = (\[.*?^\])", _pyproject(), re.MULTILINE | re.DOTALL)
    assert layers is not None
    for number, layer in enumerate(reversed(ast.literal_eval(layers[1])), 1):
        for name in sorted(layer.split(" | ")):
            home = TOP / name if name == "rules" else TOP / "lint/svclint" / name
            yield from _package_rows(home, str(number), has_subpackages=name != "rules")
    yield from _package_rows(TOP / "schemas", "–", has_subpackages=False)


def _package_rows(home: Path, layer: str, *, has_subpackages: bool) -> Iterator[str]:
    pattern = "**/__init__.py" if has_subpackages else "__init__.py"
    for file in sorted(home.glob(pattern), key=lambda file: file.parent):
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        summary = docstring.partition("\n")[0].replace("|", "\\|")
        yield f"| {layer} | `{file.parent.relative_to(TOP).as_posix()}/` | {summary} |"


def _command_block(block: re.Match[str]) -> str:
    command, has_exit_code = block[1], EXIT_CODE in block[2]
    arguments = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(arguments, cwd=TOP, capture_output=True, text=True, check=False)
    output = (done.stderr + done.stdout).rstrip()
    if "--diff" in arguments and done.returncode < 2:
        # The summary goes to standard error, so that standard output is a patch.
        output = (done.stdout + done.stderr).rstrip()
    elif done.stderr and not has_exit_code:
        sys.exit(f"{command}: {done.stderr}")
    lines = [f"$ {command}", *([output] if output else [])]
    if has_exit_code:
        lines += [EXIT_CODE, str(done.returncode)]
    return "\n".join(("```console", *lines, "```"))


def _file_block(block: re.Match[str]) -> str:
    text = (TOP / block[2]).read_text(encoding="utf-8")
    return f"```{block[1]} {block[2]}\n{text.rstrip()}\n```"


def _table_block(block: re.Match[str]) -> str:
    tables = {"rules": fixable_rules, "packages": packages, "versions": version_changes}
    rows = tables[block[1]]()
    return "\n".join((f"<!-- {block[1]} -->", "", *rows, "", "<!-- end -->"))


def _pyproject() -> str:
    return (TOP / "pyproject.toml").read_text(encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
