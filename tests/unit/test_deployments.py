"""What is deployed together: references are resolved in it, and nothing else contradicts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.manifests import DEPLOYMENT, INGRESS, SERVICE, manifest, on_disk, with_selector

POLICY = manifest(
    "networking.k8s.io/v1", "NetworkPolicy", "{podSelector: {}, policyTypes: [Ingress]}"
)
STATEFUL_SET = DEPLOYMENT.replace("Deployment", "StatefulSet").replace(
    "spec:\n  sel", "spec:\n  serviceName: web\n  sel"
)
FLUX = manifest(
    "kustomize.toolkit.fluxcd.io/v1",
    "Kustomization",
    "{path: ./apps/web, targetNamespace: home}",
    "{name: web, namespace: flux-system}",
)
ARGO_CD = manifest(
    "argoproj.io/v1alpha1",
    "Application",
    "{source: {path: apps/web}, destination: {namespace: home}}",
    "{name: web, namespace: argocd}",
)
ROUTE = manifest(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    "{rules: [{backendRefs: [{name: web, namespace: home, port: 80}]}]}",
    "{name: web}",
)
WEBHOOK = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: checks}
webhooks: [{name: a.b.c, clientConfig: {service: {name: web, namespace: system, port: 80}}}]
"""
OTHER_PODS = DEPLOYMENT.replace("{app: web}", "{lesson: six}")
BOTH = f"{SERVICE}---\n{DEPLOYMENT}"


def node_port(name: str) -> str:
    """Return a Service of type NodePort and its pods."""
    port = "{name: http, port: 80, targetPort: http, nodePort: 30080}"
    spec = f"{{type: NodePort, selector: {{app: {name}}}, ports: [{port}]}}"
    pods = DEPLOYMENT.replace("web", name)
    return f"{manifest('v1', 'Service', spec, f'{{name: {name}}}')}---\n{pods}"


def test_a_namesake_of_another_exercise_hides_nothing(tmp_path: Path) -> None:
    files = {"ch3/all.yaml": BOTH, "ch6/svc.yaml": SERVICE, "ch6/pods.yaml": OTHER_PODS}
    assert on_disk(tmp_path, files) == ["warning selector-matches-nothing"]


def test_a_service_of_another_folder_does_not_hide_that_of_a_wrong_namespace(
    tmp_path: Path,
) -> None:
    files = {
        "shop/ingress.yaml": INGRESS.replace("{name: web,", "{name: web, namespace: shop,", 1),
        "shop/all.yaml": BOTH,
        "lesson/svc.yaml": SERVICE.replace("{name: web}", "{name: web, namespace: shop}"),
    }
    assert on_disk(tmp_path, files) == ["warning backend-service-missing"]


@pytest.mark.parametrize(
    "files",
    [
        {"ch5/all.yaml": BOTH, "ch13/deny.yaml": POLICY},
        {"a/svc.yaml": node_port("a"), "b/svc.yaml": node_port("b")},
        {
            "one/kustomization.yaml": "resources: [set.yaml]",
            "one/set.yaml": STATEFUL_SET,
            "two/kustomization.yaml": "resources: [svc.yaml]",
            "two/svc.yaml": SERVICE,
        },
        {
            "base/kustomization.yaml": "resources: [all.yaml]",
            "base/all.yaml": BOTH,
            "dev/kustomization.yaml": "resources: [../base, svc.yaml]",
            "dev/svc.yaml": node_port("dev"),
            "prod/kustomization.yaml": "resources: [../base, svc.yaml]",
            "prod/svc.yaml": node_port("prod"),
        },
    ],
)
def test_objects_of_different_deployments_do_not_contradict(
    tmp_path: Path, files: dict[str, str]
) -> None:
    assert on_disk(tmp_path, files) == []


def test_objects_of_one_deployment_contradict(tmp_path: Path) -> None:
    files = {
        "k8s/kustomization.yaml": "resources: [a, b]",
        "k8s/a/kustomization.yaml": "resources: [svc.yaml]",
        "k8s/a/svc.yaml": node_port("a"),
        "k8s/b/kustomization.yaml": "resources: [svc.yaml]",
        "k8s/b/svc.yaml": node_port("b"),
    }
    assert on_disk(tmp_path, files) == ["warning claimed-twice"]


def test_overlays_of_one_base_do_not_satisfy_each_other(tmp_path: Path) -> None:
    files = {
        "base/kustomization.yaml": "resources: [all.yaml]",
        "base/all.yaml": BOTH,
        "dev/kustomization.yaml": "resources: [../base, in.yaml]",
        "dev/in.yaml": INGRESS.replace("service: {name: web", "service: {name: extra"),
        "prod/kustomization.yaml": "resources: [../base, svc.yaml]",
        "prod/svc.yaml": SERVICE.replace("{name: web}", "{name: extra}"),
    }
    assert on_disk(tmp_path, files) == ["note backend-service-missing"]


def test_another_deployment_that_is_no_copy_completes_one(tmp_path: Path) -> None:
    files = {"web/in.yaml": INGRESS, "api/all.yaml": BOTH}
    assert on_disk(tmp_path, files) == []


def test_references_name_what_is_written_or_what_is_applied(tmp_path: Path) -> None:
    files = {
        "webhook/kustomization.yaml": "resources: [all.yaml, svc.yaml]\nconfigurations: [c.yaml]",
        "webhook/all.yaml": WEBHOOK,
        "webhook/svc.yaml": BOTH.replace("{name: web}", "{name: web, namespace: system}"),
        "default/kustomization.yaml": "resources: [../webhook]\nnamePrefix: my-\nnamespace: mine",
    }
    assert on_disk(tmp_path, files) == []
    files["webhook/all.yaml"] = WEBHOOK.replace("web, namespace: system", "my-web, namespace: mine")
    assert on_disk(tmp_path, files) == []


def test_components_and_transformers_change_all_resources(tmp_path: Path) -> None:
    files = {
        "base/kustomization.yaml": "resources: [all.yaml]\ncomponents: [../part]",
        "base/all.yaml": f"{with_selector('{app: web, team: shop}')}---\n{DEPLOYMENT}---\n{ROUTE}",
        "part/kustomization.yaml": "kind: Component\nnamespace: home\ntransformers: [labels.yaml]",
        "part/labels.yaml": "kind: LabelTransformer\nlabels: {team: shop}",
    }
    assert on_disk(tmp_path, files) == []


@pytest.mark.parametrize("deployer", [FLUX, ARGO_CD])
@pytest.mark.parametrize("kustomization", ["", "resources: [all.yaml]"])
def test_a_deployer_sets_the_namespace_of_its_folder(
    tmp_path: Path, deployer: str, kustomization: str
) -> None:
    files = {
        "clusters/one/web.yaml": deployer,
        "apps/web/all.yaml": f"{BOTH}---\n{ROUTE}",
    }
    if kustomization:
        files["apps/web/kustomization.yaml"] = kustomization
    assert on_disk(tmp_path, files) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # Folders of kinds divide one application.
        ({"svc/a.yaml": SERVICE, "deployments/a.yaml": "PODS"}, ["error target-port-name-missing"]),
        # A folder and those below it are one deployment.
        ({"k/svc.yaml": SERVICE, "k/web/a.yaml": "PODS"}, ["error target-port-name-missing"]),
        # Copies are separate, but may belong to what lies above.
        (
            {"k/svc.yaml": SERVICE, "k/a/a.yaml": "PODS", "k/b/a.yaml": "PODS"},
            ["warning target-port-name-missing"],
        ),
        # Chapters that are named by kinds contain objects of all kinds.
        ({"services/all.yaml": "PODS", "pods/all.yaml": "PODS", "svc/a.yaml": SERVICE}, []),
        # In one folder, files with copies are separate, too.
        ({"k/svc.yaml": SERVICE, "k/a.yaml": "PODS", "k/b.yaml": "PODS"}, []),
        # Beside a file with all objects, those with one each are together.
        (
            {"k/all.yaml": f"{SERVICE}---\nPODS", "k/svc.yaml": SERVICE, "k/a.yaml": "PODS"},
            ["error target-port-name-missing", "error target-port-name-missing"],
        ),
        # Nothing says that these belong together.
        ({"one/svc.yaml": SERVICE, "two/a.yaml": "PODS"}, []),
    ],
)
def test_folders_that_nothing_deploys(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    pods = DEPLOYMENT.replace("name: http", "name: other")
    assert on_disk(
        tmp_path, {name: text.replace("PODS", pods) for name, text in files.items()}
    ) == (expected)


@pytest.mark.parametrize("copy", ["k/svc-copy.yaml", "k/more/svc.yaml", "svc.yaml"])
def test_what_replaces_a_file_of_a_kustomization_needs_the_others(
    tmp_path: Path, copy: str
) -> None:
    files = {
        "k/kustomization.yaml": "resources: [svc.yaml, pods.yaml]\n",
        "k/svc.yaml": SERVICE,
        "k/pods.yaml": DEPLOYMENT,
        copy: SERVICE,
        os.path.join(os.path.dirname(copy), "other.yaml"): DEPLOYMENT.replace("web", "other"),
    }
    assert on_disk(tmp_path, files) == []


def test_nothing_is_missing_where_remote_objects_are_deployed(tmp_path: Path) -> None:
    files = {
        "kustomization.yaml": "resources: [in.yaml, 'https://example.com/web.yaml']",
        "in.yaml": INGRESS,
    }
    assert on_disk(tmp_path, files) == []


def test_a_service_that_a_stateful_set_names_is_certain(tmp_path: Path) -> None:
    service = with_selector("{app: web, env: study}").replace("spec: {", "spec: {clusterIP: None, ")
    pods = STATEFUL_SET.replace("{app: web}", "{app: web, env: dev}").replace(
        "{name: web}", "{name: web-set}", 1
    )
    assert on_disk(tmp_path, {"all.yaml": f"{service}---\n{pods}"}) == [
        "warning selector-matches-nothing",
        "warning stateful-set-service-other-pods",
    ]


def test_a_copy_in_the_folder_itself_is_nearer_than_a_namesake_above(tmp_path: Path) -> None:
    files = {
        "svc.yaml": SERVICE.replace("port: 80", "port: 81"),
        "a/svc.yaml": SERVICE,
        "a/ingress.yaml": INGRESS,
        "a/tls.yaml": INGRESS,
    }
    assert on_disk(tmp_path, files) == []
