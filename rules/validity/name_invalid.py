"""The name of an object is not valid for its kind."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import dns_label_problem, misplaced_character
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("name-invalid", Severity.ERROR, since="0.1", where=("irregular names",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """The name of an object is not valid for its kind."""
    name = checked.metadata.get("name")

    def problem_of(text: str) -> str | None:
        return checked.kind.name_problem(text, checked.version)

    problem = problem_of(name) if name else None
    if not name or problem is None:
        return
    unrecordable = name in (".", "..") or "/" in name or "%" in name
    field = None
    if unrecordable and isinstance(checked, Service) and records_cluster_ip(checked):
        field = "spec.clusterIPs"
    yield refused(
        ("metadata", "name"),
        f"the name {name!r} {problem}",
        _remedy(name, checked),
        field=field,
    )._replace(part=misplaced_character(name, problem_of))


def _remedy(name: str, checked: KubernetesObject) -> str:
    is_service = isinstance(checked, Service)
    if is_service and name[:1].isdigit() and dns_label_problem(name) is None:
        return f"start it with a letter, as in svc-{name}"
    return checked.kind.name_remedy
