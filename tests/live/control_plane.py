"""A temporary API server for the live tests: etcd and kube-apiserver, on loopback.

The binaries are in the folder `KUBEBUILDER_ASSETS`, as for envtest; `build-apiserver` beside this
file builds them. No controllers run, because the tests examine what the API server itself stores:
a deleted namespace stays `Terminating`, and there are no EndpointSlices.

`python -m tests.live.control_plane --service-cidr 10.3.240.0/20` prints the path of a kubeconfig
and runs until it is stopped.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import ipaddress
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.live.client import LOOPBACK, Answer, Client
from tests.live.daemon import Daemon

ASSETS = "KUBEBUILDER_ASSETS"
DEFAULT_SERVICE_CIDR = "10.3.240.0/20"
# Only this machine can reach the server, and it has no data, so the tokens are not secret.
# `admin` may do everything. `reader` is in no group, so that with RBAC a test can grant it exactly
# the permissions that svclint needs.
TOKENS = {"admin": "svclint-admin", "reader": "svclint-reader"}


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
