"""Pods and Services that an operator makes of a custom resource are not missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.manifests import DEPLOYMENT, INGRESS, findings, manifest, on_disk, with_selector

PROMETHEUS = manifest("monitoring.coreos.com/v1", "Prometheus", "{replicas: 2}", "{name: main}")
OTHER_PODS = DEPLOYMENT.replace("web", "shop")
NOTE = ["note selector-matches-nothing"]


@pytest.mark.parametrize(
    ("selector", "is_silent"),
    [
        ("{app.kubernetes.io/name: prometheus}", True),
        ("{prometheus: main}", True),
        ("{monitoring.coreos.com/cluster: a}", True),
        ("{app: maintenance}", False),
    ],
)
def test_pods_that_an_operator_makes(selector: str, is_silent: bool) -> None:
    text = f"{PROMETHEUS}---\n{with_selector(selector)}---\n{OTHER_PODS}"
    assert findings({"a.yaml": text}) == ([] if is_silent else ["note selector-matches-nothing"])


@pytest.mark.parametrize(
    ("selector", "is_silent"),
    [
        ("{cnpg.io/cluster: main}", True),
        ("{app.kubernetes.io/name: main}", False),
        ("{shop.example.com/app: maintenance}", False),
    ],
)
def test_a_label_with_a_domain_that_no_workload_has_is_of_an_operator(
    selector: str, is_silent: bool
) -> None:
    other = OTHER_PODS.replace("{app: shop}", "{app: shop, shop.example.com/app: shop}")
    text = f"{with_selector(selector)}---\n{other}"
    assert findings({"a.yaml": text}) == ([] if is_silent else ["note selector-matches-nothing"])


@pytest.mark.parametrize(("group", "is_silent"), [("kafka.strimzi.io", True), ("a.io", False)])
def test_the_pods_of_an_operator_have_its_labels_as_well(group: str, is_silent: bool) -> None:
    text = f"{with_selector('{strimzi.io/cluster: main}')}---\n{OTHER_PODS}"
    files = {
        "web/a.yaml": text,
        "operator/b.yaml": DEPLOYMENT.replace("app: web", "strimzi.io/kind: cluster-operator"),
        "topics/c.yaml": manifest(f"{group}/v1", "KafkaTopic", metadata="{name: orders}"),
    }
    assert findings(files) == ([] if is_silent else NOTE)


@pytest.mark.parametrize(
    ("version", "kind"), [("rbac.authorization.k8s.io/v1", "Role"), ("v1", "ServiceAccount")]
)
def test_an_object_of_kubernetes_in_a_list_explains_no_missing_pods(
    version: str, kind: str
) -> None:
    other = (
        f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: a, labels: {{app: shopp}}}}}}"
    )
    text = f"apiVersion: v1\nkind: List\nitems: [{other}]\n"
    files = {"a.yaml": f"{with_selector('{app: shopp}')}---\n{OTHER_PODS}", "b.yaml": text}
    assert findings(files) == ["warning selector-matches-nothing"]


def test_services_that_an_operator_makes() -> None:
    text = INGRESS.replace("service: {name: web", "service: {name: main-x")
    assert findings({"a.yaml": f"{PROMETHEUS}---\n{text}"}) == []


@pytest.mark.parametrize(
    ("file", "variant", "is_silent"),
    [
        ("cluster.yaml", "other.yaml", True),
        ("deep/cluster.yaml", "deep/other.yaml", True),
        ("../cluster.yaml", "../other.yaml", True),
        ("../beside/cluster.yaml", "../beside/other.yaml", False),
    ],
)
def test_a_custom_resource_with_variants_in_the_folder_tree(
    file: str, variant: str, is_silent: bool
) -> None:
    text = f"{with_selector('{app: prometheus-main}')}---\n{OTHER_PODS}"
    found = findings({f"app/{file}": PROMETHEUS, f"app/{variant}": PROMETHEUS, "app/a.yaml": text})
    assert found == ([] if is_silent else NOTE)


def test_a_custom_resource_of_another_kustomization(tmp_path: Path) -> None:
    files = {
        "app/kustomization.yaml": "resources: [a.yaml]\n",
        "app/a.yaml": f"{with_selector('{app: prometheus-main}')}---\n{OTHER_PODS}",
        "app/main/kustomization.yaml": "resources: [main.yaml]\n",
        "app/main/main.yaml": PROMETHEUS,
    }
    assert on_disk(tmp_path, files) == NOTE


@pytest.mark.parametrize(
    ("group", "value", "is_silent"),
    [
        ("opentelemetry.io", "opentelemetry-operator", True),
        ("ceph.rook.io", "rook-ceph-mon", True),
        ("opentelemetry.io", "io-operator", False),
        ("traefik.io", "traefik-proxy", False),
        # Another word that the name of the operator or of the kind begins with.
        ("opentelemetry.io", "open", False),
        ("a.io", "exam", False),
    ],
)
def test_labels_that_begin_with_the_name_of_an_operator(
    group: str, value: str, is_silent: bool
) -> None:
    resource = manifest(f"{group}/v1", "Example", "{}", "{name: any}")
    text = "---\n".join((resource, with_selector(f"{{app: {value}}}"), OTHER_PODS))
    assert findings({"a.yaml": text}) == ([] if is_silent else NOTE)


@pytest.mark.parametrize(
    ("host", "is_silent"), [("main-x", True), ("prometheus-main", True), ("maintenance", False)]
)
def test_services_that_an_operator_makes_elsewhere(host: str, is_silent: bool) -> None:
    client = DEPLOYMENT.replace(
        "containers: [{", f"containers: [{{env: [{{name: URL, value: http://{host}.default.svc}}], "
    )
    files = {"a/client.yaml": f"{client}---\n{with_selector('{app: web}')}", "b/c.yaml": PROMETHEUS}
    found = [each for each in findings(files) if "dns-name-service-missing" in each]
    assert found == ([] if is_silent else ["note dns-name-service-missing"])
