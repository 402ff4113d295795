"""The order of findings, and a summary that counts everything that was not shown."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.report.runs import BROKEN, GOOD, svclint

# A note at the top, a warning, and an error at the end.
MIXED = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec:
  selector: {{app: {name}}}
  externalIPs: [010.1.1.1]
  ports:
    - port: 70000
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def places(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^([\w./]+\.yaml):\d+:\d+: (\w+): ", text, re.MULTILINE)


def summary(*words: str) -> Any:
    return json.loads(svclint("check", *words, "--format", "json", ".").stdout)["summary"]


def test_the_worst_finding_of_a_file_comes_first_and_files_stay_in_order(tree: Path) -> None:
    for name in ("b", "a/c"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / f"{name}.yaml").write_text(MIXED.format(name=Path(name).name))
    shown = places(svclint("check", ".").stdout)
    ranks = [("error", "warning", "note").index(severity) for _, severity in shown]
    files = list(dict.fromkeys(file for file, _ in shown))
    assert sorted(files) == ["./a/c.yaml", "./b.yaml"]
    keys = [(files.index(file), rank) for (file, _), rank in zip(shown, ranks, strict=True)]
    assert keys == sorted(keys)
    assert len(set(keys)) > len(files)
    for format_name in ("concise", "json", "github", "sarif"):
        done = svclint("check", "--format", format_name, ".")
        assert done.exit_code == 1
    listed = json.loads(svclint("check", "--format", "json", ".").stdout)["findings"]
    assert [(each["file"], each["severity"]) for each in listed] == shown


def test_statistics_count_each_severity_of_a_rule(tree: Path) -> None:
    (tree / ".svclint.yaml").write_text(
        "select: [validity]\n"
        "overrides: [{paths: [b.yaml], rules: {node-port-forbidden: {severity: note}}}]\n"
    )
    for name in ("a", "b", "c"):
        (tree / f"{name}.yaml").write_text(BROKEN.format(name=name))
    done = svclint("check", "--statistics", ".")
    assert "2  error    node-port-forbidden\n1  note     node-port-forbidden\n" in done.stdout
    assert done.stdout.endswith("Checked 3 Services in 3 files: 2 errors, 1 note\n")


def test_a_note_shows_its_remedy(tree: Path) -> None:
    (tree / "web.yaml").write_text(GOOD.format(name="web"))
    done = svclint("check", "--profile", "strict", "--format", "json", ".")
    note = next(each for each in json.loads(done.stdout)["findings"] if each["severity"] == "note")
    shown = svclint("check", "--profile", "strict", ".").stdout
    assert f": note: {note['message']} [{note['rule']}]\n  = {note['remedy']}" in shown


def test_what_is_not_shown_is_counted(tree: Path) -> None:
    (tree / "web.yaml").write_text(BROKEN.format(name="web"))
    words = ("--select", "validity,suppression")
    assert svclint("baseline", *words, ".").exit_code == 0
    suppressed = "nodePort: 30080  # svclint: ignore[node-port-forbidden] known"
    text = BROKEN.format(name="hall").replace("nodePort: 30080", suppressed)
    (tree / "hall.yaml").write_text(text)
    (tree / "chart.yaml").write_text("{{ range }}\nkind: Service\n{{ end }}\n")
    (tree / "values.yaml").write_text("image: web\n")
    (tree / "old").mkdir()
    shutil.copy(tree / "web.yaml", tree / "old/web.yaml")
    more = (*words, "--baseline", ".svclint-baseline.json", "--exclude", "old")
    found = summary(*more)
    assert found["findings"] == {"error": 0, "warning": 0, "note": 0}
    assert (found["baseline"], found["suppressed"], found["excluded"]) == (1, 1, 1)
    assert found["skipped"] == {
        "templates": 1,
        "partialObjects": 0,
        "unrenderedObjects": 0,
        "otherDocuments": 1,
    }
    assert found["objects"] == {"Service": 2}
    last = svclint("check", *more, ".").stdout.splitlines()[-1]
    assert last == (
        "Checked 2 Services in 4 files: 1 in the baseline, 1 suppressed; 1 template skipped; "
        "1 document skipped (not a Kubernetes object; -v lists it); "
        "1 file or folder excluded (-v lists it)"
    )


@pytest.mark.parametrize("format_name", ["text", "markdown", "html", "concise"])
def test_nothing_is_right_where_nothing_was_checked(tree: Path, format_name: str) -> None:
    (tree / "values.yaml").write_text("image: web\n")
    shown = svclint("check", "--format", format_name, ".").stdout
    assert "nothing was checked" in shown.casefold()
    assert "nothing wrong" not in shown
