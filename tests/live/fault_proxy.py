"""A proxy in front of a real API server that injects faults and records all requests.

It uses HTTP without TLS on loopback, so that a test can end a response at any byte; everything else
is the server's own response.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from tests.live.client import LOOPBACK
from tests.live.control_plane import TOKENS, ApiServer


class Request(NamedTuple):
    """A request as it was received."""

    method: str
    path: str


class Exchange(BaseHTTPRequestHandler):
    """One request, and the ways to answer it."""

    protocol_version = "HTTP/1.1"
    # Otherwise every response waits 40 ms between its headers and its body.
    disable_nagle_algorithm = True
    timeout = 30
    server: FaultProxy

    def answer(self) -> None:
        request = Request(self.command, self.path)
        with self.server.lock:
            self.server.seen.append(request)
            fault = self.server.faults.get(len(self.server.seen)) or self.server.fault
        (fault or Exchange.relay)(self)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815

    def do_CONNECT(self) -> None:
        """Open a tunnel, like the proxies of `proxy-url`; the TLS inside is the server's."""
        self.server.seen.append(Request(self.command, self.path))
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), 10) as far:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=pump, args=(far, self.connection))
            back.start()
            pump(self.connection, far)
            back.join()
        self.close_connection = True

    def relay(self) -> None:
        """Forward the server's complete response."""
        self.send_all(*self.ask())

    def relay_half(self) -> None:
        """Announce the complete response, send half of it, and close the connection."""
        status, headers, body = self.ask()
        self.send_head(status, headers, len(body))
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def relay_half_chunked(self) -> None:
        """Send half of the response in chunks, and close the connection before the last one."""
        status, headers, body = self.ask()
        half = body[: len(body) // 2]
        self.send_head(status, {**headers, "Transfer-Encoding": "chunked"}, None)
        self.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
        self.close_connection = True

    def relay_half_as_whole(self) -> None:
        """Send half of the response as if it were complete."""
        status, headers, body = self.ask()
        self.send_all(status, headers, body[: len(body) // 2])

    def drip(self) -> None:
        """Send the response so slowly that it would never end."""
        status, headers, body = self.ask()
        self.send_head(status, headers, len(body))
        for at in range(len(body)):
            if self.server.closing.wait(0.05):
                break
            try:
                self.wfile.write(body[at : at + 1])
            except OSError:
                break
        self.close_connection = True

    def hang(self) -> None:
        """Send nothing until the test ends."""
        self.server.closing.wait(60)
        self.close_connection = True

    def drop(self) -> None:
        """Close the connection without a response."""
        self.close_connection = True

    def ask(self) -> tuple[int, dict[str, str], bytes]:
        """Return the server's response."""
        upstream = self.server.upstream
        context = ssl.create_default_context(cafile=upstream.ca_file)
        kept = ("authorization", "accept", "accept-encoding")
        headers = {name: value for name, value in self.headers.items() if name.lower() in kept}
        with closing(
            http.client.HTTPSConnection(LOOPBACK, upstream.port, context=context, timeout=30)
        ) as link:
            link.request(self.command, self.path, None, headers)
            response = link.getresponse()
            names = ("content-type", "content-encoding", "retry-after")
            kept_headers = {
                name: response.headers[name] for name in names if response.headers[name]
            }
            return response.status, kept_headers, response.read()

    def send_all(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_head(status, headers, len(body))
        self.wfile.write(body)

    def send_head(self, status: int, headers: dict[str, str], length: int | None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""


def pump(source: socket.socket, target: socket.socket) -> None:
    """Forward bytes until one side ends."""
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


Fault = Callable[[Exchange], None]


class FaultProxy(ThreadingHTTPServer):
    """The proxy: `fault` answers every request, `faults` those with these numbers, from 1."""

    daemon_threads = True

    def __init__(self, upstream: ApiServer) -> None:
        super().__init__((LOOPBACK, 0), Exchange)
        self.upstream = upstream
        self.seen: list[Request] = []
        self.faults: dict[int, Fault] = {}
        self.fault: Fault | None = None
        self.lock = threading.Lock()
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection; many tests expect them to."""


def status(code: int, message: str = "no", **headers: str) -> Fault:
    """Respond with a Status, like an API server."""
    body = {"kind": "Status", "apiVersion": "v1", "code": code, "message": message}
    return reply(code, json.dumps(body), "application/json", **headers)


def reply(code: int, body: str, content_type: str, **headers: str) -> Fault:
    """Respond with any content; `retry_after` sets the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.send_all(
        code, {"Content-Type": content_type, **named}, body.encode()
    )


@contextmanager
def fault_proxy(upstream: ApiServer) -> Generator[FaultProxy]:
    """Run a proxy in front of a server, and stop it at the end."""
    with FaultProxy(upstream) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.closing.set()
            proxy.shutdown()
            thread.join()


def write_kubeconfig(file: Path, server: str, user: object = None, **cluster: object) -> Path:
    """Write a kubeconfig with one context; the default user is `admin`."""
    account = {"token": TOKENS["admin"]} if user is None else user
    file.write_text(
        json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{"name": "live", "cluster": {"server": server, **cluster}}],
                "users": [{"name": "me", "user": account}],
                "contexts": [{"name": "here", "context": {"cluster": "live", "user": "me"}}],
                "current-context": "here",
            }
        )
    )
    return file
