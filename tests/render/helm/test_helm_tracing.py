"""Every field of a rendered chart is traced to the line that a person edits, with real Helm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from svclint.model import ConfigError, Location
from svclint.render.origins import Origin

from tests.render import real_tools
from tests.render.helm.rendered_charts import CHARTS, Chart

SPEC, PORTS, SELECTOR = ("spec",), ("spec", "ports"), ("spec", "selector")
SHOP, CACHE, COMMON = "shop/values.yaml", "cache/values.yaml", "common/templates/_service.tpl"
HELPERS, WEB = "shop/templates/_helpers.tpl", "shop/templates/web.yaml"
WORKERS, LOOKUPS = "shop/templates/workers.yaml", "shop/templates/lookups.yaml"

# A Service, a field, the file, the text that begins at the place, and the key of the values.
EXPECTED = [
    # Literal text of a template, in it and through a named template.
    ("web", (*PORTS, 0, "targetPort"), WEB, "http\n", ""),
    ("web", (*SELECTOR, "part"), HELPERS, "shop\n", ""),
    ("web", ("metadata", "name"), WEB, "web {{/*", ""),
    ("web", ("spec", "externalTrafficPolicy"), WEB, "Local", ""),
    # Actions without a value.
    ("web", (*PORTS, 0, "name"), WEB, "{{ `http` }}", ""),
    ("web", (*SELECTOR, "app.kubernetes.io/name"), HELPERS, "{{- default .Chart.Name", ""),
    ("web", (*SELECTOR, "app.kubernetes.io/instance"), HELPERS, "{{ .Release.Name |", ""),
    # A value that is named, one in a variable, a list of values, labels.
    ("web", ("spec", "type"), SHOP, "NodePort", "service.type"),
    ("web", (*PORTS, 0, "port"), SHOP, "8080", "service.port"),
    ("web", (*PORTS, 0, "nodePort"), SHOP, "30080", "service.nodePort"),
    ("web", (*PORTS, 1, "port"), SHOP, "9090", "service.extraPorts[0].port"),
    ("web", (*PORTS, 1, "targetPort"), SHOP, "prometheus", "service.extraPorts[0].targetPort"),
    ("web", (*PORTS, 1), SHOP, "name: metrics", "service.extraPorts[0]"),
    # A field that is missing is traced to what should contain it.
    ("web", (*PORTS, 1, "protocol"), SHOP, "name: metrics", "service.extraPorts[0]"),
    ("web", ("metadata", "labels", "tier"), SHOP, "front", "service.labels.tier"),
    # An object that is built of dicts.
    ("admin", (*PORTS, 0, "port"), SHOP, "8443", "admin.ports.web"),
    ("admin", (*SELECTOR, "app"), HELPERS, "{{- $spec", ""),
    # Ranges over a map and a list.
    ("worker-blue", (*PORTS, 0, "port"), SHOP, "7001", "workers.blue.port"),
    ("worker-green", (*PORTS, 0, "port"), SHOP, "7002", "workers.green.port"),
    ("worker-green", (*PORTS, 0, "protocol"), SHOP, "UDP", "workers.green.protocol"),
    # The argument of a named template is spelled out by the call.
    ("worker-green", (*PORTS, 0, "name"), WORKERS, '{{- include "shop.port"', ""),
    ("worker-green", (*SELECTOR, "worker"), SHOP, "green:", "workers.green"),
    ("queue-mails", (*SELECTOR, "queue"), SHOP, "mails", "queues[1]"),
    ("queue-mails", (*SELECTOR, "part"), WORKERS, "shop}", ""),
    ("queue-orders", (*PORTS, 0, "port"), SHOP, "5005", "debug.port"),
    # Functions that change or render a value, beside a random one.
    ("shop-front", ("metadata", "name"), SHOP, '"{{ .Release.Name }}-front"', "alias"),
    ("shop-front", (*PORTS, 0, "port"), SHOP, "50051", "grpc.port"),
    ("shop-front", (*PORTS, 0, "name"), SHOP, "grpc-api", "grpc.name"),
    ("shop-front", (*PORTS, 0, "targetPort"), LOOKUPS, "{{ add .Values.grpc.port 1 }}", ""),
    ("shop-front", ("spec", "clusterIP"), LOOKUPS, '{{ dig "spec"', ""),
    ("shop-front", (*SELECTOR, "domain"), SHOP, "shop.example", "global.domain"),
    # The value stands at the anchor, which is merged into another mapping.
    ("shop-front", (*SELECTOR, "version"), SHOP, '"1.25"', "debug.tag"),
    # A library chart, and a subchart twice under its aliases.
    ("helper", (*PORTS, 0, "name"), COMMON, "common\n", ""),
    ("helper", (*PORTS, 0, "port"), LOOKUPS, '{{ include "common.service"', ""),
    ("sessions", (*PORTS, 0, "port"), SHOP, "6380", "sessions.service.port"),
    ("queue", (*PORTS, 0, "port"), CACHE, "6379", "service.port"),
    ("queue", ("spec", "type"), CACHE, "ClusterIP", "service.type"),
    ("queue", (*SELECTOR, "domain"), SHOP, "shop.example", "global.domain"),
    # A hook.
    ("test-connection", ("spec", "type"), SHOP, "NodePort", "service.type"),
    ("test-connection", (*PORTS, 0, "port"), SHOP, "8080", "service.port"),
]


def place(file: str, begin: str) -> tuple[str, int, int]:
    """Return the path, line and column where a text begins that is in a file once."""
    text = (CHARTS / file).read_text()
    assert text.count(begin) >= 1, begin
    before = text[: text.index(begin)]
    return str(CHARTS / file), before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_fields_lead_to_values_and_templates(program: str, tmp_path: Path) -> None:
    chart = Chart(program, CHARTS / "shop", tmp_path)
    tracer = chart.trace(*[(name, path) for name, path, *_ in EXPECTED])
    found, expected = {}, {}
    for name, path, file, begin, key in EXPECTED:
        origin = tracer.origin(chart.number(name), path)
        assert origin is not None
        assert origin.is_proven, (name, path)
        found[name, path] = (*origin.location, origin.key)
        expected[name, path] = (*place(file, begin), key)
    assert found == expected


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_values_files_win_and_the_way_is_told(program: str, tmp_path: Path) -> None:
    internal = CHARTS / "shop/ci/internal-values.yaml"
    chart = Chart(program, CHARTS / "shop", tmp_path, internal)
    port, part = (*PORTS, 0, "port"), (*SELECTOR, "part")
    tracer = chart.trace(("web", port), ("web", part), ("web", (*PORTS, 1, "port")))
    origin = tracer.origin(chart.number("web"), port)
    assert origin is not None
    assert origin.location == (str(internal), 3, 9)
    assert [each[:2] for each in origin.through] == [place(WEB, "{{ $values.port }}")[:2]]
    origin = tracer.origin(chart.number("web"), part)
    assert origin is not None
    assert origin.location == place(HELPERS, "shop\n")
    assert origin.through == (place(WEB, '{{- include "shop.selector" . | nindent 4 }}\n  ports'),)
    origin = tracer.origin(chart.number("web"), (*PORTS, 1, "port"))
    assert origin is not None
    assert origin.location == place(SHOP, "9090")


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_what_was_not_asked_for_is_placed_at_the_file(program: str, tmp_path: Path) -> None:
    chart = Chart(program, CHARTS / "shop", tmp_path)
    tracer = chart.trace(("web", ("spec",)))
    origin = tracer.origin(chart.number("queue"), ("spec",))
    service = Location(str(CHARTS / "cache/templates/service.yaml"), 1, 1)
    assert origin == Origin(service, is_proven=False)
    assert chart.renders == 2


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_random_lines_do_not_spoil_the_others(program: str, tmp_path: Path) -> None:
    chart = Chart(program, CHARTS / "shop", tmp_path)
    checksum = ("metadata", "annotations", "checksum")
    tracer = chart.trace(("shop-front", checksum), ("shop-front", (*PORTS, 0, "name")))
    origin = tracer.origin(chart.number("shop-front"), checksum)
    assert origin is not None
    assert origin.location[:2] == place(LOOKUPS, "{{ randAlphaNum")[:2]
    assert origin.is_proven


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_a_twin_that_does_not_render_leaves_the_file(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = Chart(program, CHARTS / "shop", tmp_path)
    monkeypatch.setattr(Chart, "render", refused)
    tracer = chart.trace(("web", ("spec", "type")))
    origin = tracer.origin(chart.number("web"), ("spec", "type"))
    assert origin == Origin(Location(str(CHARTS / WEB), 1, 1), is_proven=False)


def refused(_chart: Chart, _folder: str, _more: Sequence[str]) -> bytes:
    raise ConfigError("Error: values are wrong")
