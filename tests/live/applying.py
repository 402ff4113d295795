"""Apply manifests with the tools that people run: kubectl and Helm, against the live server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from svclint.app.requests import ApplyMethod

from tests.live.control_plane import ASSETS, ApiServer
from tests.live.flux_applying import apply_as_flux
from tests.render.real_tools import program

Data = dict[str, Any]
IDENTITY = {"apiVersion": "v1", "kind": "Service"}
SECONDS = 60


class Place(NamedTuple):
    """Where an object is applied: a server, a namespace, and a folder for the tools' files."""

    server: ApiServer
    namespace: str
    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a tool with nothing of this machine's settings."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return subprocess.run(
            command,
            env={
                "KUBECONFIG": str(self.server.kubeconfig),
                "HOME": str(home),
                "PATH": os.environ["PATH"],
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def stored(self, name: str) -> Data | None:
        """Return a Service as the server stores it; ``None`` if there is none."""
        path = f"/api/v1/namespaces/{self.namespace}/services/{name}"
        answer = self.server.request("GET", path)
        return (
            None if answer.status == 404 else {**answer.body, "apiVersion": "v1", "kind": "Service"}
        )


class Applier(NamedTuple):
    """One way to apply: the options of a request, and ``run``, which uses the tool."""

    method: ApplyMethod
    run: Callable[[Place, Data], subprocess.CompletedProcess[str]]
    field_manager: str = ""
    force_conflicts: bool | None = None


def tool(name: str) -> str:
    """Return a tool that was built beside the server, or else elsewhere; skip without it."""
    built = Path(os.environ.get(ASSETS, ""), name)
    return str(built) if os.access(built, os.X_OK) else program(name)


def kubectl(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    return place.run(tool("kubectl"), *arguments, f"--namespace={place.namespace}")


def _kubectl_with(*arguments: str) -> Callable[[Place, Data], subprocess.CompletedProcess[str]]:
    def run(place: Place, manifest: Data) -> subprocess.CompletedProcess[str]:
        file = place.folder / "manifest.json"
        file.write_text(json.dumps(manifest))
        return kubectl(place, *arguments, f"--filename={file}")

    return run


def _server_side(manager: str, *, is_forced: bool) -> Applier:
    options = ["apply", "--server-side", f"--field-manager={manager}"]
    options += ["--force-conflicts"] if is_forced else []
    return Applier("server", _kubectl_with(*options), manager, is_forced)


def _helm(name: str, *options: str) -> Callable[[Place, Data], subprocess.CompletedProcess[str]]:
    def run(place: Place, manifest: Data) -> subprocess.CompletedProcess[str]:
        chart = place.folder / "chart"
        (chart / "templates").mkdir(parents=True, exist_ok=True)
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 0.1.0\n")
        # JSON in a Go template is itself: the manifests of this suite contain no braces in pairs.
        text = json.dumps(manifest, indent=1)
        (chart / "templates" / "web.yaml").write_text(text)
        release = manifest["metadata"]["name"]
        return place.run(
            tool(name),
            "upgrade",
            "--install",
            *options,
            release,
            str(chart),
            f"--namespace={place.namespace}",
        )

    return run


def released(place: Place, name: str, release: str) -> Path:
    """Write the manifest of a release of Helm into a file, as a user does."""
    answer = place.run(tool(name), "get", "manifest", release, f"--namespace={place.namespace}")
    assert answer.returncode == 0, answer.stderr
    file = place.folder / "released.yaml"
    file.write_text(answer.stdout)
    return file


def _as_flux(place: Place, manifest: Data) -> subprocess.CompletedProcess[str]:
    return apply_as_flux(place.server, place.namespace, manifest)


def _as_flux_after_kubectl(place: Place, manifest: Data) -> subprocess.CompletedProcess[str]:
    """Create an object with kubectl, and update it as Flux does."""
    if place.stored(manifest["metadata"]["name"]) is None:
        return _kubectl_with("apply")(place, manifest)
    return _as_flux(place, manifest)


def _as_argo_cd(place: Place, manifest: Data) -> subprocess.CompletedProcess[str]:
    """Apply client-side at first, and server-side from then on, as one manager."""
    options = ["apply", "--field-manager=argocd-controller"]
    if place.stored(manifest["metadata"]["name"]) is not None:
        options += ["--server-side", "--force-conflicts"]
    return _kubectl_with(*options)(place, manifest)


APPLIERS = {
    "kubectl": Applier("client", _kubectl_with("apply")),
    "kubectl-server-side": _server_side("kubectl", is_forced=True),
    "team": _server_side("team-a", is_forced=False),
    "pipeline": _server_side("pipeline", is_forced=True),
    "flux": Applier("flux", _as_flux),
    "flux after kubectl": Applier("flux", _as_flux_after_kubectl),
    "argo cd": Applier("argocd-server-side", _as_argo_cd),
    "kubectl-replace": Applier("replace", _kubectl_with("replace")),
    "helm3": Applier("helm3", _helm("helm3")),
    "helm4": Applier("helm4", _helm("helm4")),
    "helm3 --force": Applier("helm-replace", _helm("helm3", "--force")),
    "helm4 --force-replace": Applier(
        "helm-replace", _helm("helm4", "--server-side=false", "--force-replace")
    ),
    "helm4 --force-conflicts": Applier(
        "helm4", _helm("helm4", "--server-side=true", "--force-conflicts"), force_conflicts=True
    ),
}
