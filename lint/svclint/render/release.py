"""The release of a chart: what it is rendered as."""

from __future__ import annotations

import re
from typing import NamedTuple

from svclint.model.cluster import Version
from svclint.source.charts import RELEASE_NAME

_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?")


class Release(NamedTuple):
    """How a chart is rendered: the name and namespace of its release, and for which cluster.

    ``api_versions`` are further ones for ``.Capabilities.APIVersions``. ``settings`` are single
    values, as Helm's ``--set`` takes them; they override those of files. With ``skips_schema``, no
    value is compared with the chart's schema of values.
    """

    name: str = RELEASE_NAME
    namespace: str = ""
    kube_version: Version | None = None
    api_versions: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    skips_schema: bool = False


def release_name_problem(name: str) -> str:
    """Return what is wrong with the name of a release, which objects and options give."""
    if _NAME.fullmatch(name):
        return ""
    rule = "lower-case letters, digits, '-' and '.', at most 53 of them"
    return f"{name!r} is not a name of a release: {rule}"
