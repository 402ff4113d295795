"""Record answers of a real kube-apiserver to the manifests in ``extra/``.

Needs ``KUBEBUILDER_ASSETS`` with kube-apiserver and etcd. ``python tests/conformance/record.py``
regenerates ``data/extra.jsonl.gz``. The first line of a manifest, ``# profile: NAME``, selects the
cluster that it is sent to.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.answers import verdict, write_answers
from tests.conformance.recorded import CIDRS, DATA
from tests.live.control_plane import ApiServer, start_apiserver

MANIFESTS = sorted((Path(__file__).parent / "extra").glob("*.yaml"))


def main() -> None:
    """Send each manifest to its cluster, and write the answers."""
    rows: list[dict[str, Any]] = []
    for profile in sorted({_profile(file) for file in MANIFESTS}):
        ports = "20000-20100" if profile == "np" else None
        with start_apiserver(service_cidr=CIDRS[profile], node_port_range=ports) as server:
            files = [file for file in MANIFESTS if _profile(file) == profile]
            rows += [_ask(server, file, profile) for file in files]
    write_answers(DATA / "extra.jsonl.gz", rows)


def _profile(file: Path) -> str:
    return file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# profile: ").strip()


def _ask(server: ApiServer, file: Path, profile: str) -> dict[str, Any]:
    manifest = file.read_text(encoding="utf-8")
    namespace = yaml.safe_load(manifest)["metadata"].get("namespace", "default")
    path = f"/api/v1/namespaces/{namespace}/services?fieldValidation=Strict"
    answer = server.request("POST", path, manifest.encode(), "application/yaml")
    return {
        "id": f"extra-{file.stem}",
        "group": "create",
        "cat": file.stem,
        "profile": profile,
        "ns": namespace,
        "manifest": manifest,
        **verdict(answer, longest_message=200),
    }


if __name__ == "__main__":
    main()
