"""Roots: the charts and kustomizations that are rendered, each way in which they are rendered."""

from __future__ import annotations

import os
from typing import NamedTuple

from svclint.render.deployers import Deployer
from svclint.render.release import Release
from svclint.source.charts import RELEASE_NAME

HELM, KUSTOMIZE = "helm", "kustomize"


class Root(NamedTuple):
    """A folder that is rendered, and how: a chart with values files, or a kustomization.

    ``folder`` and ``values`` are paths as users name them. ``file`` is the file that makes the
    folder a chart or kustomization: it stands for the root where nothing nearer is known.
    ``cluster`` is the name of the cluster in the configuration; empty: decided by the path.
    ``is_named``: the user has asked for this root, so that failing to render it is an error.
    ``deployer`` is the object of Flux or Argo CD that deploys the folder, with changes of its own.
    ``is_test``: its values are those of a test, which sets no more than it needs.
    ``may_lack_values``: nothing says with which values a chart is deployed, so that those which it
    requires are unknown.
    """

    tool: str
    folder: str
    file: str
    values: tuple[str, ...] = ()
    release: Release = Release()
    cluster: str = ""
    is_named: bool = False
    deployer: Deployer | None = None
    may_lack_values: bool = False
    is_test: bool = False

    @property
    def name(self) -> str:
        """What stands for the name of a file where one is expected."""
        if not self.is_named:
            return f"<{self.described}>"
        verb = "helm template" if self.tool == HELM else "kustomize build"
        return f"<{verb} {self.folder}>"

    @property
    def is_default(self) -> bool:
        """Whether a chart is rendered with nothing but its own values."""
        return self.tool == HELM and not self.values and self.deployer is None

    @property
    def described(self) -> str:
        """The folder, and the values files if there are any."""
        folder = os.path.normpath(self.folder)
        inside = os.path.join(folder, "")
        used = [os.path.normpath(each).removeprefix(inside) for each in self.values]
        release = self.release
        if self.tool == HELM and not self.is_named:
            used += [f"namespace {release.namespace}"] if release.namespace else []
            used += [f"release {release.name}"] if release.name != RELEASE_NAME else []
            used += [f"cluster {self.cluster}"] if self.cluster else []
            used += release.api_versions
        described = f"{folder} with {', '.join(used)}" if used else folder
        return described if self.deployer is None else f"{described} by {self.deployer.shown}"


def in_folder(folder: str, name: str) -> str:
    """Return the path of a file in a folder, in the way in which users name the folder."""
    return name if folder in ("", os.curdir) else os.path.join(folder, name)
