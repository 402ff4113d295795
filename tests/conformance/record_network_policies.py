"""Record answers of a real kube-apiserver to the NetworkPolicies of ``network_policies.py``.

Needs ``KUBEBUILDER_ASSETS`` with kube-apiserver and etcd.
``python tests/conformance/record_network_policies.py`` regenerates
``data/network-policies.jsonl.gz``.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.network_policies import network_policies
from tests.conformance.recorded import DATA
from tests.live.control_plane import ApiServer, start_apiserver

_PATH = "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies"
_OPTIONS = "fieldValidation=Strict&dryRun=All"


def main() -> None:
    """Send each policy to the server, which stores none, and write the answers."""
    with start_apiserver() as server:
        rows = [_ask(server, manifest) for manifest in dict.fromkeys(network_policies())]
    text = "".join(json.dumps(row, sort_keys=True, ensure_ascii=False) + "\n" for row in rows)
    target = DATA / "network-policies.jsonl.gz"
    target.write_bytes(gzip.compress(text.encode(), mtime=0))


def _ask(server: ApiServer, manifest: str) -> dict[str, Any]:
    answer = server.request("POST", f"{_PATH}?{_OPTIONS}", manifest.encode(), "application/json")
    body = answer.body if isinstance(answer.body, dict) else {}
    causes = (body.get("details") or {}).get("causes") or []
    return {
        "manifest": manifest,
        "status": answer.status,
        "message": body.get("message") or "",
        "causes": [{"reason": c.get("reason"), "field": c.get("field")} for c in causes],
        "warnings": list(answer.warnings),
    }


if __name__ == "__main__":
    main()
