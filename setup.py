"""Map the repository's three homes onto one import package (all else is in pyproject.toml)."""

from setuptools import find_packages, setup

HOMES = {"svclint": "lint/svclint", "svclint.rules": "rules", "svclint.schemas": "schemas"}

setup(
    package_dir=HOMES,
    packages=[
        name
        for top, home in HOMES.items()
        for name in (top, *(f"{top}.{sub}" for sub in find_packages(home)))
    ],
)
