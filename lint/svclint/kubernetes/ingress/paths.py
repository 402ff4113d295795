"""The paths and backends of an Ingress, and what the API server tolerates of a live one.

Source: ValidateIngressUpdate (pkg/apis/networking/validation/validation.go of Kubernetes).
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import dns_label_problem, subdomain_problem
from svclint.kubernetes.version_changes import DIGIT_NAMES_TOLERATED
from svclint.model import Data, Path

# The pathType that is probably meant where v1 requires one and none is written.
LIKELY_PATH_TYPE = "Prefix"


def http_rules(ingress: KubernetesObject) -> Iterator[tuple[Path, Data]]:
    """Yield the ``http`` of all rules that the API server validates.

    It tolerates a rule for a wildcard host as the live object has it.
    """
    live = _live_spec(ingress).get("rules") or ()
    for index, rule in enumerate(ingress.spec.get("rules") or ()):
        if rule.get("http") is not None and not ("*" in rule.get("host", "") and rule in live):
            yield ("spec", "rules", index, "http"), rule["http"]


def http_paths(ingress: KubernetesObject) -> Iterator[tuple[Path, Data]]:
    """Yield the entries of all ``paths`` that the API server validates."""
    for path, http in http_rules(ingress):
        for number, entry in enumerate(http.get("paths") or ()):
            yield (*path, "paths", number), entry


def backends(ingress: KubernetesObject) -> Iterator[tuple[Path, Data]]:
    """Yield the backends that the API server validates.

    It does not look at the backend of a path without a pathType.
    """
    default = ingress.spec.get("defaultBackend")
    if default is not None:
        yield ("spec", "defaultBackend"), default
    for path, entry in http_paths(ingress):
        if entry.get("pathType") is not None:
            yield (*path, "backend"), entry.get("backend", {})


def tolerates_secret_names(ingress: KubernetesObject) -> bool:
    """Return whether the live object has an invalid Secret name: all may be invalid then."""
    names = (entry.get("secretName", "") for entry in _live_spec(ingress).get("tls") or ())
    return any(name and subdomain_problem(name) is not None for name in names)


def tolerates_digit_names(ingress: KubernetesObject) -> bool:
    """Return whether the live object has a Service whose name begins with a digit: all may then.

    Source: RelaxedServiceNameValidation, which allows such names from 1.36 on in any case.
    """
    if ingress.live is None or not DIGIT_NAMES_TOLERATED.is_in(ingress.version):
        return False
    live = KubernetesObject(
        *(ingress.kind, ingress.live, ingress.live, ingress.object_name, ingress.version)
    )
    names = (backend.get("service", {}).get("name", "") for _, backend in backends(live))
    return any(dns_label_problem(name) is None and name[0].isdigit() for name in names)


def _live_spec(ingress: KubernetesObject) -> Data:
    spec: Data = (ingress.live or {}).get("spec") or {}
    return spec
