"""Settings of a run as a whole, from the configuration of the current folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from svclint.app.facts import HERE, FactsFinder, RequestSettings, configs_of
from svclint.app.requests import CheckRequest
from svclint.model import Severity
from svclint.settings.config.layers import FileConfig

RUN_KEYS = ("failOn", "baseline", "format")
NEVER = "never"


def with_run_settings(request: CheckRequest, given: RequestSettings) -> CheckRequest:
    """Return a request with the baseline and the threshold that are configured.

    Raises ``ConfigError``.
    """
    fail_on = request.fail_on or _configured("failOn", given) or "error"
    baseline = request.baseline or _configured("baseline", given) or ""
    if not request.use_baseline:
        baseline = ""
    elif baseline and not request.baseline:
        baseline = os.path.relpath(baseline)
    return replace(request, fail_on=fail_on, baseline=baseline)


def configured_format(given: RequestSettings) -> str:
    """Return the format of the report that is configured; empty if none is."""
    return str(_configured("format", given) or "")


def configured_baseline(given: RequestSettings) -> str:
    """Return the baseline that is configured; empty if none is."""
    found = _configured("baseline", given)
    return os.path.relpath(found) if found else ""


def threshold(fail_on: str) -> Severity | None:
    """Return the severity from which a finding fails a run; ``None``: none does."""
    return None if fail_on == NEVER else Severity[fail_on.upper()]


def without_effect(files: Collection[str], given: RequestSettings) -> Iterator[str]:
    """Yield a note for each setting of a run that stands in the configuration of another folder."""
    for config in configs_of(files, given):
        layers = FileConfig("", tuple(layer for layer in config.layers if not layer.paths))
        for key in RUN_KEYS:
            found = layers.value(key)
            if found is not None and found.value != _configured(key, given):
                place = found.place()
                file = os.path.relpath(place.file)
                yield (
                    f"{file}:{place.line}:{place.column}: {key} has no effect; it is taken from"
                    " the configuration of the current folder"
                )


def _configured(key: str, given: RequestSettings) -> Any:
    found = FactsFinder(given).file_config(HERE).value(key)
    return found and found.value
