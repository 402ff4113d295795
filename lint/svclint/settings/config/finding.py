"""Find the ``.svclint.yaml`` of a folder."""

from __future__ import annotations

import os

from svclint.settings.config.layers import Config
from svclint.source.file_cache import cached_from_files
from svclint.source.files import OWN_FILE

# Paths may have thousands of folders.
_STEP = 100


@cached_from_files
def nearest_config(folder: str, trusted: tuple[str, ...] = ()) -> Config | None:
    """Return the nearest configuration at or above a folder, up to the root of the repository.

    It refers to nothing outside of its tree but the ``trusted`` folders. It may have faults.
    """
    file = os.path.join(folder, OWN_FILE)
    if os.path.lexists(file):
        # Most runs have no configuration.
        from svclint.settings.config.reading import read_config  # noqa: PLC0415

        return read_config(file, trusted)
    parent = os.path.dirname(folder)
    if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
        return None
    if folder.count(os.sep) % _STEP == 0:
        # The folders above, the outermost first: no call is more than a few levels deep.
        ends = [at for at, character in enumerate(folder) if character == os.sep and at]
        for end in ends[_STEP - 1 :: _STEP]:
            nearest_config(folder[:end], trusted)
    return nearest_config(parent, trusted)
