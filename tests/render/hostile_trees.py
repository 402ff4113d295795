"""Hostile trees for the tests of the guards: a tree, a server that notes what is asked for."""

from __future__ import annotations

import http.server
from pathlib import Path

from svclint.render.building import build
from svclint.render.closure import closure_of
from svclint.render.confinement import Limits
from svclint.render.roots import Root

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"


class NotingServer(http.server.HTTPServer):
    """Serves a Service for any path, and notes the paths."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []


class _Handler(http.server.BaseHTTPRequestHandler):
    server: NotingServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SERVICE.encode())

    def log_message(self, *_: object) -> None:
        pass


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def rendered(root: Root, limits: Limits | None = None) -> str:
    return build(root, closure_of(root), limits).text.raw.decode()
