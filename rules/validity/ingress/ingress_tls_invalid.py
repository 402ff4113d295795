"""A TLS entry of an Ingress has an invalid host or Secret name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.ingress import host_correction, tolerates_secret_names
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import host_problem, subdomain_problem
from svclint.model import Report, Severity, refused, set_to
from svclint.rule import object_rule


@object_rule("ingress-tls-invalid", Severity.ERROR, since="0.1", kinds=("Ingress",))
def rule(ingress: KubernetesObject) -> Iterator[Report]:
    """A TLS entry of an Ingress has an invalid host or Secret name."""
    checks_secret = not tolerates_secret_names(ingress)
    for index, entry in enumerate(ingress.spec.get("tls") or ()):
        for number, host in enumerate(entry.get("hosts") or ()):
            path, problem = ("spec", "tls", index, "hosts", number), host_problem(host)
            if problem is not None:
                remedy, meant = host_correction(host)
                yield refused(
                    path,
                    f"the TLS host {host!r} {problem}",
                    remedy,
                    fix=set_to(path, meant) if meant else None,
                )
        secret = entry.get("secretName", "")
        problem = subdomain_problem(secret) if secret and checks_secret else None
        if problem is not None:
            yield refused(
                ("spec", "tls", index, "secretName"),
                f"the Secret name {secret!r} {problem}",
                "write the name of a Secret in the same namespace",
            )
