"""The cache trusts nobody: neither its folder nor its entries may come from others."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from svclint.engine.acceleration import cache_store
from svclint.engine.acceleration.cache_store import load_text, store_text

from tests.command.runs import svclint

VALUE = "value"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    use(folder, monkeypatch)
    return folder


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(folder))
    cache_store._opened.cache_clear()


def load(key: str = "key") -> tuple[str | None, list[str]]:
    notes: list[str] = []
    cache_store._opened.cache_clear()
    return load_text(key, str, notes.append), notes


def entry(folder: Path) -> Path:
    (found,) = folder.glob("*.run")
    return found


def test_folder_and_files_are_private(folder: Path) -> None:
    before = os.umask(0)
    try:
        store_text("key", VALUE)
    finally:
        os.umask(before)
    assert load() == (VALUE, [])
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.iterdir())}
    assert modes == {"cache": 0o700, "key": 0o600, entry(folder).name: 0o600}


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o777, 0o701])
def test_a_folder_that_others_may_enter_is_not_used(folder: Path, mode: int) -> None:
    store_text("key", VALUE)
    folder.chmod(mode)
    value, notes = load()
    assert value is None
    # The folder may be one of the system: no command that would lock others out of it is shown.
    assert "others may access it; name a folder that only svclint uses" in notes[0]
    store_text("other", VALUE)
    assert len(list(folder.glob("*.run"))) == 1


def test_a_folder_of_another_user_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_text("key", VALUE)
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    value, notes = load()
    assert value is None
    assert "belongs to another user" in notes[0]


def test_a_link_is_not_followed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_text("key", VALUE)
    (tmp_path / "link").symlink_to(folder)
    use(tmp_path / "link", monkeypatch)
    value, notes = load()
    assert (value, "is a link" in notes[0]) == (None, True)
    use(folder, monkeypatch)
    file = entry(folder)
    file.rename(tmp_path / "moved")
    file.symlink_to(tmp_path / "moved")
    assert load() == (None, [])
    store_text("key", VALUE)
    assert not file.is_symlink()
    assert (tmp_path / "moved").exists()


def test_a_folder_in_a_checkout_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tree/.git").mkdir(parents=True)
    use(tmp_path / "tree/a/b", monkeypatch)
    store_text("key", VALUE)
    value, notes = load()
    assert (value, "is in the checkout" in notes[0]) == (None, True)
    assert not (tmp_path / "tree/a").exists()
    (tmp_path / "web.yaml").write_text("{}")
    said = svclint("check", tmp_path / "web.yaml").stderr
    assert f"the cache {tmp_path}/tree/a/b is not used: it is in the checkout" in said


def test_entries_need_the_key_of_the_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_text("key", VALUE)
    use(tmp_path / "other", monkeypatch)
    store_text("key", VALUE)
    (tmp_path / "other" / entry(folder).name).write_bytes(entry(folder).read_bytes())
    value, notes = load()
    assert (value, notes) == (None, ["the cache was damaged, and is rebuilt"])


def test_an_entry_is_valid_under_its_name_only(folder: Path) -> None:
    store_text("key", VALUE)
    file = entry(folder)
    store_text("other", VALUE)
    (other,) = set(folder.glob("*.run")) - {file}
    file.replace(other)
    assert load("other") == (None, ["the cache was damaged, and is rebuilt"])


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_damaged_key_is_replaced(folder: Path, key: bytes) -> None:
    store_text("key", VALUE)
    (folder / "key").write_bytes(key)
    assert load()[0] is None
    store_text("key", VALUE)
    assert load() == (VALUE, [])


def test_a_pipe_is_no_entry(folder: Path) -> None:
    store_text("key", VALUE)
    file = entry(folder)
    file.unlink()
    os.mkfifo(file)
    assert load() == (None, [])
