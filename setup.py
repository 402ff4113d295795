"""Map the repository's three homes onto one import package; all but C is in pyproject.toml."""

import os

from setuptools import Extension, find_packages, setup

HOMES = {"svclint": "lint/svclint", "svclint.rules": "rules", "svclint.schemas": "schemas"}
# Without a compiler, modules in Python do the same, only slower.
NATIVE = [
    Extension(f"svclint.source.{name}", [f"lint/svclint/source/{name}.c"], optional=True)
    for name in ("native_stream", "native_yaml")
]

setup(
    package_dir=HOMES,
    packages=[
        name
        for top, home in HOMES.items()
        for name in (top, *(f"{top}.{sub}" for sub in find_packages(home)))
    ],
    # One wheel is without it, for whatever there is no other wheel for.
    ext_modules=[] if os.environ.get("SVCLINT_PURE") == "1" else NATIVE,
)
