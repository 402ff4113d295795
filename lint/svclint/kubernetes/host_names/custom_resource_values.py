"""Values of custom resources that name hosts, by the API references of their projects."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names.host_value import HostValue
from svclint.model.data import group_of, mapping, sequence, text
from svclint.model.field_paths import values_at
from svclint.source import Document

_SINK = ("spec.sink.uri",)
_PROBE = ("spec.prober.url", "spec.targets.staticConfig.static[]")
_AUTHORIZATION = ("spec.forwardAuth.address",)
_ANALYSIS = ("spec.metrics[].provider.prometheus.address", "spec.metrics[].provider.web.url")
# By API group and kind. The clients are operators and proxies, whose search paths are not those of
# the object.
_FIELDS = {
    # The Prometheus operator.
    ("monitoring.coreos.com", "Probe"): _PROBE,
    ("azmonitoring.coreos.com", "Probe"): _PROBE,
    # Traefik.
    ("traefik.io", "Middleware"): _AUTHORIZATION,
    ("traefik.containo.us", "Middleware"): _AUTHORIZATION,
    # Istio.
    ("networking.istio.io", "ServiceEntry"): ("spec.endpoints[].address",),
    # Argo Rollouts.
    ("argoproj.io", "AnalysisTemplate"): _ANALYSIS,
    ("argoproj.io", "ClusterAnalysisTemplate"): _ANALYSIS,
    # Knative Eventing.
    ("eventing.knative.dev", "Trigger"): (
        "spec.subscriber.uri",
        "spec.delivery.deadLetterSink.uri",
    ),
    ("messaging.knative.dev", "Subscription"): (
        "spec.subscriber.uri",
        "spec.reply.uri",
        "spec.delivery.deadLetterSink.uri",
    ),
    ("sources.knative.dev", "ApiServerSource"): _SINK,
    ("sources.knative.dev", "ContainerSource"): _SINK,
    ("sources.knative.dev", "KafkaSource"): _SINK,
    ("sources.knative.dev", "PingSource"): _SINK,
    ("sources.knative.dev", "SinkBinding"): _SINK,
}
_KEDA = (("keda.sh", "ScaledObject"), ("keda.sh", "ScaledJob"))
# The custom resources with values that name hosts, by API group and kind.
CUSTOM_RESOURCES = (*_FIELDS, *_KEDA)


def custom_resource_values(document: Document) -> Iterator[HostValue]:
    """Yield the values of a custom resource that name hosts."""
    resource = group_of(document.api_version), document.kind
    for field_path in _FIELDS.get(resource, ()):
        for path, value in values_at(document.data, field_path):
            is_of_pod = document.kind == "Probe"
            yield HostValue(path, "host", text(value), None, is_of_pod)
    if resource in _KEDA:
        for at, trigger in enumerate(sequence(document.value(("spec", "triggers")))):
            for key, value in mapping(mapping(trigger).get("metadata")).items():
                yield HostValue(
                    ("spec", "triggers", at, "metadata", key), key, text(value), None, False
                )
