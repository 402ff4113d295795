"""The charts of the tests, rendered with real Helm."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from svclint.model import ConfigError
from svclint.render.helm.chart_copy import ChartCopy, copy_chart
from svclint.render.helm.tracer import HelmTracer, RenderedChart, trace_chart
from svclint.render.helm.written_values import ValuesFile
from svclint.source import Document
from svclint.source.stream import documents

from tests.render import real_tools

CHARTS = Path(__file__).parent / "charts"


class Chart:
    """A copy of a test's chart, rendered with one program; counts the renders."""

    def __init__(self, program: str, folder: Path, work: Path, *values: Path) -> None:
        self.program, self.work, self.values = real_tools.program(program), work, values
        self.renders = 0
        charts = {"cache": str(folder.parent / "cache")}
        top = str(folder.parent)
        self.copy: ChartCopy = copy_chart(str(folder), str(work / "copy"), top, charts)
        self.raw = self.render(self.copy.folder, ())
        self.documents: list[Document] = list(documents("", self.raw))

    def render(self, folder: str, more: Sequence[str]) -> bytes:
        self.renders += 1
        files = [f"--values={file}" for file in (*self.values, *more)]
        command = [self.program, "template", "shop", folder, "--kube-version=1.33.0", *files]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise ConfigError(done.stderr.decode())
        return done.stdout

    def number(self, name: str) -> int:
        """Return the number of the document of the Service with a name."""
        return next(
            number
            for number, document in enumerate(self.documents)
            if (document.kind, document.object_name.name) == ("Service", name)
        )

    def trace(
        self, *asked: tuple[str, tuple[str | int, ...]], files: Sequence[ValuesFile] = ()
    ) -> HelmTracer:
        known = files or [ValuesFile(str(file), str(file)) for file in self.values]
        rendered = RenderedChart(self.copy, known, self.raw, self.documents)
        fields = [(self.number(name), path) for name, path in asked]
        return trace_chart(rendered, dict.fromkeys(fields, ()), self.render, mkdtemp(dir=self.work))
