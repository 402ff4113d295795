"""Nothing is written through a link, nor in a folder that a link out of the tree leads to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from svclint.source.atomic_write import replace_file, replacing
from svclint.source.checkout import link_out_of_tree

from tests.command.runs import svclint
from tests.report.runs import BROKEN, GOOD

FIXABLE = GOOD.format(name="web").replace("port: 80", "port: '80'")
OUTPUTS = (
    ("check", "--output", "{}", "web.yaml"),
    ("check", "--format", "sarif:{}", "web.yaml"),
    ("baseline", "-o", "{}", "web.yaml"),
    ("targets", "--output", "{}", "web.yaml"),
)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tree"
    (folder / ".git/hooks").mkdir(parents=True)
    (folder / "web.yaml").write_text(BROKEN.format(name="web"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/file").write_text(FIXABLE)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("words", OUTPUTS, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize(
    ("link", "target", "output"),
    [
        ("out", "../outside/file", "out"),
        ("out", "../outside/new", "out"),
        ("out", "web.yaml", "out"),
        ("out", "../outside", "out/file"),
        ("out", "../outside", "out/new"),
        ("out", ".git/hooks", "out/new"),
        ("out", "..", "out/outside/new"),
    ],
)
def test_outputs(tree: Path, words: tuple[str, ...], link: str, target: str, output: str) -> None:
    (tree / link).symlink_to(target)
    before = contents(tree.parent)
    done = svclint(*(word.format(output) for word in words))
    assert done.exit_code == 2, done.output
    assert "link" in done.stderr.lower()
    assert contents(tree.parent) == before


def contents(folder: Path) -> dict[str, str]:
    """Return each file and link below a folder, with its content or target."""
    return {
        str(each): os.readlink(each) if each.is_symlink() else each.read_text()
        for each in sorted(folder.rglob("*"))
        if each.is_symlink() or each.is_file()
    }


@pytest.mark.parametrize("options", [(), ("--follow-links",)])
@pytest.mark.parametrize("named", ["link.yaml", "."])
def test_fixes(tree: Path, options: tuple[str, ...], named: str) -> None:
    (tree / "link.yaml").symlink_to("../outside/file")
    before = contents(tree.parent / "outside")
    svclint("check", "--fix", "--unsafe-fixes", *options, named)
    assert contents(tree.parent / "outside") == before
    assert (tree / "link.yaml").is_symlink()


@pytest.mark.skipif(not hasattr(os, "link"), reason="there are no hard links")
def test_a_fix_does_not_reach_other_hard_links(tree: Path) -> None:
    """A tool may have linked the file to one of its cache, or of another checkout."""
    (tree / "web.yaml").unlink()
    os.link(tree.parent / "outside/file", tree / "web.yaml")
    assert svclint("check", "--fix", "web.yaml").exit_code == 0
    assert (tree / "web.yaml").read_text() != FIXABLE
    assert (tree.parent / "outside/file").read_text() == FIXABLE


@pytest.mark.skipif(not hasattr(os, "link"), reason="there are no hard links")
def test_all_checked_hard_links_are_fixed(tree: Path) -> None:
    (tree / "web.yaml").write_text(FIXABLE)
    os.link(tree / "web.yaml", tree / "same.yaml")
    assert svclint("check", "--fix", "web.yaml", "same.yaml").exit_code == 0
    assert (tree / "web.yaml").read_text() == (tree / "same.yaml").read_text() != FIXABLE


def test_fixes_below_a_linked_folder(tree: Path) -> None:
    (tree / "folder").symlink_to("../outside")
    (tree.parent / "outside/web.yaml").write_text(FIXABLE)
    before = contents(tree.parent / "outside")
    for named in ("folder", "folder/web.yaml", "folder/*.yaml"):
        svclint("check", "--fix", named, "--follow-links")
    assert contents(tree.parent / "outside") == before


def test_a_folder_that_is_replaced_meanwhile(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "folder").mkdir()
    (tree / "folder/file").write_text("before")

    def swap(path: str) -> str:
        found = link_out_of_tree(path)
        (tree / "folder").rename(tree / "moved")
        (tree / "folder").symlink_to("../outside")
        return found

    monkeypatch.setattr("svclint.source.atomic_write.link_out_of_tree", swap)
    before = contents(tree.parent / "outside")
    with pytest.raises(OSError, match=r"link|replaced|Not a directory"):
        replace_file(str(tree / "folder/file"), b"after")
    assert contents(tree.parent / "outside") == before


def test_a_folder_that_is_replaced_while_it_is_written(tree: Path) -> None:
    (tree / "folder").mkdir()
    before = contents(tree.parent / "outside")
    with replacing(str(tree / "folder/file")) as stream:
        (tree / "folder").rename(tree / "moved")
        (tree / "folder").symlink_to("../outside")
        stream.write(b"after")
    assert contents(tree.parent / "outside") == before
    assert (tree / "moved/file").read_text() == "after"


@pytest.mark.parametrize("words", OUTPUTS, ids=lambda words: " ".join(words[:2]))
def test_a_name_with_a_nul_is_an_error(tree: Path, words: tuple[str, ...]) -> None:
    done = svclint(*(word.format("a\0b") for word in words))
    assert "contains a NUL" in done.stderr
    assert done.exit_code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
@pytest.mark.parametrize("words", OUTPUTS, ids=lambda words: " ".join(words[:2]))
def test_a_fifo_that_nothing_reads_is_an_error(tree: Path, words: tuple[str, ...]) -> None:
    os.mkfifo(tree / "out")
    done = svclint(*(word.format("out") for word in words))
    assert "no process reads from the FIFO" in done.stderr
    assert done.exit_code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_a_fifo_that_is_read_gets_the_report(tree: Path) -> None:
    os.mkfifo(tree / "out")
    reading = os.open(tree / "out", os.O_RDONLY | os.O_NONBLOCK)
    assert svclint("check", "--output", "out", "web.yaml").exit_code == 1
    assert b"web.yaml" in os.read(reading, 1 << 16)
    os.close(reading)
