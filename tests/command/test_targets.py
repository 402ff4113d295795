"""Run ``svclint targets`` as users do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group
from svclint.cli.targets import FORMATS

TOP = Path(__file__).parents[2]
SHOP = TOP / "examples" / "shop"
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
"""
UNNAMED = DEPLOYMENT.replace("name: http, ", "")
WEB = {"kind": "Deployment", "name": "web", "number": 8080}


def svclint(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        group, ["targets", *map(str, words)], prog_name="svclint", input=stdin
    )


def joined(*manifests: str) -> str:
    return "---\n".join(manifests)


def services(*words: str | Path, stdin: str | None = None) -> list[Any]:
    done = svclint("--format", "json", *words, stdin=stdin)
    assert done.exit_code == 0, done.stderr
    shown = json.loads(done.stdout)
    assert list(shown) == ["services"]
    found: list[Any] = shown["services"]
    return found


def live_file(folder: Path, *manifests: str) -> Path:
    file = folder / "live" / "live.yaml"
    file.parent.mkdir()
    # In the form of the API.
    shown = joined(*manifests).replace("metadata: {", "metadata: {namespace: default, ")
    file.write_text(shown)
    return file


def test_json_is_what_programs_were_promised() -> None:
    assert services("-", stdin=joined(SERVICE, DEPLOYMENT)) == [
        {
            "namespace": "default",
            "name": "web",
            "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targets": [WEB]}],
        }
    ]


def test_the_tree_is_as_it_was_read_and_approved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    done = svclint("examples/shop")
    snapshot = Path(__file__).parent / "snapshots" / "targets.txt"
    assert done.output == snapshot.read_text(encoding="utf-8")
    assert done.exit_code == 0


def test_a_whole_tree_is_one_application(tmp_path: Path) -> None:
    for folder, text in {"svc": SERVICE, "deploy": DEPLOYMENT, "deploy/charts/x": "a: b\n"}.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "web.yaml").write_text(text)
    assert services(tmp_path)[0]["ports"][0]["targets"] == [WEB]


def test_namespaces(tmp_path: Path) -> None:
    elsewhere = DEPLOYMENT.replace("{name: web}\nspec", "{name: web, namespace: shop}\nspec", 1)
    both = joined(SERVICE, elsewhere)
    assert services("-", stdin=both)[0]["ports"][0]["targets"] == []
    (found,) = services("--namespace", "shop", "-", stdin=both)
    assert (found["namespace"], found["ports"][0]["targets"]) == ("shop", [WEB])


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
        "dot": r'no port named \"http\"" color="#b3261e"',
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
        ((SERVICE, DEPLOYMENT, INGRESS), "   ├─ ← Ingress shop\n   └─ Deployment web:8080\n"),
        ((SERVICE, INGRESS.replace("80", "81")), '✗ ← Ingress shop, port 81: Service "web"'),
        (
            (DEPLOYMENT, INGRESS),
            '? ← Ingress shop, port 80: Service "web" not found in namespace "default"',
        ),
        ((SERVICE,), "? no workload in the checked files has pods with the labels app=web"),
        (
            (SERVICE, DEPLOYMENT.replace("app: web", "app: wbe")),
            "no pods in the checked files match the selector; ",
        ),
        ((SERVICE, IDLE), '? Deployment "web" matches the selector, but does not always have pods'),
        ((BARE,), "? the Service has no selector, and the checked files contain no Endpoints"),
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
        '✗ ← HTTPRoute route: no ReferenceGrant in namespace "default" allows HTTPRoutes',
        "← ServiceMonitor watch",
        '✗ ← ServiceMonitor watch, port 9090: Service "web" has no port named "9090"',
        "Endpoints legacy:5433",
        "default/mail (ExternalName mail.example.com)",
        "default/pods (headless)\n└─ every port\n   └─ Deployment web\n",
        "4 Services, 2 broken links\n",
    ):
        assert line in shown


def test_live_objects_fill_in_what_files_lack(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(SERVICE)
    other = SERVICE.replace("web", "other")
    live = live_file(tmp_path, DEPLOYMENT, INGRESS, other, DEPLOYMENT.replace("web", "other"))
    (found,) = services("--live", live, tmp_path / "web.yaml")
    assert (found["name"], found["ports"][0]["targets"]) == ("web", [WEB])
    shown = svclint("--live", live, tmp_path / "web.yaml").stdout
    assert "← Ingress shop" in shown
    assert "1 Service, nothing broken" in shown


def test_live_services_of_what_is_in_files(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(DEPLOYMENT)
    live = live_file(tmp_path, SERVICE, SERVICE.replace("web", "other"))
    assert [each["name"] for each in services("--live", live, tmp_path / "web.yaml")] == ["web"]


def test_live_objects_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cwd").mkdir()
    (tmp_path / "cwd" / "other.yaml").write_text(SERVICE.replace("web", "other"))
    monkeypatch.chdir(tmp_path / "cwd")
    live = live_file(tmp_path, SERVICE, UNNAMED)
    assert [each["name"] for each in services("--live", live)] == ["web"]
    assert "their port 8080 has no name" in svclint("--live", live).stdout
    assert [each["name"] for each in services("--live", live, ".")] == ["other"]
    assert [each["name"] for each in services()] == ["other"]


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({}, 0, ""),
        ({"a.yaml": ""}, 0, ""),
        ({"a.yaml": "x: 1\n"}, 0, ""),
        ({"a.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: {{ x }}}\n"}, 0, "a template"),
        ({"a.yaml": "kind: Service\na: [\n"}, 2, "a.yaml:3:1: did not find"),
        ({"a.yaml": "kind: Service\nspec: {ports: 3, selector: [x], type: {}}\n"}, 0, ""),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, files: dict[str, str], code: int, said: str) -> None:
    (tmp_path / "web.yaml").write_text(joined(SERVICE, DEPLOYMENT))
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = svclint("--format", "json", tmp_path)
    assert done.exit_code == code
    assert said in done.stderr
    assert bool(said) == bool(done.stderr)
    names = [each["name"] for each in json.loads(done.stdout)["services"]]
    assert "web" in names


@pytest.mark.parametrize(
    "words", [["gone"], ["--live", "gone"], ["--format", "png"], ["--namespace"], ["--output", "."]]
)
def test_mistakes_end_with_2(words: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    done = svclint(*words)
    assert done.exit_code == 2
    assert done.stderr


def test_clusters_of_a_configuration_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / ".svclint.yaml").write_text(
        "clusters:\n- {name: blue, paths: [blue/**]}\n- {name: red, paths: [red/**]}\n"
    )
    for folder, text in {"blue": joined(SERVICE, DEPLOYMENT), "red": SERVICE}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "web.yaml").write_text(text)
    found = [each["ports"][0]["targets"] for each in services(tmp_path)]
    assert sorted(found, key=bool) == [[], [WEB]]
    shown = svclint(tmp_path).stdout
    assert "blue: default/web (ClusterIP)" in shown
    assert "red: default/web (ClusterIP)" in shown


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    assert svclint("--output", tmp_path / "out", SHOP).stdout == ""
    assert (tmp_path / "out").read_text(encoding="utf-8") == svclint(SHOP).stdout


def test_a_terminal_without_the_letters_gets_ascii() -> None:
    runner = CliRunner(charset="ascii")
    done = runner.invoke(group, ["targets", str(SHOP)], prog_name="svclint")
    assert done.stdout.isascii()
    assert "|  |- <- Ingress shop\n" in done.stdout
    assert '`- x the pods of Deployment "web-canary"' in done.stdout


def test_nothing_to_show(tmp_path: Path) -> None:
    assert svclint(tmp_path).stdout == "No Service found\n"
    for form in FORMATS:
        assert svclint("--format", form, tmp_path).exit_code == 0
