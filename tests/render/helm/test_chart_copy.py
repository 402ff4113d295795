"""The copy of a stranger's chart contains nothing from outside of the tree, and stays small."""

from __future__ import annotations

import io
import json
import os
import tarfile
from pathlib import Path

import pytest
from svclint.render.helm.chart_copy import Source, copy_chart
from svclint.render.helm.chart_metadata import Instance, instances
from svclint.render.helm.limits import MAX_FILE_BYTES, ChartError
from svclint.source.walking import LeftOut

METADATA = {"apiVersion": "v2", "name": "app", "version": "1.0.0"}


def chart(folder: Path, *dependencies: dict[str, str], name: str = "app") -> Path:
    folder.joinpath("templates").mkdir(parents=True)
    data = {**METADATA, "name": name, "dependencies": list(dependencies)}
    folder.joinpath("Chart.yaml").write_text(json.dumps(data))
    folder.joinpath("templates/service.yaml").write_text("kind: Service\n")
    return folder


def pack(archive: Path, *members: tuple[str, bytes | str]) -> None:
    """Write an archive; the content of a link is what it leads to."""
    archive.parent.mkdir(exist_ok=True)
    with tarfile.open(archive, "w:gz") as stream:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
                stream.addfile(member)
            else:
                member.size = len(content)
                stream.addfile(member, io.BytesIO(content))


def files(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_links_that_leave_the_tree_are_left_out(tmp_path: Path) -> None:
    tree, copied = tmp_path / "tree", tmp_path / "copy"
    app = chart(tree / "app")
    tmp_path.joinpath("secret").write_text("password")
    tree.joinpath("shared.yaml").write_text("shared: true")
    tree.joinpath("files").mkdir()
    tree.joinpath("files/in.txt").write_text("in")
    for name, target in {
        "out": tmp_path / "secret", "passwd": Path("/etc/passwd"), "folder": tmp_path,
        "shared.yaml": Path("../../shared.yaml"), "files": tree / "files",
        "nowhere": tree / "missing", "loop": app, "self": Path("self"),
    }.items():  # fmt: skip
        app.joinpath("templates", name).symlink_to(target)
    os.mkfifo(app / "templates/pipe")
    copy = copy_chart(str(app), str(copied), str(tree))
    assert files(copied) == {
        "Chart.yaml", "templates/service.yaml", "templates/shared.yaml", "templates/files/in.txt",
    }  # fmt: skip
    assert not any(file.is_symlink() for file in copied.rglob("*"))
    assert copied.joinpath("templates/shared.yaml").read_text() == "shared: true"
    # A person edits the file that the link leads to.
    assert copy.sources["templates/shared.yaml"] == Source(str(tree / "shared.yaml"))
    assert copy.sources["templates/service.yaml"] == Source(str(app / "templates/service.yaml"))
    noted = {path.rpartition("/")[2]: reason for path, reason, _ in copy.left_out}
    assert set(noted) == {"out", "passwd", "folder", "nowhere", "loop", "self", "pipe"}
    assert noted["out"] == "it is a link that leaves the checked tree"


def test_archives_are_unpacked_below_their_own_folder(tmp_path: Path) -> None:
    app = chart(tmp_path / "app", {"name": "cache", "alias": "store", "version": "1.x"})
    content = json.dumps({**METADATA, "name": "cache"}).encode()
    pack(
        app / "charts/cache-1.0.0.tgz",
        ("cache/Chart.yaml", content),
        ("cache/templates/a.yaml", b"a: 1"),
        ("cache/../../../evil", b""),
        ("/cache/evil", b""),
        ("cache/link", "/etc/passwd"),
        ("evil", b""),
    )
    copy = copy_chart(str(app), str(tmp_path / "copy"), str(tmp_path))
    archive = str(app / "charts/cache-1.0.0.tgz")
    below = "charts/cache-1.0.0/"
    inside = {file: source for file, source in copy.sources.items() if file.startswith("charts/")}
    names = "Chart.yaml", "templates/a.yaml"
    assert inside == {f"{below}{name}": Source(archive, name) for name in names}
    assert files(tmp_path / "copy") == set(copy.sources)
    assert list(instances(copy.folder)) == [
        Instance("app", ""),
        Instance("app/charts/cache", "charts/cache-1.0.0", ("cache",)),
        Instance("app/charts/store", "charts/cache-1.0.0", ("store",)),
    ]
    assert "evil" not in {file.name for file in tmp_path.rglob("*")}


def test_the_header_that_helm_writes_is_read(tmp_path: Path) -> None:
    app = chart(tmp_path / "app")
    archive = app / "charts/cache.tgz"
    pack(archive, ("cache/Chart.yaml", b"name: cache\n"))
    raw = archive.read_bytes()
    # A gzip header with an extra field.
    archive.write_bytes(
        raw[:3] + b"\x04" + raw[4:10] + b"\x04\x00Helm" + raw[raw.index(0, 10) + 1 :]
    )
    copy = copy_chart(str(app), str(tmp_path / "copy"), str(tmp_path))
    assert "charts/cache/Chart.yaml" in copy.sources


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = chart(tmp_path / "app")
    app.joinpath("large").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    copy = copy_chart(str(app), str(tmp_path / "one"), str(tmp_path))
    assert copy.left_out == (LeftOut(f"{app}/large", f"it is larger than {MAX_FILE_BYTES} bytes"),)
    pack(app / "charts/bomb.tgz", ("bomb/Chart.yaml", bytes(MAX_FILE_BYTES + 1)))
    with pytest.raises(ChartError, match=r"app/charts/bomb.tgz contains a file of 5242881 bytes"):
        copy_chart(str(app), str(tmp_path / "two"), str(tmp_path))
    app.joinpath("charts/bomb.tgz").write_bytes(b"\x1f\x8bbroken")
    with pytest.raises(ChartError, match=r"app/charts/bomb.tgz cannot be unpacked: "):
        copy_chart(str(app), str(tmp_path / "three"), str(tmp_path))
    app.joinpath("charts/bomb.tgz").unlink()
    monkeypatch.setattr("svclint.render.helm.limits.MAX_FILES", 1)
    with pytest.raises(ChartError, match="makes the chart larger than 1 files"):
        copy_chart(str(app), str(tmp_path / "four"), str(tmp_path))


def test_missing_dependencies_come_from_the_tree(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    app = chart(
        tree / "app",
        {"name": "near", "version": "9.x", "repository": "file://../near"},
        {"name": "named", "alias": "one", "version": "1.x", "repository": "https://example.com"},
        {"name": "named", "alias": "two", "version": "1.x", "repository": "https://example.com"},
        {"name": "remote", "version": "1.x", "repository": "oci://example.com/charts"},
        {"name": "outside", "version": "1.x", "repository": "file://../../outside"},
    )
    near = {"name": "app", "version": "1.x", "repository": "file://../app"}
    chart(tree / "near", near, name="near")
    chart(tmp_path / "outside", name="outside")
    named = {"named": str(chart(tree / "elsewhere", name="named"))}
    copy = copy_chart(str(app), str(tmp_path / "copy"), str(tree), named)
    assert [each.name for each in instances(copy.folder)] == [
        "app", "app/charts/named", "app/charts/one", "app/charts/two", "app/charts/near",
    ]  # fmt: skip
    assert copy.sources["charts/named/templates/service.yaml"] == Source(
        str(tree / "elsewhere/templates/service.yaml")
    )
    kept = json.loads(tmp_path.joinpath("copy/Chart.yaml").read_text())["dependencies"]
    assert [each["name"] for each in kept] == ["near", "named", "named"]
    assert [each.path for each in copy.left_out] == [
        f"{app}/charts/remote",
        f"{app}/charts/outside",
        # A chart inside of itself.
        f"{tree}/near/charts/app",
    ]
    reason = "a chart depends on it, and the tree contains no such chart; "
    assert all(each.reason.startswith(reason) for each in copy.left_out)


def test_metadata_that_is_not_a_file_of_the_tree_is_not_read(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.joinpath(".git").mkdir(parents=True)
    names = ("pipe", "linked")
    app = chart(
        tree / "app",
        *({"name": name, "version": "1.x", "repository": f"file://../{name}"} for name in names),
    )
    tree.joinpath("pipe").mkdir()
    os.mkfifo(tree / "pipe/Chart.yaml")
    outside = chart(tmp_path / "linked", name="linked")
    chart(tree / "linked").joinpath("Chart.yaml").unlink()
    tree.joinpath("linked/Chart.yaml").symlink_to(outside / "Chart.yaml")
    copy = copy_chart(str(app), str(tmp_path / "copy"), str(tree))
    assert [each.path for each in copy.left_out] == [f"{app}/charts/{name}" for name in names]


@pytest.mark.parametrize("content", ["", "[]", "{", "dependencies: {a: 1}", "name: [x]\n", "\0"])
def test_any_metadata_can_be_copied(tmp_path: Path, content: str) -> None:
    app = chart(tmp_path / "app")
    app.joinpath("Chart.yaml").write_text(content)
    copy = copy_chart(str(app), str(tmp_path / "copy"), str(tmp_path))
    assert tmp_path.joinpath("copy/Chart.yaml").read_text() == content
    assert len(list(instances(copy.folder))) == 1
