"""Manifests and functions that tests of targets and references share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from svclint.engine.run_rules import RuleCrash
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import targets_json
from svclint.model.cluster import ClusterFacts, Version
from svclint.rule.registry import select_rules
from svclint.source import Document
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes, load_paths

from tests.engine_runs import run

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{name: http, containerPort: 8080}]}]}
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {note: none}}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
"""


def documents(files: dict[str, str]) -> list[Document]:
    return [
        each
        for name, text in files.items()
        for each in documents_of_bytes(name, text.encode(), KINDS_READ)
    ]


def inventory_of(files: dict[str, str], version: Version = (1, 37)) -> Inventory:
    inventory = Inventory(version=version)
    for document in documents(files):
        inventory.add(document)
    return inventory


def targets(files: dict[str, str], version: Version = (1, 37)) -> list[str]:
    """Return the targets of every port, as ``kind/name:number``."""
    return [
        f"{target['kind']}/{target['name']}:{target['number']}"
        for service in targets_json(inventory_of(files, version))["services"]
        for port in service["ports"]
        for target in port["targets"]
    ]


def judged(found: Iterable[Document], namespace: str = "default") -> list[str]:
    """Return the findings of all reference rules, as ``severity rule``."""
    facts = ClusterFacts((1, 36), namespace=namespace)
    out: list[str] = []
    for item in run(found, select_rules(["references", "claimed-twice"], []), lambda _file: facts):
        assert not isinstance(item, RuleCrash), item.trace
        out.append(f"{item.severity} {item.rule}")
    return out


def findings(files: dict[str, str], namespace: str = "default") -> list[str]:
    return judged(documents(files), namespace)


def on_disk(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    found = list(load_paths([str(folder)], KINDS_READ))
    assert all(isinstance(each, Document) for each in found)
    return judged(each for each in found if isinstance(each, Document))


def manifest(version: str, kind: str, spec: str = "{}", metadata: str = "{name: a}") -> str:
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {metadata}\nspec: {spec}\n"


def with_selector(selector: str) -> str:
    return SERVICE.replace("{app: web}", selector)
