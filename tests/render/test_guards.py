"""Hostile charts, with the real Helm: what they may not do."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from svclint.render.building import named_chart
from svclint.render.confinement import Limits, environment
from svclint.render.release import Release
from svclint.render.tools import RenderError

from tests.render.hostile_trees import SERVICE, NotingServer, rendered, write
from tests.render.real_tools import HELMS, only

CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
RELEASE = Release(kube_version=(1, 36))


@pytest.fixture(params=HELMS)
def helm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    only(monkeypatch, tmp_path / "tools", request.param)
    return str(request.param)


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
def test_a_schema_is_not_fetched(helm: str, server: NotingServer) -> None:
    address = f"http://127.0.0.1:{server.server_port}/schema.json"
    for reference in (address, "file:///etc/passwd"):
        schema = json.dumps({"properties": {"a": {"$ref": reference}}})
        text = chart(
            {"values.schema.json": schema, "values.yaml": "a: 1\n", "templates/a.yaml": SERVICE}
        )
        assert "kind: Service" in text
    assert server.asked == []


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
def test_dependencies_are_not_fetched(helm: str, server: NotingServer) -> None:
    address = f"http://127.0.0.1:{server.server_port}/charts"
    needs = f"dependencies: [{{name: redis, version: 1.0.0, repository: '{address}'}}]\n"
    write(Path("web"), {"Chart.yaml": CHART + needs, "templates/a.yaml": SERVICE})
    root = named_chart("web", (), RELEASE)
    assert "kind: Service" in rendered(root)
    assert server.asked == []


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
