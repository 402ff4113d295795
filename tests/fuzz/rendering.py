"""Render trees of charts, kustomizations, Flux and Argo CD objects, with and without the tools."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from tests.fuzz.running import FORMATS, run
from tests.fuzz.trees import write_tree


def rendering(tree: bytes) -> None:
    """Check a tree; one time out of two, ``targets`` or ``--diff`` follows.

    The tools are those of ``SVCLINT_TEST_TOOLS`` or PATH, one time out of four none.
    """
    random = Random(len(tree) + sum(tree[-64:]))
    path = os.environ["PATH"]
    with tempfile.TemporaryDirectory() as folder:
        write_tree(Path(folder), tree)
        # What Flux and Argo CD deploy is looked for in the whole checkout.
        os.makedirs(os.path.join(folder, ".git"), exist_ok=True)
        os.environ["PATH"] = random.choice([*_tools(), ""])
        format_name, drawn = random.choice(FORMATS), random.choice(["tree", "json", "mermaid"])
        try:
            run("check", "--no-cache", f"--format={format_name}", folder, output=format_name)
            if random.random() < 0.25:
                run("check", "--no-cache", "--diff", "--unsafe-fixes", folder)
            elif random.random() < 0.33:
                run("targets", "--format", drawn, folder, output=drawn)
        finally:
            os.environ["PATH"] = path


@cache
def _tools() -> list[str]:
    """Return folders with Helm 3 or 4 and kustomize, as far as they are found."""
    beside = os.environ.get("SVCLINT_TEST_TOOLS", "")
    folders = []
    for helm in ("helm3", "helm4", "helm"):
        folder = Path(tempfile.mkdtemp(prefix="svclint-tools-"))
        for name, shown in ((helm, "helm"), ("kustomize", "kustomize"), ("unshare", "unshare")):
            found = shutil.which(name, path=beside) or shutil.which(name)
            if found is not None:
                (folder / shown).symlink_to(os.path.realpath(found))
        folders.append(str(folder))
    return folders
