"""How large a chart may be, with its subcharts."""

from __future__ import annotations

from svclint.model import ConfigError

# As Helm itself: MaxDecompressedFileSize and MaxDecompressedChartSize of its chart loader.
MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_CHART_BYTES = 100 * 1024 * 1024
MAX_FILES = 20_000
# Folders inside of each other; deeper ones are left out.
MAX_DEPTH = 64


class ChartError(ConfigError):
    """A chart that cannot be copied or read; the message says why, and what to do."""


class Budget:
    """What is left of the limits of one chart."""

    def __init__(self) -> None:
        self._files, self._bytes = MAX_FILES, MAX_CHART_BYTES

    def take(self, file: str, size: int) -> None:
        """Count one more file. Raises ``ChartError`` beyond a limit."""
        self._files -= 1
        self._bytes -= size
        if size > MAX_FILE_BYTES:
            raise ChartError(
                f"{file} contains a file of {size} bytes; Helm reads at most {MAX_FILE_BYTES}"
            )
        if self._files < 0 or self._bytes < 0:
            raise ChartError(
                f"{file} makes the chart larger than {MAX_FILES} files or {MAX_CHART_BYTES} bytes; "
                "leave files out with .helmignore, or move them out of the chart"
            )
