"""Compare manifests with live objects: ``diff``, ``check`` and ``targets`` with a snapshot."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from random import Random

from tests.fuzz.running import run
from tests.fuzz.trees import write_tree

_APPLIERS = (
    *("client", "server", "replace", "flux", "argocd", "argocd-server-side"),
    *("helm3", "helm4", "helm-replace"),
)


def applying(tree: bytes) -> None:
    """Take the files named ``live`` of a tree, or one of the others, as the cluster."""
    random = Random(len(tree) + sum(tree[-64:]))
    with tempfile.TemporaryDirectory() as folder:
        written = write_tree(Path(folder), tree)
        if not written:
            return
        snapshots = [each for each in written if "live" in os.path.basename(each)]
        live = os.path.join(folder, random.choice(snapshots or written))
        manifests = [os.path.join(folder, each) for each in written if each not in snapshots]
        paths = manifests or [live]
        format_name, applier = random.choice(["text", "json"]), random.choice(_APPLIERS)
        common = ["--live", live, "--no-cache", f"--format={format_name}"]
        apply = ["--apply", applier]
        if applier == "helm3":
            apply += ["--previous", random.choice(paths)]
        more = random.choice(["--force-conflicts", "--no-force-conflicts", "--prune-report"])
        run("diff", *paths, *common, *apply, more, output=format_name)
        if random.random() < 0.5:
            run("check", *paths, *common, *apply, output=format_name)
        else:
            run("targets", *paths, "--live", live, "--format=json", output="json")
