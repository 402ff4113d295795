"""Record answers of a real kube-apiserver to the NetworkPolicies of ``network_policies.py``.

Needs ``KUBEBUILDER_ASSETS`` with kube-apiserver and etcd.
``python tests/conformance/record_network_policies.py`` regenerates
``data/network-policies.jsonl.gz``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.answers import verdict, write_answers
from tests.conformance.network_policies import network_policies
from tests.conformance.recorded import DATA
from tests.live.control_plane import ApiServer, start_apiserver

_PATH = "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies"
_OPTIONS = "fieldValidation=Strict&dryRun=All"


def main() -> None:
    """Send each policy to the server, which stores none, and write the answers."""
    with start_apiserver() as server:
        rows = [_ask(server, manifest) for manifest in dict.fromkeys(network_policies())]
    write_answers(DATA / "network-policies.jsonl.gz", rows)


def _ask(server: ApiServer, manifest: str) -> dict[str, Any]:
    answer = server.request("POST", f"{_PATH}?{_OPTIONS}", manifest.encode(), "application/json")
    return {"manifest": manifest, **verdict(answer)}


if __name__ == "__main__":
    main()
