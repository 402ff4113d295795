"""The ways in which a chart of the tree is rendered: with which values, and for which cluster."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from svclint.app.facts import FactsFinder, RequestSettings
from svclint.render.discovery import values_of_tests
from svclint.render.release import Release
from svclint.render.roots import Root
from svclint.settings.config.environments import Environment
from svclint.source.charts import RELEASE_NAME


def ways_of(facts_for: FactsFinder, given: RequestSettings, chart: Root) -> list[Root]:
    """Return the ways in which a chart is rendered: its defaults, its tests, its environments."""
    ways = _ways(chart, facts_for)
    return [_for_cluster(root, given) if root.cluster else root for root in ways]


def _ways(chart: Root, facts_for: FactsFinder) -> Iterator[Root]:
    facts = facts_for(chart.file)
    namespace = "" if facts.namespace == "default" else facts.namespace
    plain = chart._replace(release=Release(RELEASE_NAME, namespace, facts.version))
    yield plain
    for file in values_of_tests(chart.folder):
        yield plain._replace(values=(file,), is_test=True)
    configured = facts_for.file_config(chart.file).value("render", "environments")
    environments: Iterable[Environment] = configured.value if configured else ()
    real = os.path.realpath(chart.folder)
    for each in environments:
        if each.is_for(real):
            own = plain.release._replace(
                name=each.release_name or RELEASE_NAME,
                namespace=each.namespace or namespace,
                api_versions=each.api_versions,
            )
            values = tuple(map(os.path.relpath, each.values))
            yield plain._replace(values=values, release=own, cluster=each.cluster)


def _for_cluster(root: Root, given: RequestSettings) -> Root:
    """Return a root that is rendered for the version of the cluster that it names."""
    version = FactsFinder(given, roots={root.name: root})(root.name).version
    return root._replace(release=root.release._replace(kube_version=version))
