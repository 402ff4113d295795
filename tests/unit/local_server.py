"""A server on loopback with TLS that answers as a test says, and kubeconfigs for it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

SECRET = "SEKRET-d41d8cd98f00b204"
Answer = Callable[["Exchange"], None]


class Exchange(BaseHTTPRequestHandler):
    """One request; the server's ``answer`` writes the response."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    server: LocalServer

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.server.answer(self)
        self.close_connection = True

    def reply(self, status: int, body: bytes, kind: str = "application/json", **more: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(body)), **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Print nothing."""


class LocalServer(ThreadingHTTPServer):
    daemon_threads = True
    answer: Answer
    paths: list[str]
    authority: trustme.CA
    url: str

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error."""


@contextmanager
def local_server(answer: Answer, host: str = "127.0.0.1") -> Generator[LocalServer]:
    """Serve with a certificate for ``host``; clients connect to 127.0.0.1."""
    server = LocalServer(("127.0.0.1", 0), Exchange)
    server.answer, server.paths, server.authority = answer, [], trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.authority.issue_cert(host).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.url = f"https://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def kubeconfig(
    folder: Path,
    local: LocalServer | None = None,
    *,
    user: object = None,
    **cluster: object,
) -> Path:
    """Write a kubeconfig with a secret token, or another user; ``None`` drops a field."""
    found: dict[str, object] = {"server": "https://127.0.0.1:1"}
    if local is not None:
        (folder / "ca.pem").write_bytes(local.authority.cert_pem.bytes())
        found = {"server": local.url, "certificate-authority": "ca.pem"}
    found = {name: value for name, value in (found | cluster).items() if value is not None}
    file = folder / "kubeconfig"
    config = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}],
        "clusters": [{"name": "k", "cluster": found}],
        "users": [{"name": "u", "user": {"token": SECRET} if user is None else user}],
    }
    file.write_text(json.dumps(config))
    return file
