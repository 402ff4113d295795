"""A temporary API server for the live tests: etcd and kube-apiserver, on loopback.

The binaries are in the folder `KUBEBUILDER_ASSETS`, as for envtest; `build-apiserver` beside this
file builds them. No controllers run, because the tests examine what the API server itself stores:
a deleted namespace stays `Terminating`, and there are no EndpointSlices.

`python tests/live/control_plane.py --service-cidr 10.3.240.0/20` prints the path of a kubeconfig
and runs until it is stopped.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import ipaddress
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

ASSETS = "KUBEBUILDER_ASSETS"
LOOPBACK = "127.0.0.1"
DEFAULT_SERVICE_CIDR = "10.3.240.0/20"
START_SECONDS = 120
STOP_SECONDS = 5
LOG_TAIL = 4000

# Only this machine can reach the server, and it has no data, so the tokens are not secret.
# `admin` may do everything. `reader` is in no group, so that with RBAC a test can grant it exactly
# the permissions that svclint needs.
TOKENS = {"admin": "svclint-admin", "reader": "svclint-reader"}

WARNING_HEADER = re.compile(r'\d{3} \S+ "((?:\\.|[^"\\])*)"')


class StartError(RuntimeError):
    """A process ended or was not ready in time; the message ends with its log."""


class Answer(NamedTuple):
    """A response: a Status, an object, a list, or text if it is not JSON."""

    status: int
    body: Any
    warnings: list[str]


@dataclass(frozen=True)
class Client:
    """A minimal HTTP client that returns the server's responses unchanged.

    It uses `http.client` because `urlopen` raises an exception for statuses above 399, which are
    what is tested.
    """

    port: int
    ca_file: Path
    token: str
    timeout: float = 60
    impersonated: str = ""

    def request(
        self, method: str, path: str, body: object = None, content_type: str = "application/json"
    ) -> Answer:
        """Send *body* (text and bytes unchanged, all else as JSON) and return any response."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = content_type
        if self.impersonated:
            headers["Impersonate-User"] = self.impersonated
        context = ssl.create_default_context(cafile=self.ca_file)
        with closing(
            http.client.HTTPSConnection(LOOPBACK, self.port, context=context, timeout=self.timeout)
        ) as link:
            link.request(method, path, _encode(body), headers)
            with link.getresponse() as response:
                return Answer(response.status, _decode(response.read()), _warnings(response))


@dataclass
class Daemon:
    """A child process and its log."""

    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process in its own session.

        Ctrl-C then reaches only the test run, which stops its children in order.
        """
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process if it still runs."""
        if self.process is not None:
            self.process.send_signal(number)

    def stop(self) -> None:
        """Terminate it, then kill it: a server with watchers may take a minute to stop."""
        if self.process is None:
            return
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Wait until *ready*; a refused connection or a partial certificate means "not yet"."""
        deadline = time.monotonic() + START_SECONDS
        while not _holds(ready):
            if self.process is None or self.process.poll() is not None:
                raise StartError(f"{self.command[0]} ended\n{self._tail()}")
            if time.monotonic() > deadline:
                raise StartError(
                    f"{self.command[0]} was not ready after {START_SECONDS} s\n{self._tail()}"
                )
            time.sleep(0.1)

    def _tail(self) -> str:
        return self.log.read_text(errors="replace")[-LOG_TAIL:]


@dataclass
class ApiServer:
    """A running API server: how to reach it, and how to make it fail."""

    port: int
    folder: Path
    daemon: Daemon
    etcd: Daemon

    @property
    def url(self) -> str:
        return f"https://{LOOPBACK}:{self.port}"

    @property
    def ca_file(self) -> Path:
        """The server's certificate, followed by that of the CA that signed it."""
        return self.folder / "certs" / "apiserver.crt"

    @property
    def kubeconfig(self) -> Path:
        """The kubeconfig for kubectl and svclint, with one context per user, of the same name."""
        return self.folder / "kubeconfig"

    def client(self, user: str = "admin", impersonated: str = "") -> Client:
        return Client(self.port, self.ca_file, TOKENS[user], impersonated=impersonated)

    def request(
        self, method: str, path: str, body: object = None, content_type: str = "application/json"
    ) -> Answer:
        """Send a request as `admin`."""
        return self.client().request(method, path, body, content_type)

    def pause(self) -> None:
        """Pause the server: the kernel accepts connections, but there is no response."""
        self.daemon.send(signal.SIGSTOP)

    def resume(self) -> None:
        self.daemon.send(signal.SIGCONT)

    def kill(self) -> None:
        """Kill the server; `start` restarts it with the same port and objects."""
        self.daemon.kill()

    def start(self) -> None:
        """Start the server and wait until it can store a Service."""
        self.daemon.start()
        self.daemon.wait_for(self._ready)

    def _ready(self) -> bool:
        """Return whether it is ready and has created the Service `kubernetes` with its address."""
        paths = ("/readyz", "/api/v1/namespaces/default/services/kubernetes")
        return all(self.request("GET", path).status == http.HTTPStatus.OK for path in paths)


def missing_binaries() -> str | None:
    """Return why no server can be started, or None if one can."""
    folder = os.environ.get(ASSETS)
    if not folder:
        return f"{ASSETS} is not set: export {ASSETS}=$(tests/live/build-apiserver | tail -n1)"
    names = ("etcd", "kube-apiserver")
    missing = [name for name in names if not os.access(Path(folder, name), os.X_OK)]
    return f"{ASSETS} has no {' and no '.join(missing)}" if missing else None


@contextmanager
def start_apiserver(
    service_cidr: str = DEFAULT_SERVICE_CIDR,
    node_port_range: str | None = None,
    *,
    authorization: str = "AlwaysAllow",
    flags: Sequence[str] = (),
) -> Generator[ApiServer]:
    """Run a separate cluster, and stop it at the end.

    For dual stack, *service_cidr* contains two CIDRs separated by a comma. *flags* are additional
    flags of kube-apiserver. With `authorization="RBAC"`, `reader` has no permissions by default.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="svclint-live-")))
        etcd_port, peer_port, port = _free_ports(3)
        etcd = Daemon(_etcd_command(folder, etcd_port, peer_port), folder / "etcd.log")
        stack.callback(etcd.stop)
        etcd.start()
        etcd.wait_for(lambda: _etcd_healthy(etcd_port))

        _write_credentials(folder)
        command = _apiserver_command(folder, etcd_port, port, service_cidr)
        command += [f"--authorization-mode={authorization}", *flags]
        command += [f"--service-node-port-range={node_port_range}"] if node_port_range else []
        server = ApiServer(port, folder, Daemon(command, folder / "kube-apiserver.log"), etcd)
        stack.callback(server.daemon.stop)
        server.start()
        _write_kubeconfig(server)
        yield server


def _etcd_command(folder: Path, port: int, peer_port: int) -> list[str]:
    client, peer = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{peer_port}"
    return [
        _binary("etcd"),
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
    ]


def _apiserver_command(folder: Path, etcd_port: int, port: int, service_cidr: str) -> list[str]:
    """Return the flags of a server without controllers.

    No reconciler publishes its address, and pods need no service account, because no controller
    creates one. The advertised address must have the family of the first Service CIDR. Service
    account tokens, which are not used, are signed with the key of the server's certificate.
    """
    key = folder / "certs" / "apiserver.key"
    family = ipaddress.ip_network(service_cidr.partition(",")[0]).version
    return [
        _binary("kube-apiserver"),
        f"--etcd-servers=http://{LOOPBACK}:{etcd_port}",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={port}",
        f"--advertise-address={'::1' if family == 6 else LOOPBACK}",
        "--endpoint-reconciler-type=none",
        f"--cert-dir={key.parent}",
        f"--service-cluster-ip-range={service_cidr}",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-signing-key-file={key}",
        f"--service-account-key-file={key}",
        "--disable-admission-plugins=ServiceAccount",
    ]


def _write_credentials(folder: Path) -> None:
    groups = {"admin": ',"system:masters"'}
    rows = [f"{token},{user},{user}{groups.get(user, '')}\n" for user, token in TOKENS.items()]
    (folder / "tokens.csv").write_text("".join(rows))


def _write_kubeconfig(server: ApiServer) -> None:
    """Write the kubeconfig as JSON, with all data embedded so that it can be copied."""
    authority = base64.b64encode(server.ca_file.read_bytes()).decode()
    cluster = {"server": server.url, "certificate-authority-data": authority}
    contexts = {user: {"cluster": "live", "user": user} for user in TOKENS}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "live", "cluster": cluster}],
        "users": [{"name": user, "user": {"token": token}} for user, token in TOKENS.items()],
        "contexts": [{"name": name, "context": context} for name, context in contexts.items()],
        "current-context": "admin",
    }
    server.kubeconfig.write_text(json.dumps(config, indent=2) + "\n")


def _binary(name: str) -> str:
    return str(Path(os.environ[ASSETS], name))


def _free_ports(count: int) -> list[int]:
    """Return different free ports; all are held until the last one is found."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _etcd_healthy(port: int) -> bool:
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as link:
        link.request("GET", "/health")
        with link.getresponse() as response:
            return response.status == http.HTTPStatus.OK


def _holds(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    except (OSError, http.client.HTTPException):
        return False


def _encode(body: object) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def _decode(payload: bytes) -> Any:
    text = payload.decode()
    try:
        return json.loads(text)
    except ValueError:
        return text


def _warnings(response: http.client.HTTPResponse) -> list[str]:
    """Return the texts of the Warning headers, as kubectl prints them."""
    found = (WARNING_HEADER.search(line) for line in response.headers.get_all("Warning", []))
    return [re.sub(r"\\(.)", r"\1", match[1]) for match in found if match]


def main() -> None:
    """Run one server in the foreground, for manual experiments."""
    parser = argparse.ArgumentParser(description="A throw-away Kubernetes API server on loopback.")
    parser.add_argument("--service-cidr", default=DEFAULT_SERVICE_CIDR, metavar="CIDR[,CIDR]")
    parser.add_argument("--node-port-range", metavar="A-B")
    arguments = parser.parse_args()
    if reason := missing_binaries():
        sys.exit(reason)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        suppress(KeyboardInterrupt),
        start_apiserver(arguments.service_cidr, arguments.node_port_range) as server,
    ):
        print(f"export KUBECONFIG={server.kubeconfig}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
