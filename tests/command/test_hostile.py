"""No input causes a traceback, a hang, or a control character on the terminal."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from svclint.cli import group
from svclint.source import files

TOP = Path(__file__).parents[2]
RECORDED = TOP / "tests" / "conformance" / "data" / "create.jsonl.gz"
VALUES = [
    "null", "~", "[]", "{}", "''", "-1", "1e9", "on", "0x50", "9" * 40, "[[]]", "{a: {b: [1]}}",
    "!!binary aGk=", "*x", "&x y", "|\n  text", "::1", "None", "\x1b[31m", "\u202e", "\x00",
]  # fmt: skip


def manifests() -> list[str]:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as stream:
        recorded = [json.loads(line)["manifest"] for line in stream]
    examples = [file.read_text() for file in sorted((TOP / "examples").rglob("*.yaml"))]
    return [*examples, *(text for text in recorded if len(text) < 1500)]


MANIFESTS = manifests()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw a real manifest with some lines dropped, repeated, moved or changed."""
    lines = draw(st.sampled_from(MANIFESTS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                del lines[at : at + 1]
                lines = lines or [""]
            case 1:
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case 2:
                name = lines[at].partition(":")[0]
                lines[at] = f"{name}: {draw(st.sampled_from(VALUES))}"
            case 3:
                lines[at] = draw(st.text(max_size=12)) + lines[at]
            case 4:
                lines[at] = lines[at].replace("  ", "", 1)
            case _:
                lines[at] = lines[at] * 2
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    cut = draw(st.integers(0, 3))
    return raw if cut else raw[: draw(st.integers(0, len(raw)))] + draw(st.binary(max_size=6))


@given(raw=mutated(), form=st.sampled_from(["text", "json"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_is_answered(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, form: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "mutated.yaml"
    file.write_bytes(raw)
    facts = ["--service-cidr", "10.3.240.0/20,fd00::/112", "--no-config"]
    done = CliRunner().invoke(group, ["check", "--format", form, *facts, str(file)])
    assert done.exit_code in (0, 1, 2)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "fault of svclint" not in done.output
    assert not controls(done.output)
    if form == "json":
        assert "findings" in json.loads(done.stdout)


def controls(text: str) -> list[str]:
    """Return the characters of a text that could control a terminal."""
    unsafe = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return [c for c in text if c != "\n" and unicodedata.category(c) in unsafe]


def svclint(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "svclint", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)


def test_escapes_and_bidirectional_marks_do_not_reach_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "evil\x1b[31m\u202e.yaml"
    file.write_text('apiVersion: v1\nkind: Service\nmetadata: {name: "a\\e[2J\u202eb\\u2066"}\n')
    done = svclint("check", str(file))
    assert done.returncode == 1
    assert not controls(done.stdout.decode() + done.stderr.decode())
    assert b"\\x1b[2J" in done.stdout


@pytest.mark.parametrize("kind", ["fifo", "socket", "device"])
def test_what_is_no_file_is_an_error_and_does_not_hang(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "odd.yaml"
    if kind == "fifo":
        os.mkfifo(place)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(place))
    else:
        place = Path("/dev/zero")
    done = svclint("check", str(place))
    assert done.returncode == 2
    assert str(place).encode() in done.stderr
    assert b"Traceback" not in done.stderr


def test_link_loops_end(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.yaml").symlink_to(tmp_path / "self.yaml")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "good.yaml").write_text("apiVersion: v1\nkind: Service\n")
    done = svclint("check", str(tmp_path))
    # The one error is that the Service has no name.
    assert done.returncode == 1
    assert done.stderr.count(b"which leads nowhere") == 2


def test_a_file_that_vanishes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_path: str, _flags: int) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n")
    monkeypatch.setattr(os, "open", gone)
    answer = files.read_file(str(file))
    assert answer == files.ReadError(str(file), "cannot be read: no such file or directory")


def test_a_file_of_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(3 * 1024**3)
    done = svclint("check", str(file))
    assert done.returncode == 2
    assert b"more than 512 MiB" in done.stderr


def test_an_unreadable_file_is_no_pass(tmp_path: Path) -> None:
    folder = tmp_path / "sub"
    folder.mkdir()
    done = svclint("check", str(folder / "none.yaml"), str(tmp_path / "*.nope"))
    assert done.returncode == 2
    assert b"does not exist" in done.stderr
    assert b"matches no file" in done.stderr


def test_names_that_are_no_utf_8_are_printed_safely(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.yaml"
    with open(name, "wb") as stream:
        stream.write(b"apiVersion: v1\nkind: Service\nmetadata: {name: A}\n")
    done = svclint("check", str(tmp_path))
    assert done.returncode == 1
    assert b"\\udcff.yaml" in done.stdout


def test_standard_input(tmp_path: Path) -> None:
    manifest = b"apiVersion: v1\nkind: Service\nmetadata: {name: A}\nspec: {ports: [{port: 80}]}\n"
    done = svclint("check", "-", stdin=manifest)
    assert done.returncode == 1
    assert done.stdout.startswith(b"<stdin>:3:18: error: the name 'A'")


@pytest.mark.parametrize("name", ["--exclude=*.yaml", "--output=x.json", "-q"])
def test_the_name_of_a_file_is_no_option(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # pre-commit gives the names of the files in a commit as they are.
    monkeypatch.chdir(tmp_path)
    for each in ("bad.yaml", name):
        (tmp_path / each).write_text("apiVersion: v1\nkind: Service\nmetadata: {name: web}\n")
    done = CliRunner().invoke(group, ["check", "bad.yaml", name], prog_name="svclint")
    assert done.exit_code == 2
    assert f"{name} is a file, but would be read as an option; write ./{name}" in done.stderr
    assert not (tmp_path / "x.json").exists()
    for words in (["bad.yaml", f"./{name}"], ["--", "bad.yaml", name]):
        done = CliRunner().invoke(group, ["check", *words], prog_name="svclint")
        assert done.exit_code == 1
