"""The policies of the Kubernetes documentation, with the documented results.

``documentation/`` contains the policies, each with the address of its page. A case is an object to
create and the message of its denial, which is empty if the object is accepted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

Data = dict[str, Any]
FOLDER = Path(__file__).parent / "documentation"


class Kind(NamedTuple):
    """The API names of a kind."""

    group: str
    version: str
    resource: str
    is_namespaced: bool = True

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version


KINDS = {
    "ClusterRole": Kind("rbac.authorization.k8s.io", "v1", "clusterroles", is_namespaced=False),
    "ConfigMap": Kind("", "v1", "configmaps"),
    "Deployment": Kind("apps", "v1", "deployments"),
    "Lease": Kind("coordination.k8s.io", "v1", "leases"),
    "Pod": Kind("", "v1", "pods"),
    "Service": Kind("", "v1", "services"),
    "ValidatingAdmissionPolicy": Kind(
        "admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", is_namespaced=False
    ),
    "ServiceCIDR": Kind("networking.k8s.io", "v1", "servicecidrs", is_namespaced=False),
}
# The namespaces of the cases and their labels.
NAMESPACES: dict[str, Data] = {
    "test": {"environment": "test"},
    "production": {"environment": "prod"},
    "demo": {},
    "default": {},
    "csr-signer-installer": {},
}
# Policies that work only in the server's own folder: the API evaluates none for these objects.
STATIC = ("admission-resources",)
INSTALLER = "system:serviceaccount:csr-signer-installer:installer"


class Case(NamedTuple):
    """An object to create with the policies of a file, and the expected message.

    ``before`` is the object that it updates, if any; ``user`` sends the request, by default
    ``admin``.
    """

    file: str
    manifest: Data
    says: str
    user: str = ""
    before: Data | None = None

    @property
    def id(self) -> str:
        metadata = self.manifest["metadata"]
        place = metadata.get("namespace", "cluster")
        by = f"-{self.user}" if self.user else ""
        return f"{self.file}-{self.manifest['kind']}-{place}-{metadata['name']}{by}"


def load(file: str) -> list[Data]:
    """Return the objects in a file of policies, which contains one List."""
    found = yaml.safe_load_all((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    return [item for each in found for item in each.get("items", [each])]


def make(
    kind: str, name: str, namespace: str = "", labels: Data | None = None, **rest: Any
) -> Data:
    """Return a manifest."""
    metadata: Data = {"name": name}
    if KINDS[kind].is_namespaced:
        metadata["namespace"] = namespace or "test"
    if labels:
        metadata["labels"] = labels
    return {"apiVersion": KINDS[kind].api_version, "kind": kind, "metadata": metadata, **rest}


def pod(name: str, namespace: str = "", labels: Data | None = None, **container: Any) -> Data:
    """Return a Pod with one container."""
    found = {"name": "main", "image": "nginx", **container}
    return make("Pod", name, namespace, labels, spec={"containers": [found]})


def deployment(
    replicas: int, namespace: str = "", image: str = "nginx", labels: Data | None = None
) -> Data:
    """Return a Deployment."""
    app = {"app": "web"}
    template = {
        "metadata": {"labels": app},
        "spec": {"containers": [{"name": "main", "image": image}]},
    }
    spec = {"replicas": replicas, "selector": {"matchLabels": app}, "template": template}
    name = f"{image.replace('.', '-').replace('/', '-')}-{replicas}" + ("-exempt" if labels else "")
    return make("Deployment", name, namespace, {**app, **(labels or {})}, spec=spec)


def cidrs(name: str, *found: str) -> Data:
    """Return a ServiceCIDR."""
    return make("ServiceCIDR", name, spec={"cidrs": list(found)})


def signer_role(name: str, signer: str) -> Data:
    """Return a ClusterRole that may approve the requests of a signer."""
    rule = {"apiGroups": ["certificates.k8s.io"], "resources": ["signers"], "verbs": ["approve"]}
    return make("ClusterRole", name, rules=[{**rule, "resourceNames": [signer]}])


def guarded(name: str, value: str, message: str = "") -> Data:
    """Return a policy with the label that protects it if its value is true."""
    rule = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"]}
    spec = {
        "matchConstraints": {"resourceRules": [{**rule, "resources": ["endpoints"]}]},
        "validations": [{"expression": "true", "message": message or "as it was"}],
    }
    labels = {"platform.example.com/protected": value}
    return make("ValidatingAdmissionPolicy", name, labels=labels, spec=spec)


_PORTS = {"ports": [{"port": 80}]}
_LIMITED = "failed expression: object.spec.replicas <= params.maxReplicas"
_DEMO = (
    "failed expression: !object.metadata.name.contains('demo')"
    " || object.metadata.namespace == 'demo'"
)
_CIDRS = (
    "failed expression: object.spec.cidrs.all(newCIDR, variables.allowed.exists(allowedCIDR,"
    " cidr(allowedCIDR).containsCIDR(newCIDR)))"
)
_SIGNERS = "failed expression: variables.signerNameInDomain == true"
_GUARDED = "Protected admission resources cannot be modified or deleted"
_NO_METADATA = (
    "expression 'variables.foo == 'bar'' resulted in error:"
    ' composited variable "foo" fails to evaluate: no such key: metadata'
)
_LABELLED = "All pods must have the 'app.kubernetes.io/name' label"
CASES = [
    Case("basic", deployment(6, "test"), "failed expression: object.spec.replicas <= 5"),
    Case("basic", deployment(5, "test"), ""),
    Case("basic", deployment(6, "production"), ""),
    Case("parameters", deployment(3, "test"), ""),
    Case("parameters", deployment(4, "test"), _LIMITED),
    Case("parameters", deployment(100, "production"), ""),
    Case("parameters", deployment(101, "production"), _LIMITED),
    Case(
        "message-expression",
        deployment(5, "production"),
        "object.spec.replicas must be no greater than 3",
    ),
    Case("message-expression", deployment(3, "production"), ""),
    Case("failure-policy", deployment(5, "test"), ""),
    Case("match-conditions", make("Service", "demo-web", "test", spec=_PORTS), _DEMO),
    Case("match-conditions", make("Service", "demo-web", "demo", spec=_PORTS), ""),
    Case("match-conditions", make("Service", "web", "test", spec=_PORTS), ""),
    Case("match-conditions", make("ConfigMap", "demo-web", "test"), _DEMO),
    Case("match-conditions", make("Lease", "demo-web", "test"), ""),
    Case("match-conditions", make("ClusterRole", "demo-web", rules=[]), ""),
    Case("audit-annotation", deployment(128), ""),
    Case("audit-annotation", deployment(50), "Deployment spec.replicas set to 50"),
    Case(
        "variables",
        deployment(1, "production", "dev.example.com/nginx"),
        "only prod images are allowed in namespace production",
    ),
    Case("variables", deployment(1, "production", "prod.example.com/nginx"), ""),
    Case("variables", deployment(1, "production"), ""),
    Case("variables", deployment(1, "production", "dev.example.com/nginx", {"exempt": "true"}), ""),
    Case(
        "variables",
        deployment(1, "demo", "test.example.com/nginx"),
        "only prod images are allowed in namespace demo",
    ),
    Case("variables", deployment(1, "test", "test.example.com/nginx"), ""),
    Case("service-cidrs", cidrs("one", "10.96.1.0/24"), ""),
    Case("service-cidrs", cidrs("two", "2001:db8:0:0:ffff::/80", "10.96.0.0/20"), ""),
    Case("service-cidrs", cidrs("three", "172.20.0.0/16"), _CIDRS),
    Case(
        "privileged",
        pod("privileged", securityContext={"privileged": True}),
        "Privileged containers are not allowed",
    ),
    Case("privileged", pod("plain"), ""),
    Case("privileged", pod("privileged", "kube-system", securityContext={"privileged": True}), ""),
    Case("list", pod("plain"), _LABELLED),
    Case("list", pod("other", labels={"app": "web"}), _LABELLED),
    Case("list", pod("labelled", labels={"app.kubernetes.io/name": "web"}), ""),
    Case("list", pod("plain", "kube-system"), ""),
    Case(
        "minimum-replicas", deployment(1, "default"), "failed expression: object.spec.replicas >= 2"
    ),
    Case("minimum-replicas", deployment(2, "default"), ""),
    Case("minimum-replicas", deployment(1, "test"), ""),
    Case("variable", deployment(1), _NO_METADATA),
    Case("signers", signer_role("specific", "example.com/specific"), "", INSTALLER),
    Case("signers", signer_role("unrelated", "kubernetes.io/*"), _SIGNERS, INSTALLER),
    Case("signers", signer_role("unrelated", "kubernetes.io/*"), ""),
    Case(
        "admission-resources",
        guarded("protected", "true", "changed"),
        _GUARDED,
        before=guarded("protected", "true"),
    ),
    Case(
        "admission-resources",
        guarded("open", "false", "changed"),
        "",
        before=guarded("open", "false"),
    ),
]
