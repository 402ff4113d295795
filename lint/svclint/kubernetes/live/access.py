"""How to reach a cluster: a kubeconfig's context, or the account of the pod svclint runs in.

The official Kubernetes client reads kubeconfigs, runs exec plugins and sets up TLS and proxies; it
is imported only here, and only when a cluster is read. Nothing is ever written: an OIDC token that
has expired is not renewed, since its new refresh token would have to be stored.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.kubeconfig import configure, kubeconfig_files

SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
_MISSING = (
    "reading a cluster needs the Kubernetes client, which is not installed here: "
    "pip install 'svclint[cluster]'"
)


class Target(NamedTuple):
    """Which cluster is meant; empty strings where kubectl's defaults hold."""

    kubeconfig: str = ""
    context: str = ""
    namespace: str = ""


class Access(NamedTuple):
    """A way to one API server: its address, what it is called, and how to ask it."""

    server: str
    called: str
    namespace: str
    pool: Any
    headers: Callable[[], dict[str, str]]


def connect(target: Target) -> Access:
    """Find the cluster and prepare to ask it; nothing is sent yet. Raises ``ClusterError``."""
    try:
        configuration = import_module("kubernetes.client").Configuration()
        rest = import_module("kubernetes.client.rest")
    except ImportError as error:
        lacks_client = (error.name or "").partition(".")[0] == "kubernetes"
        raise ClusterError(_MISSING if lacks_client else f"{_MISSING} ({error})") from None
    files = kubeconfig_files(target.kubeconfig)
    if files:
        called, namespace = configure(configuration, files, target.context)
    else:
        called, namespace = _configure_from_pod(configuration, target)
    try:
        pool = rest.RESTClientObject(configuration).pool_manager
    except (ValueError, OSError, ImportError) as error:
        raise ClusterError(f"{called}: no connection can be set up: {error}") from None
    _trust_as_kubectl_does(pool, configuration)
    server = configuration.host.rstrip("/")
    return Access(server, called, namespace, pool, lambda: _headers(configuration))


def _configure_from_pod(configuration: Any, target: Target) -> tuple[str, str]:
    if not os.environ.get("KUBERNETES_SERVICE_HOST") or target.context:
        looked = os.environ.get("KUBECONFIG") or "~/.kube/config"
        raise ClusterError(
            f"there is no kubeconfig: {looked} does not exist; "
            "name one with --kubeconfig FILE or KUBECONFIG"
        )
    config = import_module("kubernetes.config")
    try:
        config.load_incluster_config(client_configuration=configuration)
    except (config.ConfigException, OSError) as error:
        raise ClusterError(
            f"the account of this pod cannot be used: {error}; "
            "check automountServiceAccountToken, or name a --kubeconfig"
        ) from None
    try:
        with open(f"{SERVICE_ACCOUNT}/namespace", encoding="utf-8") as file:
            namespace = file.read(256).strip()
    except OSError:
        namespace = ""
    return "the cluster of this pod", namespace


def _headers(configuration: Any) -> dict[str, str]:
    """Give the headers of one request; a token that is about to expire is asked for anew."""
    headers = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "svclint"}
    for setting in configuration.auth_settings().values():
        if setting["in"] == "header" and setting["value"]:
            headers[setting["key"]] = setting["value"]
    return headers


def _trust_as_kubectl_does(pool: Any, configuration: Any) -> None:
    """Take certificate authorities that Go takes.

    From Python 3.13 on, OpenSSL is told to refuse authorities without a key identifier, and those
    of many clusters have none. What a certificate must prove stays the same.
    """
    if not configuration.host.startswith("https"):
        return
    context = import_module("urllib3.util").create_urllib3_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not configuration.ssl_ca_cert:
        context.load_default_certs()
    pool.connection_pool_kw["ssl_context"] = context
