"""Unpack the packed subcharts of strangers: regular files, below one folder, within limits."""

from __future__ import annotations

import gzip
import os
import tarfile
import zlib
from collections.abc import Iterator

from svclint.render.helm.limits import MAX_DEPTH, Budget, ChartError


def unpack(archive: str, destination: str, budget: Budget) -> Iterator[str]:
    """Unpack the regular files of a packed chart and yield their paths below the destination.

    The first step of each name, the folder of the chart, is left out, as by Helm.
    Links, devices, and names that leave the destination are left out, as Helm refuses them.
    Raises ``ChartError`` when the archive cannot be read, or is larger than the budget.
    """
    try:
        # Helm writes a header that the stream reader of ``tarfile`` itself does not read.
        with gzip.open(archive) as content, tarfile.open(fileobj=content, mode="r|") as stream:
            for member in stream:
                # What is left out is read, too.
                budget.take(archive, member.size)
                name = _safe_name(member.name)[1:]
                if not name or not member.isreg():
                    continue
                packed = stream.extractfile(member)
                if packed is None:
                    continue
                target = os.path.join(destination, *name)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "wb") as file:
                    file.write(packed.read())
                yield "/".join(name)
    except (tarfile.TarError, OSError, EOFError, ValueError, zlib.error) as error:
        raise ChartError(f"{archive} cannot be unpacked: {error}; replace the archive") from None


def _safe_name(name: str) -> list[str]:
    """Return the steps of a member's path; empty for one that leaves the destination."""
    steps = [step for step in name.replace("\\", "/").split("/") if step not in ("", ".")]
    is_unsafe = name.startswith("/") or ".." in steps or any(":" in step for step in steps)
    return [] if is_unsafe or "\0" in name or len(steps) > MAX_DEPTH else steps
