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
from svclint.render.rendering import Rendering
from svclint.rule import Rule
from svclint.source.files import Rendered

from tests.render.kustomize.kustomize_programs import builder


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
        rendering = Rendering({root.name: root}, [Rendered(root.name, built)])
        for found in patch_findings(rendering, rules):
            assert not isinstance(found, RuleCrash), found.trace
            message = found.message.replace(os.path.join(os.path.realpath(folder), ""), "")
            yield found._replace(message=message)
