"""Hostile charts and kustomizations, with the real tools: what they may not do."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from svclint.render.building import build, named_chart, named_kustomization
from svclint.render.closure import closure_of
from svclint.render.confinement import Limits, environment
from svclint.render.roots import Root
from svclint.render.tools import Release, RenderError

from tests.render.real_tools import HELMS, KUSTOMIZES, only

CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
RELEASE = Release(kube_version=(1, 36))


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "tree")
    return tmp_path / "tree"


@pytest.fixture(params=HELMS)
def helm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    only(monkeypatch, tmp_path / "tools", request.param)
    return str(request.param)


@pytest.fixture(params=KUSTOMIZES)
def kustomize(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> str:
    only(monkeypatch, tmp_path / "tools", request.param)
    return str(request.param)


@pytest.fixture
def server() -> Iterator[http.server.HTTPServer]:
    """Serve anything, and note what is asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SERVICE.encode())

        def log_message(self, *_: object) -> None:
            pass

    found = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    found.asked = asked  # type: ignore[attr-defined]
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def asked(server: http.server.HTTPServer) -> list[str]:
    return list(server.asked)  # type: ignore[attr-defined]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def rendered(root: Root, limits: Limits | None = None) -> str:
    return build(root, closure_of(root), limits).text.raw.decode()


def chart(files: dict[str, str], limits: Limits | None = None) -> str:
    write(Path("web"), {"Chart.yaml": CHART, **files})
    return rendered(named_chart("web", (), RELEASE), limits)


@pytest.mark.usefixtures("work")
def test_a_chart_is_rendered_for_the_version_of_the_cluster(helm: str) -> None:
    assert "version: v1.36.0" in chart(
        {"templates/a.yaml": "version: {{ .Capabilities.KubeVersion.Version }}\n"}
    )


def test_a_link_out_of_the_tree_is_not_read(helm: str, work: Path) -> None:
    secret = work.parent / "secret"
    secret.write_text("password")
    write(work / "web", {"templates/a.yaml": 'a: {{ .Files.Get "link" | quote }}\n'})
    (work / "web" / "link").symlink_to(secret)
    (work / "web" / "templates" / "b.yaml").symlink_to(secret)
    assert "password" not in chart({})


@pytest.mark.usefixtures("work")
def test_the_environment_is_not_visible(helm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "password")
    assert "password" not in environment("/home").values()
    for text in ('{{ env "SECRET_TOKEN" }}', '{{ expandenv "$SECRET_TOKEN" }}'):
        with pytest.raises(RenderError, match="not defined"):
            chart({"templates/a.yaml": f"a: {text}\n"})


@pytest.mark.usefixtures("work")
def test_a_schema_is_not_fetched(helm: str, server: http.server.HTTPServer) -> None:
    address = f"http://127.0.0.1:{server.server_port}/schema.json"
    for reference in (address, "file:///etc/passwd"):
        schema = json.dumps({"properties": {"a": {"$ref": reference}}})
        text = chart(
            {"values.schema.json": schema, "values.yaml": "a: 1\n", "templates/a.yaml": SERVICE}
        )
        assert "kind: Service" in text
    assert asked(server) == []


@pytest.mark.usefixtures("work")
def test_a_local_schema_is_used(helm: str) -> None:
    schema = json.dumps(
        {"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"type": "string"}}}
    )
    with pytest.raises(RenderError, match="a"):
        chart({"values.schema.json": schema, "values.yaml": "a: 1\n", "templates/a.yaml": SERVICE})


@pytest.mark.usefixtures("work")
def test_nothing_is_looked_up(helm: str) -> None:
    text = chart(
        {
            "templates/a.yaml": 'a: "{{ getHostByName "localhost" }}"\n'
            'b: {{ lookup "v1" "Pod" "" "" | toJson }}\n'
        }
    )
    assert 'a: ""\nb: {}\n' in text


@pytest.mark.usefixtures("work")
def test_the_time_is_limited(helm: str) -> None:
    begin = time.monotonic()
    loop = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}"
    with pytest.raises(RenderError, match=r"took more than 2 seconds"):
        chart({"templates/a.yaml": loop}, Limits(seconds=2))
    assert time.monotonic() - begin < 20


@pytest.mark.usefixtures("work")
def test_the_memory_is_limited(helm: str) -> None:
    text = '{{ $a := repeat 1000000000 "a" }}{{ $b := repeat 2000000000 "b" }}a: {{ len $b }}\n'
    with pytest.raises(RenderError, match="memory"):
        chart({"templates/a.yaml": text}, Limits(memory=1 << 30))


@pytest.mark.usefixtures("work")
def test_the_output_is_limited(helm: str) -> None:
    text = 'a: {{ repeat 3000000 "a" }}\n'
    with pytest.raises(RenderError, match=r"printed more than 1 MiB"):
        chart({"templates/a.yaml": text}, Limits(output=1 << 20))


@pytest.mark.usefixtures("work")
def test_dependencies_are_not_fetched(helm: str, server: http.server.HTTPServer) -> None:
    address = f"http://127.0.0.1:{server.server_port}/charts"
    needs = f"dependencies: [{{name: redis, version: 1.0.0, repository: '{address}'}}]\n"
    write(Path("web"), {"Chart.yaml": CHART + needs, "templates/a.yaml": SERVICE})
    root = named_chart("web", (), RELEASE)
    assert "kind: Service" in rendered(root)
    assert asked(server) == []


@pytest.mark.usefixtures("work")
def test_a_plugin_is_not_run(helm: str, monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    plugins = work.parent / "plugins" / "bad"
    write(
        plugins,
        {
            "plugin.yaml": "name: bad\nversion: 1.0.0\ndownloaders:\n- command: bad.sh\n"
            "  protocols: [bad]\n",
            "bad.sh": f"#!/bin/sh\n/usr/bin/touch {work}/ran\n",
        },
    )
    (plugins / "bad.sh").chmod(0o755)
    monkeypatch.setenv("HELM_PLUGINS", str(work.parent / "plugins"))
    write(Path("web"), {"values.yaml": "{}"})
    chart({"templates/a.yaml": SERVICE})
    assert not (work / "ran").exists()


@pytest.mark.usefixtures("kustomize")
@pytest.mark.parametrize(
    "entry",
    [
        "https://example.com/web.yaml",
        "github.com/example/web?ref=main",
        "git@github.com:example/web.git",
        "ssh://git@example.com/web",
        "git::https://example.com/web",
        "example.com/web//base?ref=v1",
        "file:///etc/passwd",
    ],
)
def test_nothing_remote_is_built(work: Path, entry: str) -> None:
    write(work / "app", {"kustomization.yaml": f"resources:\n- {entry}\n"})
    with pytest.raises(RenderError, match="is remote, and svclint fetches nothing"):
        rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_remote_base_of_a_base_is_not_built(work: Path) -> None:
    write(
        work,
        {
            "app/kustomization.yaml": "resources: [../base]\n",
            "base/kustomization.yaml": "components: [https://example.com/x]\n",
        },
    )
    with pytest.raises(RenderError, match="is remote"):
        rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_missed_remote_base_is_not_fetched(work: Path, server: http.server.HTTPServer) -> None:
    """What the scan does not see: a generator whose output is a URL cannot be fetched either."""
    address = f"http://127.0.0.1:{server.server_port}/web.yaml"
    write(work / "app", {"kustomization.yaml": f"resources:\n- {address}\n"})
    root = named_kustomization("app")
    with pytest.raises(RenderError, match="failed"):
        build(root, closure_of(root)._replace(problems=()))
    assert asked(server) == []


@pytest.mark.usefixtures("kustomize")
def test_a_file_outside_of_the_root_is_not_read(work: Path) -> None:
    (work.parent / "secret").write_text("password")
    text = "configMapGenerator: [{name: a, files: [../../secret]}]\n"
    write(work / "app", {"kustomization.yaml": text})
    with pytest.raises(RenderError) as error:
        rendered(named_kustomization("app"))
    assert "password" not in str(error.value)
    (work / "app" / "link").symlink_to(work.parent / "secret")
    write(work / "app", {"kustomization.yaml": text.replace("../../secret", "link")})
    with pytest.raises(RenderError) as error:
        rendered(named_kustomization("app"))
    assert "password" not in str(error.value)


@pytest.mark.usefixtures("kustomize")
@pytest.mark.parametrize(
    "text",
    [
        "generators: [exec.yaml]\n",
        "transformers: [exec.yaml]\n",
        "validators: [exec.yaml]\n",
    ],
)
def test_no_function_is_run(work: Path, text: str) -> None:
    function = (
        "apiVersion: v1\nkind: Bad\nmetadata:\n  name: bad\n  annotations:\n"
        "    config.kubernetes.io/function: |\n      exec: {path: ./bad.sh}\n"
    )
    script = f"#!/bin/sh\n/usr/bin/touch {work}/ran\n"
    write(
        work / "app",
        {
            "kustomization.yaml": f"{text}resources: [web.yaml]\n",
            "exec.yaml": function,
            "bad.sh": script,
            "web.yaml": SERVICE,
        },
    )
    (work / "app" / "bad.sh").chmod(0o755)
    with pytest.raises(RenderError):
        rendered(named_kustomization("app"))
    assert not (work / "ran").exists()


@pytest.mark.usefixtures("kustomize")
def test_no_chart_is_inflated(work: Path) -> None:
    text = "helmCharts: [{name: web, repo: 'https://example.com', version: 1.0.0}]\n"
    write(work / "app", {"kustomization.yaml": text})
    with pytest.raises(RenderError, match="--enable-helm"):
        rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_kustomization_is_built(work: Path) -> None:
    write(
        work,
        {
            "app/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
            "base/kustomization.yaml": "resources: [web.yaml]\n",
            "base/web.yaml": SERVICE,
        },
    )
    assert "name: prod-web" in rendered(named_kustomization("app"))
