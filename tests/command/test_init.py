"""``svclint init`` writes what the files of a tree say about its clusters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from svclint.settings.config.finding import nearest_config
from svclint.settings.config.layers import FileConfig, config_for_file
from svclint.settings.config.reading import read_config
from svclint.settings.rule_settings import require_valid

from tests.command.runs import svclint

SERVICE_CIDR = """\
apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: {{name: kubernetes}}
spec: {{cidrs: [{cidrs}]}}
"""
KIND = """\
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking: {serviceSubnet: 10.96.0.0/16}
nodes:
  - role: control-plane
    image: kindest/node:v1.36.1@sha256:0123
"""
KUBEADM = """\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.35.2
networking: {serviceSubnet: "10.96.0.0/16,fd00:10:96::/112"}
"""
EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: a, region: b, version: "1.34"}
kubernetesNetworkConfig: {serviceIPv4CIDR: 10.100.0.0/16}
"""
CLUSTER_API = """\
apiVersion: cluster.x-k8s.io/v1beta1
kind: Cluster
metadata: {name: a}
spec:
  clusterNetwork: {services: {cidrBlocks: [10.128.0.0/12]}}
  topology: {version: v1.36.0}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    nearest_config.cache_clear()
    yield tmp_path
    nearest_config.cache_clear()


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f"{path.name}.yaml").write_text(text)


def settings(folder: Path, file: str = "web.yaml") -> tuple[object, object]:
    config = read_config(str(folder / ".svclint.yaml"))
    require_valid(config)
    found = config_for_file(config, str(folder / file)).settings()
    return found.version, found.service_cidrs and tuple(map(str, found.service_cidrs))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (None, None)),
        (SERVICE_CIDR.format(cidrs="10.3.240.0/20"), (None, ("10.3.240.0/20",))),
        (KIND, ((1, 36), ("10.96.0.0/16",))),
        (KUBEADM, ((1, 35), ("10.96.0.0/16", "fd00:10:96::/112"))),
        (EKSCTL, ((1, 34), ("10.100.0.0/16",))),
        (CLUSTER_API, ((1, 36), ("10.128.0.0/12",))),
        # Unknown versions and what is not a CIDR are left out.
        (KIND.replace("1.36.1", "1.9.0").replace("/16", "/99"), (None, None)),
        (KIND.partition("  - role")[0] + "  - a\n  - {image: 5}\n", (None, ("10.96.0.0/16",))),
    ],
)
def test_facts_come_from_what_describes_a_cluster(
    here: Path, text: str, found: tuple[object, object]
) -> None:
    write(here, infra__cluster=text)
    done = svclint("init")
    assert (done.exit_code, done.stderr) == (0, "")
    assert settings(here) == found
    written = (here / ".svclint.yaml").read_text()
    assert ("From infra/cluster.yaml:1.\n" in written) == (found != (None, None))
    assert svclint("check", ".").exit_code == 0


def test_clusters_that_differ_are_told_apart_by_folder(here: Path) -> None:
    write(
        here,
        prod__cidr=SERVICE_CIDR.format(cidrs="10.1.0.0/16"),
        lab__cidr=SERVICE_CIDR.format(cidrs='10.2.0.0/16, "fd00::/112"'),
    )
    assert svclint("init").exit_code == 0
    assert settings(here, "prod/web.yaml")[1] == ("10.1.0.0/16",)
    assert settings(here, "lab/web.yaml")[1] == ("10.2.0.0/16", "fd00::/112")
    assert settings(here)[1] is None


def test_what_is_rendered_is_named(here: Path) -> None:
    write(
        here,
        base__kustomization="resources: [web.yaml]\n",
        overlays__prod__kustomization="resources: [../../base]\n",
        charts__web__Chart="apiVersion: v2\nname: web\nversion: 1.0.0\n",
        charts__web__charts__sub__Chart="apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    )
    written = svclint("init", "--stdout").stdout
    head = "# svclint check renders these folders, with kustomize and Helm if they are on PATH:\n"
    assert f"{head}#   overlays/prod\n#   charts/web\n\n" in written
    assert not (here / ".svclint.yaml").exists()


def test_every_commented_key_is_valid(here: Path) -> None:
    text = svclint("init", "--stdout").stdout
    keys = ("profile", "ignore", "rules", "  port", "failOn", "baseline", "kubern", "serviceC")
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    written = [line for line in lines if line.startswith(keys) and ": " in f"{line} "]
    (here / ".svclint.yaml").write_text("\n".join(written) + "\n")
    require_valid(read_config(str(here / ".svclint.yaml")))
    assert FileConfig("", read_config(str(here / ".svclint.yaml")).layers).value("failOn")


def test_a_name_of_a_file_is_never_a_setting(here: Path) -> None:
    folder = here / "a\nprofile: minimal\n#'; b"
    write(folder, cidr=SERVICE_CIDR.format(cidrs="10.1.0.0/16"), Chart="apiVersion: v2\n")
    write(here, cidr=SERVICE_CIDR.format(cidrs="10.2.0.0/16"))
    assert svclint("init").exit_code == 0
    config = read_config(str(here / ".svclint.yaml"))
    require_valid(config)
    assert FileConfig("", config.layers).value("profile") is None


def test_a_configuration_is_never_replaced(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".svclint.yaml").write_text("profile: strict\n")
    (here / "app").mkdir()
    for folder, file in ((here, ".svclint.yaml"), (here / "app", "../.svclint.yaml")):
        monkeypatch.chdir(folder)
        done = svclint("init")
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"svclint: error: {file} exists already" in done.stderr
    assert (here / ".svclint.yaml").read_text() == "profile: strict\n"
