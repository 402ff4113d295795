"""What a selector that matches nothing was probably meant to match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory, distance, is_near
from svclint.kubernetes.selection import has_labels
from svclint.kubernetes.targets.label_overlap import Clues
from svclint.kubernetes.targets.named_ports import is_related
from svclint.kubernetes.targets.resolve import selector_of
from svclint.kubernetes.targets.service_index import service_index
from svclint.kubernetes.targets.typos import digits, is_similar, is_slip, shapes
from svclint.kubernetes.workloads import Workload
from svclint.source import Document

# Few candidates for each clue: the search must not grow with the run.
_FEW = 12


class Near(NamedTuple):
    """A workload that was probably meant, in what words, and whether that is likely."""

    workload: Workload
    words: str
    is_likely: bool
    remedy: str


def near(service: Document, inventory: Inventory) -> Near | None:
    """Say which workload a selector that matches nothing was probably meant to match."""
    if "clues" not in inventory.memo:
        inventory.memo["clues"] = Clues(inventory)
    clues: Clues = inventory.memo["clues"]
    selector = selector_of(service)
    candidates = {
        id(workload.document): workload
        for namespace in inventory.namespaces(service)
        for workload in _candidates(service, selector, namespace, inventory, clues)
    }
    ranked = sorted(
        candidates.values(),
        key=lambda workload: (
            -_explained(service, workload, selector),
            distance(workload.document, service),
        ),
    )
    for workload in ranked:
        found = _judged(service, selector, workload, clues)
        if found is not None:
            return found
    return _elsewhere(service, selector, inventory, clues)


def _candidates(
    service: Document,
    selector: Mapping[str, str],
    namespace: str,
    inventory: Inventory,
    clues: Clues,
) -> Iterator[Workload]:
    local = clues.within(namespace)
    yield from islice(local.named(service.object_name.name), _FEW)
    for key, value in selector.items():
        values = chain((value,), local.similar(key, value))
        for each in islice(values, _FEW):
            yield from inventory.workloads.sharing(namespace, key, each, _FEW)
        yield from islice(local.with_value(value), _FEW)
        yield from islice(local.with_own((key, value)), _FEW)


def _explained(service: Document, workload: Workload, selector: Mapping[str, str]) -> int:
    """Count the pairs that match (twice) or nearly match (once)."""
    return sum(
        2 if workload.has_label(key, value) else bool(_meant(service, workload, key, value))
        for key, value in selector.items()
    )


def _meant(service: Document, workload: Workload, key: str, value: str) -> str:
    """Give the pair of a workload that a selector's pair was probably meant to be."""
    own = workload.labels.get(key)
    if own is not None and is_similar(own, value):
        return f"{key}: {own}"
    if distance(service, workload.document) > 0:
        return ""
    others = (other for other, its in workload.labels.items() if its == value and value)
    return next((f"{other}: {value}" for other in others if _same_question(other, key)), "")


def _same_question(one: str, other: str) -> bool:
    """Whether two label keys ask the same: ``app`` and ``app.kubernetes.io/name`` do."""
    kinds = ({"app", "name", "k8s-app", "run", "app.kubernetes.io/name"}, {"component", "tier"})
    return one.rpartition("/")[2] == other.rpartition("/")[2] or any(
        one in kind and other in kind for kind in kinds
    )


def _judged(
    service: Document, selector: Mapping[str, str], workload: Workload, clues: Clues
) -> Near | None:
    missed = [(k, v) for k, v in selector.items() if not workload.has_label(k, v)]
    meant = [_meant(service, workload, key, value) for key, value in missed]
    fit = len(selector) - len(missed)
    is_ours = _is_ours(service, workload, clues)
    share = f"{fit} of {len(selector)} labels match {workload}"
    if all(meant):
        change = ", ".join(
            f"`{key}: {value}` → `{pair}`?"
            for (key, value), pair in zip(missed, meant, strict=True)
        )
        words = f"{share}; {change}" if fit else f"{workload} comes near: {change}"
        is_misspelt = is_near(service, workload.document) and all(
            is_slip(workload.labels.get(key, ""), value) for key, value in missed
        )
        is_likely = fit > 0 or is_ours or is_misspelt
        return Near(workload, words, is_likely, f"select by {' and '.join(meant)}")
    if all(workload.own_labels.get(key) == value for key, value in missed):
        pairs = " and ".join(f"`{key}: {value}`" for key, value in missed)
        words = f"{workload} itself has {pairs}, but its pods (spec.template) have not"
        return Near(workload, words, is_ours, "put the labels into the pod template")
    has_one_name = workload.name == service.object_name.name
    if has_one_name or (fit >= 2 and len(missed) == 1):
        has = ", ".join(_shown(workload, key) for key, _ in missed)
        return Near(workload, f"{share}, which has {has}", is_ours and has_one_name, "")
    return None


def _shown(workload: Workload, key: str) -> str:
    return f"`{key}: {workload.labels[key]}`" if key in workload.labels else f"no `{key}`"


def _is_ours(service: Document, workload: Workload, clues: Clues) -> bool:
    """Whether a workload surely belongs to a Service's application.

    It does in the Service's file, or near it with the same name and without variants.
    """
    if distance(service, workload.document) == 0:
        return True
    if not is_near(service, workload.document) or not is_related(service, workload):
        return False
    return not clues.has_variants(workload)


def _elsewhere(
    service: Document, selector: Mapping[str, str], inventory: Inventory, clues: Clues
) -> Near | None:
    """Find a workload in another namespace that the selector would match."""
    rarest = min(selector.items(), key=clues.count_anywhere)
    some = islice(clues.anywhere(rarest), 10 * _FEW)
    fitting = [workload for workload in some if has_labels(workload, selector)]
    if not fitting:
        return None
    workload = min(fitting, key=lambda each: distance(each.document, service))
    theirs = ", ".join(inventory.namespaces(workload.document))
    ours = ", ".join(inventory.namespaces(service))
    is_said = bool(service.object_name.namespace and workload.document.object_name.namespace)
    words = f"the labels match {workload}, but that is in namespace {theirs}, not {ours}"
    is_here = distance(workload.document, service) == 0
    return Near(workload, words, is_said and is_here, "put both into one namespace")


def services_like(name: str, namespaces: Iterable[str], inventory: Inventory) -> list[Document]:
    """Give a few Services of some namespaces whose names differ from one by a slip."""
    shaped = (_shaped(namespace, digits(name), inventory) for namespace in namespaces)
    candidates = (
        service
        for by_shape in shaped
        for shape in shapes(name)
        for service in by_shape.get(shape, ())[:_FEW]
        if is_similar(service.object_name.name, name)
    )
    return list({id(service): service for service in candidates}.values())


def _shaped(namespace: str, its_digits: str, inventory: Inventory) -> dict[str, list[Document]]:
    """Give the Services of a namespace whose names have some digits, by the shapes of these."""
    key = "services by shape", namespace, its_digits
    if key not in inventory.memo:
        found: dict[str, list[Document]] = defaultdict(list)
        for service in service_index(_placed_digits, inventory).find((namespace, its_digits)):
            for shape in shapes(service.object_name.name):
                found[shape].append(service)
        inventory.memo[key] = found
    by_shape: dict[str, list[Document]] = inventory.memo[key]
    return by_shape


def _placed_digits(service: Document, inventory: Inventory) -> list[tuple[str, str]]:
    its_digits = digits(service.object_name.name)
    return [(namespace, its_digits) for namespace in inventory.namespaces(service)]
