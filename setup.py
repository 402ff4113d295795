"""Map three folders to one import package and build the C reader; all else is in pyproject.toml."""

import os
from glob import glob

from setuptools import Extension, find_packages, setup

HOMES = {"svclint": "lint/svclint", "svclint.rules": "rules", "svclint.schemas": "schemas"}
# Optional: without a compiler, svclint reads with libyaml instead, which is slower.
NATIVE = [
    Extension(
        f"svclint.source.{name}",
        [f"lint/svclint/source/{name}.c"],
        depends=glob("lint/svclint/source/native_*.h"),
        optional=True,
    )
    for name in ("native_stream", "native_yaml")
]

setup(
    package_dir=HOMES,
    packages=[
        name
        for top, home in HOMES.items()
        for name in (top, *(f"{top}.{sub}" for sub in find_packages(home)))
    ],
    # The pure Python wheel is for platforms without a wheel of their own.
    ext_modules=[] if os.environ.get("SVCLINT_PURE") == "1" else NATIVE,
)
