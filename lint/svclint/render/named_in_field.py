"""What a field names of another object, such as the port of a targetPort."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Named(NamedTuple):
    """The value of a field that refers to ports or labels, and the part of a text that is meant.

    With ``protocol``, only a port of it is meant.
    """

    value: Any
    part: str = ""
    protocol: str = ""

    def fits(self, taken_away: Iterable[tuple[str, str]]) -> bool:
        """Return whether the field may name one of some labels, or of the ports of a protocol.

        Labels are keys and values, and ports are protocols and names or numbers. Any of them may
        be meant by a longer text, such as a URL with the port of its scheme.
        """
        found = list(taken_away)
        if self.part:
            return any(text == self.part for _, text in found)
        if isinstance(self.value, dict):
            texts = {str(each) for each in self.value.values()}
            return any(
                text == str(self.value[key]) if key in self.value else text in texts
                for key, text in found
            )
        is_longer = isinstance(self.value, str) and not _is_port_or_label(self.value)
        if is_longer or isinstance(self.value, list):
            return bool(found)
        return any(
            text == str(self.value) and (not self.protocol or protocol == self.protocol)
            for protocol, text in found
        )


def _is_port_or_label(text: str) -> bool:
    return text.replace("-", "").replace("_", "").replace(".", "").isalnum()
