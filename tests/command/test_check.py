"""Run ``svclint check`` as users do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command.runs import SNAPSHOTS, svclint

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: {ip}
  selector: {{app: web}}
  ports:
    - port: 80
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    file = tmp_path / "web.yaml"
    file.write_text(SERVICE.format(ip="10.4.0.10"))
    return file


def test_text_is_as_it_was_read_and_approved(
    manifest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(manifest.parent)
    done = svclint("check", "--service-cidr", "10.3.240.0/20", "web.yaml")
    assert done.output == (SNAPSHOTS / "text.txt").read_text(encoding="utf-8")
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--service-cidr", "10.3.240.0/20"], 1),
        (["--service-cidr", "10.4.0.0/16"], 0),
        (["--service-cidr", "fd00::/112,10.4.0.0/16"], 0),
        (["--service-cidr", "10.3.240.0/20", "--ignore", "cluster-ip-outside-cidr"], 0),
        (["--service-cidr", "10.3.240.0/20", "--ignore", "cluster"], 0),
        (["--service-cidr", "10.3.240.0/20", "--select", "validity"], 0),
        (["--service-cidr", "10.3.240.0/20", "--select", "cluster,validity"], 1),
        (["--service-cidr", "10.3.240.1/20"], 2),
        (["--service-cidr", "ten"], 2),
        (["--node-port-range", "30000"], 2),
        (["--node-port-range", "32767-30000"], 2),
        (["--kubernetes-version", "1.99"], 2),
        (["--kubernetes-version", "latest"], 2),
        (["--kubernetes-version", "v1.36.2"], 0),
        (["--select", "no-such-rule"], 2),
        (["--live", "nowhere.json"], 2),
    ],
)
def test_exit_codes(manifest: Path, options: list[str], code: int) -> None:
    done = svclint("check", *options, manifest)
    assert done.exit_code == code, done.output
    if code == 2:
        assert done.stderr
        assert "Traceback" not in done.output


def test_json_is_what_programs_were_promised(manifest: Path) -> None:
    done = svclint("check", "--format", "json", "--service-cidr", "10.3.240.0/20", manifest)
    shown = json.loads(done.stdout)
    assert shown["errors"] == []
    (finding,) = (f for f in shown["findings"] if f["severity"] == "error")
    assert finding == {
        "rule": "cluster-ip-outside-cidr",
        "severity": "error",
        "message": "cluster IP 10.4.0.10 is outside the Service CIDR 10.3.240.0/20",
        "remedy": "use another address of 10.3.240.0/20, "
        "or leave clusterIP out and let the cluster choose",
        "field": ".spec.clusterIP",
        "file": str(manifest),
        "line": 6,
        "column": 14,
        "object": {"apiVersion": "v1", "kind": "Service", "namespace": "", "name": "web"},
        "server": {"outcome": "reject", "reason": "FieldValueInvalid", "field": "spec.clusterIPs"},
        "fix": None,
    }


def test_a_configuration_is_found_upward_and_tells_clusters_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".svclint.yaml").write_text(
        "serviceCIDRs: [10.4.0.0/16]\n"
        "clusters:\n- name: prod\n  paths: [clusters/prod/**]\n  serviceCIDRs: [10.3.240.0/20]\n"
    )
    for folder in ("clusters/prod/a", "clusters/dev"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "web.yaml").write_text(SERVICE.format(ip="10.4.0.10"))
    done = svclint("check", "--format", "json", tmp_path)
    found = [f for f in json.loads(done.stdout)["findings"] if f["severity"] == "error"]
    assert [Path(f["file"]).parent.name for f in found] == ["a"]
    assert svclint("check", "--no-config", tmp_path).exit_code == 0
    assert svclint("check", "--service-cidr", "10.4.0.0/16", tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("serviceCidrs: []\n", ":1:1: serviceCidrs is unknown; did you mean serviceCIDRs?"),
        ("clusters:\n- name: x\n", ":2:3: clusters[0] needs paths"),
        ("kubernetesVersion: 1.36\n", ":1:20: kubernetesVersion is the number 1.36; put it"),
        ("nodePortRange: 1\n", "nodePortRange is the number 1"),
        ("serviceCIDRs: [10.0.0.1/8]\n", "has bits set beyond its prefix; write 10.0.0.0/8"),
        ("a: [\n", ":2:1: did not find expected node content"),
        ("kubernetesVersion: '1.2'\n", ":1:20: kubernetesVersion 1.2 is unknown"),
        ("- x\n", "the configuration must be a mapping with extends, kubernetesVersion"),
        ("ignore: [no-such]\n", "ignore[0] names 'no-such', which is not a rule"),
    ],
)
def test_a_broken_configuration_is_an_error_with_its_place(
    manifest: Path, text: str, words: str
) -> None:
    (manifest.parent / ".svclint.yaml").write_text(text)
    done = svclint("check", manifest)
    assert done.exit_code == 2
    assert words in done.stderr


def test_configured_rules_are_ignored_only_where_the_configuration_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a/.svclint.yaml").write_text("ignore: [ports-missing]\n")
    for folder in "ab":
        file = tmp_path / folder / "web.yaml"
        file.write_text("apiVersion: v1\nkind: Service\nmetadata: {name: web}\n")
    done = svclint("check", "--format", "json", "--select", "ports-missing", tmp_path)
    assert [f["file"] for f in json.loads(done.stdout)["findings"]] == [f"{tmp_path}/b/web.yaml"]


def test_a_snapshot_tells_what_is_taken_and_which_cidrs_there_are(tmp_path: Path) -> None:
    live = {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": "old", "namespace": "shop"},
                "spec": {"clusterIP": "10.3.240.9", "clusterIPs": ["10.3.240.9"]},
            },
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "ServiceCIDR",
                "metadata": {"name": "kubernetes"},
                "spec": {"cidrs": ["10.3.240.0/20"]},
            },
        ],
    }
    (tmp_path / "live.json").write_text(json.dumps(live))
    (tmp_path / "taken.yaml").write_text(SERVICE.format(ip="10.3.240.9"))
    (tmp_path / "outside.yaml").write_text(SERVICE.format(ip="10.4.0.1"))
    for name, words in {
        "taken": "already belongs to Service shop/old",
        "outside": "is outside",
    }.items():
        done = svclint("check", "--live", tmp_path / "live.json", tmp_path / f"{name}.yaml")
        assert done.exit_code == 1
        assert words in done.stdout


def test_service_cidrs_among_the_files_are_heeded(tmp_path: Path) -> None:
    (tmp_path / "b-cidr.yaml").write_text(
        "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: extra}\n"
        "spec: {cidrs: [10.3.240.0/20]}\n"
    )
    (tmp_path / "a-web.yaml").write_text(SERVICE.format(ip="10.4.0.1"))
    done = svclint("check", tmp_path)
    assert "is outside the Service CIDR 10.3.240.0/20" in done.stdout


def test_versions_make_a_difference(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text(SERVICE.format(ip="None").replace("name: web", "name: 1web"))
    assert svclint("check", "--kubernetes-version", "1.36", file).exit_code == 0
    done = svclint("check", "--kubernetes-version", "1.35", file)
    assert (
        "starts with a digit, which is allowed for Services from Kubernetes 1.36 only"
        in done.stdout
    )


def test_colour_only_on_a_terminal(manifest: Path) -> None:
    assert "\x1b[" not in svclint("check", "--service-cidr", "10.3.240.0/20", manifest).output


def test_two_equal_node_ports_are_one_mistake() -> None:
    file = Path(__file__).parents[2] / "examples/mistakes/nodeport.yaml"
    shown = json.loads(svclint("check", "--no-config", "--format", "json", file).stdout)
    assert [each["rule"] for each in shown["findings"] if each["line"] == 18] == [
        "node-port-duplicate"
    ]
