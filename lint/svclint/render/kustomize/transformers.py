"""The transformers of kustomize, each replayed on one object.

A kustomization configures those of its settings; ``transformers`` of a kustomization names files
that configure more, with the same names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from svclint.render.kustomize.field_specs import (
    ANNOTATIONS,
    COMMON_LABELS,
    IMAGES,
    REPLICAS,
    TEMPLATE_LABELS,
    VOLUME_CLAIM_LABELS,
    FieldSpec,
    written_specs,
)
from svclint.render.kustomize.patches import (
    apply_json_patches,
    apply_patch,
    apply_patches,
    apply_strategic_merges,
)
from svclint.render.kustomize.replacements import FindSource, apply_replacements
from svclint.render.kustomize.selection import TracedObject
from svclint.render.kustomize.settings import (
    add_affix,
    add_pairs,
    set_image,
    set_namespace,
    set_replicas,
)
from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.traced import Node, UntraceableError

_NAME = FieldSpec("metadata/name")
_METADATA_LABELS = FieldSpec("metadata/labels")


class Context(NamedTuple):
    """What a transformer needs besides the object: ``specs`` are the configured field specs."""

    layer: Layer
    sources: Sources
    find_source: FindSource
    specs: dict[str, list[FieldSpec]]

    def configured(self, setting: str) -> list[FieldSpec]:
        """Return the field specs that ``configurations`` add for a setting."""
        return self.specs.get(setting, [])


Transformer = Callable[[TracedObject, Context], None]


def transform(target: TracedObject, context: Context) -> None:
    """Replay the settings of a kustomization. Raises ``UntraceableError``."""
    for transformer in _SETTINGS:
        if not target.is_deleted:
            transformer(target, context)


def transform_configured(target: TracedObject, context: Context) -> None:
    """Replay the transformer that a file configures. Raises ``UntraceableError``."""
    transformer = _CONFIGURED.get(context.layer.settings.text("kind"))
    if transformer is None:
        raise UntraceableError
    if not target.is_deleted:
        transformer(target, context)


def _namespace(target: TracedObject, context: Context) -> None:
    value = context.layer.settings.field("namespace")
    if value is not None:
        set_namespace(target, value, context.configured("namespace"))


def _affix(setting: str) -> Transformer:
    def add(target: TracedObject, context: Context) -> None:
        value = context.layer.settings.field(setting)
        if value is not None:
            add_affix(target, value, setting, [_NAME, *context.configured(setting)])

    return add


def _labels(target: TracedObject, context: Context) -> None:
    common = [*COMMON_LABELS, *context.configured("commonLabels")]
    for entry in context.layer.settings.items_of("labels"):
        specs = written_specs(entry.data_of("fields"))
        specs += context.configured("labels")
        if _is_true(entry, "includeSelectors"):
            specs += common
        else:
            specs.append(_METADATA_LABELS)
            if _is_true(entry, "includeTemplates"):
                specs += [*TEMPLATE_LABELS, *context.configured("templateLabels")]
            if _is_true(entry, "includeVolumeClaimTemplates"):
                specs += VOLUME_CLAIM_LABELS
        add_pairs(target, entry.field("pairs"), specs, "labels")
    add_pairs(target, context.layer.settings.field("commonLabels"), common, "commonLabels")


def _annotations(target: TracedObject, context: Context) -> None:
    pairs = context.layer.settings.field("commonAnnotations")
    specs = [*ANNOTATIONS, *context.configured("commonAnnotations")]
    add_pairs(target, pairs, specs, "commonAnnotations")


def _replicas(target: TracedObject, context: Context) -> None:
    for entry in context.layer.settings.items_of("replicas"):
        set_replicas(target, entry, [*REPLICAS, *context.configured("replicas")])


def _images(target: TracedObject, context: Context) -> None:
    for entry in context.layer.settings.items_of("images"):
        set_image(target, entry, [*IMAGES, *context.configured("images")])


def _replacements(target: TracedObject, context: Context) -> None:
    apply_replacements(target, context.layer, context.sources, context.find_source)


def _with_files(apply: Callable[[TracedObject, Layer, Sources], None]) -> Transformer:
    return lambda target, context: apply(target, context.layer, context.sources)


# In the order of kustomize: configureBuiltinTransformers in api/internal/target.
_SETTINGS: tuple[Transformer, ...] = (
    _with_files(apply_strategic_merges),
    _with_files(apply_patches),
    _namespace,
    _affix("namePrefix"),
    _affix("nameSuffix"),
    _labels,
    _annotations,
    _with_files(apply_json_patches),
    _replicas,
    _images,
    _replacements,
)


def _configured_namespace(target: TracedObject, context: Context) -> None:
    settings = context.layer.settings
    value = settings.field("metadata", "namespace")
    if value is not None:
        specs = written_specs(settings.data_of("fieldSpecs"))
        set_namespace(target, value, specs, only_unset=_is_true(settings, "unsetOnly"))


def _configured_affix(*settings: str) -> Transformer:
    def add(target: TracedObject, context: Context) -> None:
        for setting in settings:
            value = context.layer.settings.field(_AFFIXES[setting])
            if value is not None:
                specs = written_specs(context.layer.settings.data_of("fieldSpecs"))
                add_affix(target, value, setting, specs)

    return add


_AFFIXES = {"namePrefix": "prefix", "nameSuffix": "suffix"}


def _configured_pairs(name: str) -> Transformer:
    def add(target: TracedObject, context: Context) -> None:
        settings = context.layer.settings
        add_pairs(target, settings.field(name), written_specs(settings.data_of("fieldSpecs")), name)

    return add


def _configured_patch(target: TracedObject, context: Context) -> None:
    apply_patch(target, context.layer.settings, context.layer, context.sources, "transformers")


def _configured_replicas(target: TracedObject, context: Context) -> None:
    entry = context.layer.settings.field("replica")
    if entry is not None:
        specs = written_specs(context.layer.settings.data_of("fieldSpecs"))
        set_replicas(target, entry, specs or REPLICAS)


def _configured_image(target: TracedObject, context: Context) -> None:
    entry = context.layer.settings.field("imageTag")
    if entry is not None:
        specs = written_specs(context.layer.settings.data_of("fieldSpecs"))
        set_image(target, entry, specs or IMAGES)


_CONFIGURED: dict[str, Transformer] = {
    "NamespaceTransformer": _configured_namespace,
    "PrefixTransformer": _configured_affix("namePrefix"),
    "SuffixTransformer": _configured_affix("nameSuffix"),
    "PrefixSuffixTransformer": _configured_affix("namePrefix", "nameSuffix"),
    "LabelTransformer": _configured_pairs("labels"),
    "AnnotationsTransformer": _configured_pairs("annotations"),
    "PatchTransformer": _configured_patch,
    "PatchJson6902Transformer": _configured_patch,
    "ReplacementTransformer": _replacements,
    "ReplicaCountTransformer": _configured_replicas,
    "ImageTagTransformer": _configured_image,
}


def _is_true(node: Node, name: str) -> bool:
    return node.data_of(name) is True
