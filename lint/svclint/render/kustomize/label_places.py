"""Where labels are written that several files make up."""

from __future__ import annotations

from svclint.render.kustomize.traced import Node, Place
from svclint.render.origins import LABEL_FIELDS


def place_of_labels(node: Node) -> Place:
    """Return where a mapping of labels is written: elsewhere, if each label has been replaced.

    That is the mapping there, or the only label of a setting, of a JSON patch, or of the data
    that a replacement copies.
    """
    inner: list[Place] = [child.place for child in node.value.values()] if node.is_mapping else []
    outer = [place._replace(path=place.path[:-1]) for place in inner]
    mappings = {(id(place.document), place.path) for place in outer}
    if len(mappings) != 1 or inner[0].document is node.place.document:
        return node.place
    is_mapping = outer[0].path[-1:] != () and outer[0].path[-1] in LABEL_FIELDS
    is_label = len(inner) == 1 and (not is_mapping or inner[0].setting != "")
    return inner[0] if is_label else outer[0]
