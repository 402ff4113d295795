"""Find the values that fields come from: render with other values, and see which fields change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import deepcopy
from typing import Any, TypeAlias

from svclint.model import ConfigError, Path, Scalar
from svclint.model.data import value_at
from svclint.render.helm.named_values import spelled
from svclint.render.helm.rendered_documents import Identity, of_templates, rendered_documents
from svclint.render.helm.written_values import Values
from svclint.source.stream import documents

# A field of the output: its document, and its path in it.
Field = tuple[Identity, Path]
# The values that a field is made of: the one to edit, then the others that are joined with it.
Causes: TypeAlias = tuple[Path, ...]
# Render with one more values file, given by its content. Raises ``ConfigError``.
RenderWith = Callable[[str], bytes]

# Renders per chart: each costs as much as the first one.
_MOST_RENDERS = 12
# Values that are changed at once for a part of a text.
_MOST = 100
_TOKEN = re.compile(r"zq[0-9]{4}x|(?<![0-9])[23][0-9]{4}(?![0-9])")


class Perturbation:
    """Renders a chart with other values until it is known which value each field shows."""

    def __init__(self, values: Values, render: RenderWith) -> None:
        self._values, self._render = values, render
        self._renders = 0

    def causes(self, fields: Mapping[Field, Collection[Path]]) -> dict[Field, Causes]:
        """Return the values that each field comes from, as far as candidates show it.

        A text that is joined from several values comes from all of them.
        """
        found: dict[Field, Causes] = {}
        waiting: list[Mapping[Field, Collection[Path]]] = [fields]
        while waiting and self._renders < _MOST_RENDERS:
            group = waiting.pop(0)
            candidates = sorted({path for paths in group.values() for path in paths}, key=str)
            tokens = _tokens(candidates, self._values)
            shown = self._shown(group, tokens)
            unseen = {
                field: paths
                for field, paths in group.items()
                if shown is None or field not in shown
            }
            for field, value in (shown or {}).items():
                causes = _causes(value, tokens)
                if causes:
                    found[field] = self._ordered(causes)
            if unseen and len(tokens) > 1:
                waiting.extend(_halves(unseen, candidates))
        return found

    def _ordered(self, causes: Causes) -> Causes:
        """Return values that are joined in a field, that of the last values file first.

        It is what distinguishes this rendering from others with the same defaults.
        """
        return tuple(sorted(causes, key=lambda path: -self._values.written[path].file))

    def causes_of_part(self, part: str, fields: Collection[Field]) -> dict[Field, Causes]:
        """Return the values whose part is that of fields: another one in it changes them, too.

        The rest of a value stays, since a template may read a URL.
        """
        tokens = _tokens_of_part(part, self._values)
        found: dict[Field, Causes] = {}
        waiting = [(list(fields), list(tokens))]
        while waiting and self._renders < _MOST_RENDERS:
            unknown, group = waiting.pop(0)
            shown = self._shown(unknown, dict(map(tokens.__getitem__, group))) or {}
            for field, value in shown.items():
                text = spelled(value)
                causes = tuple(tokens[token][0] for token in group if token in text)
                if causes:
                    found[field] = (*found.get(field, ()), *causes)
                    unknown.remove(field)
            # A value that fails the render must not hide the others.
            if unknown and len(group) > 1:
                middle = len(group) // 2
                waiting += ((list(unknown), half) for half in (group[:middle], group[middle:]))
        return found

    def key_cause(self, field: Field, candidates: Iterable[Path]) -> Path | None:
        """Return the mapping key that a field shows, as templates do that range over a mapping."""
        for path in candidates:
            if self._renders >= _MOST_RENDERS:
                break
            # It is sorted like the key that it replaces.
            renamed = f"{path[-1]}zq"
            content = deepcopy(value_at(self._values.data, path))
            shown = self._shown((field,), {path: None, (*path[:-1], renamed): content})
            if shown and shown.get(field) == renamed:
                return path
        return None

    def render(self, changes: Mapping[Path, Any]) -> bytes:
        """Render with other values, by path. Raises ``ConfigError``."""
        return self._render(json.dumps(self._values.override(changes)))

    def _shown(
        self, fields: Iterable[Field], tokens: Mapping[Path, Any]
    ) -> dict[Field, Any] | None:
        """Return what is in the fields with tokens in the values; ``None`` if Helm refuses them."""
        if not tokens:
            return {}
        self._renders += 1
        try:
            raw = self.render(tokens)
        except ConfigError:
            return None
        raw = of_templates(raw, {identity[0] for identity, _ in fields})
        loaded = rendered_documents(raw, documents("", raw))
        found = {each.identity: each.document for each in loaded}
        shown: dict[Field, Any] = {}
        for identity, path in fields:
            document = found.get(identity)
            value = document.value(path) if document else None
            if value is not None:
                shown[identity, path] = value
        return shown


def pattern_of(part: str) -> re.Pattern[str]:
    """Return what finds a part of a text; digits are a whole number."""
    return re.compile(rf"(?<![0-9]){part}(?![0-9])" if part.isdigit() else re.escape(part))


def _halves(
    fields: Mapping[Field, Collection[Path]], candidates: list[Path]
) -> Iterable[Mapping[Field, Collection[Path]]]:
    middle = len(candidates) // 2
    for half in (candidates[:middle], candidates[middle:]):
        kept = frozenset(half)
        narrowed = {field: kept & frozenset(paths) for field, paths in fields.items()}
        group = {field: paths for field, paths in narrowed.items() if paths}
        if group:
            yield group


def _tokens(paths: Iterable[Path], values: Values) -> dict[Path, Scalar]:
    """Return a value for each path that no other path has, and that looks like its own."""
    tokens: dict[Path, Scalar] = {}
    for path in paths:
        value = values.written[path].value
        number = len(tokens)
        if isinstance(value, (bool, float)) or value is None:
            continue
        text = str(value)
        if text.isdigit():
            # Node ports are in a range of their own.
            base = 30100 if 30000 <= int(text) <= 32767 else 20100
            token: Scalar = base + number
            tokens[path] = token if isinstance(value, int) else str(token)
        else:
            tokens[path] = f"zq{number:04d}x"
        if number >= 2000:
            break
    return tokens


def _tokens_of_part(part: str, values: Values) -> dict[str, tuple[Path, Scalar]]:
    """Return texts that replace a part of values, by path, and the values with them."""
    pattern, tokens = pattern_of(part), dict[str, tuple[Path, Scalar]]()
    for path, written in values.written.items():
        own = spelled(written.value)
        if isinstance(written.value, bool) or not pattern.search(own) or len(tokens) >= _MOST:
            continue
        token = str(20100 + len(tokens)) if part.isdigit() else f"zq{len(tokens):04d}x"
        changed = pattern.sub(token, own, count=1)
        tokens[token] = path, int(changed) if isinstance(written.value, int) else changed
    return tokens


def _causes(value: Any, tokens: Mapping[Path, Scalar]) -> Causes:
    """Return the values whose tokens a field shows, in their order; none if one is unknown."""
    paths = {spelled(token): path for path, token in tokens.items()}
    # A template may print a value in upper case.
    shown = list(dict.fromkeys(_TOKEN.findall(spelled(value).lower())))
    return tuple(paths[each] for each in shown) if paths.keys() >= set(shown) else ()
