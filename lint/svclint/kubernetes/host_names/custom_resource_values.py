"""Values of custom resources that name hosts, by the API references of their projects."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.host_names.host_value import HostValue
from svclint.model.data import mapping, sequence, text
from svclint.model.field_paths import values_at
from svclint.source import Document

_SINK = ("spec.sink.uri",)
# By kind. The clients are operators and proxies, whose search paths are not those of the object.
_FIELDS = {
    # The Prometheus operator.
    "Probe": ("spec.prober.url", "spec.targets.staticConfig.static[]"),
    # Traefik.
    "Middleware": ("spec.forwardAuth.address",),
    # Istio.
    "ServiceEntry": ("spec.endpoints[].address",),
    # Knative Eventing.
    "Trigger": ("spec.subscriber.uri", "spec.delivery.deadLetterSink.uri"),
    "Subscription": (
        "spec.subscriber.uri",
        "spec.reply.uri",
        "spec.delivery.deadLetterSink.uri",
    ),
    **dict.fromkeys(
        ("ApiServerSource", "ContainerSource", "KafkaSource", "PingSource", "SinkBinding"), _SINK
    ),
}
_KEDA = ("ScaledObject", "ScaledJob")
CUSTOM_RESOURCE_KINDS = (*_FIELDS, *_KEDA)


def custom_resource_values(document: Document) -> Iterator[HostValue]:
    """Yield the values of a custom resource that name hosts."""
    for field_path in _FIELDS.get(document.kind, ()):
        for path, value in values_at(document.data, field_path):
            is_of_pod = document.kind == "Probe"
            yield HostValue(path, "host", text(value), None, is_of_pod)
    if document.kind in _KEDA:
        for at, trigger in enumerate(sequence(document.value(("spec", "triggers")))):
            for key, value in mapping(mapping(trigger).get("metadata")).items():
                yield HostValue(
                    ("spec", "triggers", at, "metadata", key), key, text(value), None, False
                )
