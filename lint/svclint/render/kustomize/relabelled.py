"""Find labels of a kustomization that let a selector match pods which it does not match alone.

``commonLabels`` and ``labels`` with ``includeSelectors`` replace labels of the same key, in the
selectors and in the pods of all objects alike.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from svclint.model import Data
from svclint.model.data import mapping
from svclint.render.kustomize.selection import TracedObject
from svclint.render.kustomize.traced import Place

_SELECTORS = {
    "Service": ("spec", "selector"),
    "NetworkPolicy": ("spec", "podSelector", "matchLabels"),
    "PodDisruptionBudget": ("spec", "selector", "matchLabels"),
}
_POD_LABELS = {
    "Pod": ("metadata", "labels"),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "metadata", "labels"),
}
_TEMPLATE_LABELS = ("spec", "template", "metadata", "labels")


class Change(NamedTuple):
    """The place of labels in a kustomization, what they do, and what to do about them."""

    place: Place
    fact: str
    remedy: str


def has_selector(target: TracedObject) -> bool:
    """Return whether an object selects pods."""
    return target.root.text("kind") in _SELECTORS


def has_pods(target: TracedObject) -> bool:
    """Return whether an object is a pod, or creates pods."""
    return target.root.field(*_pod_labels(target)) is not None


def relabelled(holder: TracedObject, pods: TracedObject) -> Change | None:
    """Return the setting that lets an object select pods.

    ``None`` if the object selects them with its own labels as well, does not select them, or
    selects all pods or none.
    """
    selector, labels = _SELECTORS[holder.root.text("kind")], _pod_labels(pods)
    own, given = _before(holder, selector), _before(pods, labels)
    selected = _now(holder, selector)
    if not selected or not _is_within(selected, _now(pods, labels)):
        return None
    if _is_within(own, given) and (own or holder.root.text("kind") != "Service"):
        return None
    name = f'{holder.root.text("kind")} "{holder.root.text("metadata", "name")}"'
    shown = f'{pods.root.text("kind")} "{pods.root.text("metadata", "name")}"'
    if not own:
        node = next(iter(mapping(_value(holder, selector)).values()))
        fact = f"{_setting(node.place)} is the whole selector of {name}"
        return Change(node.place, fact, f"write a selector in {name} that matches only its pods")
    for target, path, field in (
        (holder, selector, f"the selector of {name}"),
        (pods, labels, f"the labels of {shown}"),
    ):
        former = target.unlabelled.get("/".join(path), {})
        for key, node in mapping(_value(target, path)).items():
            if former.get(key) is not None and former[key] != node.value:
                change = f"`{key}: {former[key]}` by `{key}: {node.value}`"
                setting = _setting(node.place)
                remedy = f"use another key than {key}, or labels without includeSelectors"
                return Change(node.place, f"{setting} replaces {change} in {field}", remedy)
    return None


def _pod_labels(target: TracedObject) -> tuple[str, ...]:
    return _POD_LABELS.get(target.root.text("kind"), _TEMPLATE_LABELS)


def _value(target: TracedObject, path: tuple[str, ...]) -> Any:
    node = target.root.field(*path)
    return None if node is None else node.value


def _now(target: TracedObject, path: tuple[str, ...]) -> Data:
    node = target.root.field(*path)
    return {} if node is None else mapping(node.data())


def _before(target: TracedObject, path: tuple[str, ...]) -> Data:
    """Return labels as they are without settings."""
    former = target.unlabelled.get("/".join(path), {})
    own = {key: value for key, value in _now(target, path).items() if key not in former}
    return own | {key: value for key, value in former.items() if value is not None}


def _is_within(selector: Data, labels: Data) -> bool:
    return all(labels.get(key) == value for key, value in selector.items())


def _setting(place: Place) -> str:
    return f"the setting {place.setting.partition('.')[0]}"
