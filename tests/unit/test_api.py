"""The public Python API: typed requests and results, and the examples of its page."""

from __future__ import annotations

import dataclasses
import gc
import inspect
import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import svclint
from click import Context
from svclint import (
    CheckRequest,
    CheckResult,
    DiffRequest,
    RequestError,
    Severity,
    SvclintError,
    TargetsRequest,
    check,
    diff,
    targets,
)
from svclint.cli import group

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs/api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SAMPLE = TOP / "examples/sample-clusterip-vip"
BROKEN = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: nodeport  # For the lab.
  ports: [{port: 80}]
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "web.yaml"
    file.write_text(BROKEN)
    return file


def test_the_page_has_an_example_of_each_function() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("example", EXAMPLES, ids=["check", "diff", "targets"])
def test_each_example_of_the_page_runs(
    example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(TOP)
    exec(example, {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("request_class", [CheckRequest, DiffRequest, TargetsRequest])
def test_a_request_is_frozen_and_complete_without_fields(request_class: type[Any]) -> None:
    request = request_class()
    with pytest.raises(dataclasses.FrozenInstanceError):
        request.paths = ("other",)
    assert request == request_class()


@pytest.mark.parametrize("name", svclint.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(svclint, name))


@pytest.mark.parametrize("function", [check, diff, targets])
def test_functions_are_typed(function: Any) -> None:
    assert set(get_type_hints(function)) == {"request", "return"}


def test_check_returns_findings_and_prints_nothing(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = check(CheckRequest(paths=(str(broken),), select=("validity",)))
    assert isinstance(result, CheckResult)
    assert [(each.rule, each.severity) for each in result.findings] == [
        ("type-unsupported", Severity.ERROR)
    ]
    assert (result.services, result.is_clean) == (1, False)
    assert result.proposals[result.findings[0]].is_safe
    assert capsys.readouterr() == ("", "")


def test_fixes_are_previewed_or_written(broken: Path) -> None:
    request = CheckRequest(paths=(str(broken),), select=("validity",), fix="preview")
    preview = check(request)
    assert preview.fixes is not None
    assert [each.rule for each in preview.fixes.fixed] == ["type-unsupported"]
    assert broken.read_text() == BROKEN
    written = check(dataclasses.replace(request, fix="write"))
    assert written.findings == ()
    assert broken.read_text() == BROKEN.replace("nodeport ", "NodePort ")


def test_a_file_that_cannot_be_read_is_an_error_of_the_result(tmp_path: Path) -> None:
    result = check(CheckRequest(paths=(str(tmp_path / "missing.yaml"),)))
    assert [each.file for each in result.errors] == [str(tmp_path / "missing.yaml")]
    assert not result.is_clean


@pytest.mark.parametrize(
    "request_",
    [
        CheckRequest(kubernetes_version="9.9"),
        CheckRequest(service_cidrs=("10.0.0.0",)),
        CheckRequest(values=("values.yaml",)),
        CheckRequest(context="prod"),
        CheckRequest(live=("cluster", "file.json")),
    ],
    ids=repr,
)
def test_a_request_that_cannot_be_carried_out_raises(request_: CheckRequest) -> None:
    with pytest.raises(RequestError) as raised:
        check(request_)
    assert isinstance(raised.value, SvclintError)


def test_diff_needs_live_objects() -> None:
    with pytest.raises(RequestError, match="--live is missing"):
        diff(DiffRequest(paths=(str(SAMPLE / "edited.yaml"),)))


def test_diff_predicts_each_service() -> None:
    paths = (str(SAMPLE / "edited.yaml"), str(SAMPLE / "released.yaml"))
    result = diff(DiffRequest(paths=paths, live=(str(SAMPLE / "live.yaml"),)))
    assert [each.outcome for each in result.outcomes] == ["reject", "update"]
    assert result.errors == ()


def test_targets_resolves_each_port() -> None:
    result = targets(TargetsRequest(paths=(str(TOP / "examples/shop"),)))
    reached = {service["name"]: service["ports"][0]["targets"] for service in result.services}
    assert [each["number"] for each in reached["web"]] == [8080, 8081]
    assert {entry.object.name for entry in result.entries} == {"api", "web"}


def test_the_collector_of_the_caller_gets_its_objects_back(broken: Path) -> None:
    check(CheckRequest(paths=(str(broken),)))
    assert gc.get_freeze_count() == 0


# Options of a command that no request has: they say how the outcome is printed, or negate a field.
PRINTED = {
    "format",
    "output",
    "statistics",
    "quiet",
    "color",
    "verbose",
    "watch",
    "exit_zero",
    "help",
}
NEGATED = {"no_config": "use_config", "no_cache": "use_cache", "diff": "fix"}
COMMANDS = {"check": CheckRequest, "diff": DiffRequest, "targets": TargetsRequest}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_request_names_things_as_the_options_do(name: str) -> None:
    command = group.get_command(Context(group), name)
    assert command is not None
    fields = {field.name for field in dataclasses.fields(COMMANDS[name])}
    for parameter in command.params:
        for option in (each for each in parameter.opts if each.startswith("--")):
            word = option[2:].replace("-", "_")
            meant = {word, f"{word}s", f"{word.removesuffix('y')}ies", NEGATED.get(word)}
            assert fields & meant or word in PRINTED | {"fail_on_empty", "fail_on"}, option
