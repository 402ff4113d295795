"""What ``svclint targets`` prints, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group
from svclint.cli.targets import FORMATS

from tests.command.targets_runs import (
    DEPLOYMENT,
    INGRESS,
    SERVICE,
    UNNAMED,
    WEB,
    joined,
    services,
    svclint,
)

TOP = Path(__file__).parents[2]
SHOP = TOP / "examples" / "shop"


def test_json_is_what_programs_were_promised() -> None:
    assert services("-", stdin=joined(SERVICE, DEPLOYMENT, INGRESS)) == [
        {
            "namespace": "default",
            "name": "web",
            "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targets": [WEB]}],
            "place": "<stdin>:3",
            "callers": [
                {
                    "kind": "Ingress",
                    "namespace": "default",
                    "name": "shop",
                    "port": "80",
                    "host": "",
                    "requests": ["every other request"],
                    "place": "<stdin>:19",
                    "problem": None,
                }
            ],
        }
    ]


def test_the_tree_is_as_it_was_read_and_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    done = svclint("examples/shop")
    snapshot = Path(__file__).parent / "snapshots" / "targets.txt"
    assert done.output == snapshot.read_text(encoding="utf-8")
    assert done.exit_code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_a_named_port_that_pods_lack_is_broken_in_every_format(form: str) -> None:
    done = svclint("--format", form, "-", stdin=joined(SERVICE, UNNAMED))
    assert done.exit_code == 0
    if form == "json":
        found = json.loads(done.stdout)["services"][0]["ports"][0]["targets"]
        assert found == [{**WEB, "number": None}]
        return
    quote = {"html": "&quot;", "mermaid": "#34;", "dot": '\\"'}.get(form, '"')
    assert f"no port named {quote}http{quote}" in done.stdout
    mark = {
        "tree": "✗ Deployment web",
        "dot": r'no port named \"http\"\n<stdin>:10" color="#b3261e"',
        "mermaid": "linkStyle 1 stroke:#b3261e",
        "html": '<path class="wire broken"',
    }[form]
    assert mark in done.stdout
    good = svclint("--format", form, "-", stdin=joined(SERVICE, DEPLOYMENT)).stdout
    assert mark not in good
    assert "8080" in good


HEADLESS = SERVICE.replace("spec:", "spec:\n  clusterIP: None")
IDLE = DEPLOYMENT.replace("spec:", "spec:\n  replicas: 0", 1)
BARE = SERVICE.replace("  selector: {app: web}\n", "")


@pytest.mark.parametrize(
    ("manifests", "line"),
    [
        (
            (SERVICE, DEPLOYMENT, INGRESS),
            "├─ ← Ingress shop for every other request (<stdin>:19)\n",
        ),
        (
            (SERVICE, INGRESS.replace("80", "81")),
            '✗ ← Ingress shop, port 81 for every other request (<stdin>:11): Service "web"',
        ),
        (
            (DEPLOYMENT, INGRESS),
            '? ← Ingress shop, port 80 for every other request (<stdin>:12): Service "web" not',
        ),
        ((SERVICE,), "? no workload in the checked files has pods with the labels app=web"),
        (
            (SERVICE, DEPLOYMENT.replace("app: web", "app: wbe")),
            "✗ the selector matches no pods; ",
        ),
        ((SERVICE, IDLE), '? Deployment "web" matches the selector, but does not always have pods'),
        ((BARE,), "? no selector, and no Endpoints or EndpointSlice found"),
        ((HEADLESS,), "default/web (headless)"),
    ],
)
def test_the_tree_tells(manifests: tuple[str, ...], line: str) -> None:
    done = svclint("-", stdin=joined(*manifests))
    assert done.exit_code == 0
    assert line in done.stdout


def test_all_kinds_of_callers_and_ends() -> None:
    route = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: route, namespace: front}
spec: {rules: [{backendRefs: [{name: web, namespace: default, port: 80}]}]}
"""
    monitor = """\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: watch}
spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}, {port: "9090"}]}
"""
    labelled = SERVICE.replace("{name: web}", "{name: web, labels: {app: web}}").replace(
        "ports: [", "ports: [{name: metrics, port: 9090}, "
    )
    legacy = """\
apiVersion: v1
kind: Service
metadata: {name: legacy}
spec: {ports: [{name: db, port: 5432}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: legacy}
subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{name: db, port: 5433}]}]
---
apiVersion: v1
kind: Service
metadata: {name: mail}
spec: {type: ExternalName, externalName: mail.example.com}
---
apiVersion: v1
kind: Service
metadata: {name: pods}
spec: {clusterIP: None, selector: {app: web}}
"""
    shown = svclint("-", stdin=joined(labelled, DEPLOYMENT, route, monitor, legacy)).stdout
    for line in (
        '✗ ← HTTPRoute route for * (<stdin>:19): no ReferenceGrant in namespace "default" allows',
        "← ServiceMonitor watch (<stdin>:24)",
        '✗ ← ServiceMonitor watch, port 9090 (<stdin>:24): Service "web" has no port named "9090"',
        "Endpoints legacy:5433 (<stdin>:33)",
        "default/mail (ExternalName mail.example.com)",
        "default/pods (headless) <stdin>:43\n└─ every port\n   └─ Deployment web (<stdin>:10)\n",
        "4 Services, 2 broken links\n",
    ):
        assert line in shown


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    assert svclint("--output", tmp_path / "out", SHOP).stdout == ""
    assert (tmp_path / "out").read_text(encoding="utf-8") == svclint(SHOP).stdout


def test_a_terminal_without_the_letters_gets_ascii() -> None:
    runner = CliRunner(charset="ascii")
    done = runner.invoke(group, ["targets", str(SHOP)], prog_name="svclint")
    assert done.stdout.isascii()
    assert "|  |- <- Ingress shop for shop.example.com/ (" in done.stdout
    assert "`- x Deployment web-canary (" in done.stdout


def test_nothing_to_show(tmp_path: Path) -> None:
    assert svclint(tmp_path).stdout == "No Service found\n"
    for form in FORMATS:
        assert svclint("--format", form, tmp_path).exit_code == 0


NODE_PORT = SERVICE.replace("spec:", "spec:\n  type: NodePort").replace(
    "port: 80,", "port: 80, nodePort: 30080,"
)
RULES = INGRESS.replace(
    "defaultBackend: {service: {name: web, port: {number: 80}}}",
    "rules: [{host: a.example, http: {paths: [{path: /x, backend: &web {service: {name: web,"
    " port: {number: 80}}}}, {path: /y, backend: *web}]}}]",
)


def test_requests_and_node_ports_are_shown_in_every_format() -> None:
    for form in FORMATS:
        shown = svclint("--format", form, "-", stdin=joined(NODE_PORT, DEPLOYMENT, RULES)).stdout
        if form != "json":
            assert "a.example/x, a.example/y" in shown
            assert "node port 30080" in shown
