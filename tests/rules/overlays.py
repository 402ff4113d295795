"""Overlays of the examples of rule pages, built by the real kustomize."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from svclint.app.patches import patch_findings
from svclint.engine.run_rules import RuleCrash
from svclint.model import Finding
from svclint.render.building import named_kustomization
from svclint.render.closure import closure_of
from svclint.render.rendering import Rendering
from svclint.render.unrendered_objects import as_not_checked, unrendered_objects
from svclint.rule import Rule
from svclint.source import Document
from svclint.source.files import Rendered

from tests.render.kustomize.kustomize_programs import builder


def left_out(text: str) -> Iterator[Document]:
    """Yield what stands for the objects of a text that a kustomization of it does not print."""
    with TemporaryDirectory() as folder:
        Path(folder, "base.yaml").write_text(text, encoding="utf-8")
        Path(folder, "kustomization.yaml").write_text("resources: [base.yaml]\n", encoding="utf-8")
        root, built = named_kustomization(folder), builder("kustomize")(folder)
        file = os.path.realpath(os.path.join(folder, "base.yaml"))
        texts = [Rendered(root.name, built)]
        closures = {root.name: closure_of(root)}
        rendering = Rendering({root.name: root}, closures, texts, taken_in={file: file})
        found = unrendered_objects([file], rendering, {})
        yield from map(as_not_checked, found)


def patched(text: str, rules: tuple[Rule, ...]) -> Iterator[Finding | RuleCrash]:
    """Check an overlay: the first object is that of the base, the second one its patch.

    Lines are those of the text.
    """
    base, _, patch = text.partition("---\n")
    files = {
        "base.yaml": base,
        "patch.yaml": "\n" * (base.count("\n") + 1) + patch,
        "kustomization.yaml": "resources: [base.yaml]\npatches: [{path: patch.yaml}]\n",
    }
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_text(content, encoding="utf-8")
        root, built = named_kustomization(folder), builder("kustomize")(folder)
        rendering = Rendering({root.name: root}, texts=[Rendered(root.name, built)])
        for found in patch_findings(rendering, rules):
            assert not isinstance(found, RuleCrash), found.trace
            message = found.message.replace(os.path.join(os.path.realpath(folder), ""), "")
            yield found._replace(message=message)
