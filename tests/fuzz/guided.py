"""Fuzz a target with coverage guidance, by Atheris: ``python -m tests.fuzz.guided TARGET …``.

All other arguments are those of libFuzzer, such as ``-max_total_time=60``.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

with atheris.instrument_imports(include=["svclint"]):
    from tests.fuzz.targets import OF_TREES, TARGETS


def main() -> None:
    """Run libFuzzer; it ends the process, with a code other than 0 if it finds something."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, {**TARGETS, **OF_TREES}[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
