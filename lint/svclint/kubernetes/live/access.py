"""Access to a cluster: by a context of a kubeconfig, or by the service account of the own pod.

The official Kubernetes client reads kubeconfigs, runs exec plugins and sets up TLS and proxies; it
is imported only here, and only when a cluster is read. Nothing is ever written: an expired OIDC
token is not renewed, because the new refresh token would have to be stored.
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
    """The cluster to read; empty strings stand for kubectl's defaults."""

    kubeconfig: str = ""
    context: str = ""
    namespace: str = ""


class Access(NamedTuple):
    """A connection to an API server.

    ``description`` names it in messages, ``namespace`` is that of the context, ``pool`` is
    urllib3's, and ``headers`` returns the headers of the next request.
    """

    server: str
    description: str
    namespace: str
    pool: Any
    headers: Callable[[], dict[str, str]]


def connect(target: Target) -> Access:
    """Return the access to a cluster; no request is sent yet. Raises ``ClusterError``."""
    try:
        configuration = import_module("kubernetes.client").Configuration()
        rest = import_module("kubernetes.client.rest")
    except ImportError as error:
        lacks_client = (error.name or "").partition(".")[0] == "kubernetes"
        raise ClusterError(_MISSING if lacks_client else f"{_MISSING} ({error})") from None
    files = kubeconfig_files(target.kubeconfig)
    if files:
        description, namespace = configure(configuration, files, target.context)
    else:
        description, namespace = _configure_from_pod(configuration, target)
    try:
        pool = rest.RESTClientObject(configuration).pool_manager
    except (ValueError, OSError, ImportError) as error:
        raise ClusterError(f"{description}: the connection cannot be set up: {error}") from None
    _trust_as_kubectl_does(pool, configuration)
    server = configuration.host.rstrip("/")
    return Access(server, description, namespace, pool, lambda: _headers(configuration))


def _configure_from_pod(configuration: Any, target: Target) -> tuple[str, str]:
    if not os.environ.get("KUBERNETES_SERVICE_HOST") or target.context:
        searched = os.environ.get("KUBECONFIG") or "~/.kube/config"
        raise ClusterError(
            f"there is no kubeconfig: {searched} does not exist; "
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
    """Return the headers of one request; a token that is about to expire is renewed."""
    headers = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "svclint"}
    for setting in configuration.auth_settings().values():
        if setting["in"] == "header" and setting["value"]:
            headers[setting["key"]] = setting["value"]
    return headers


def _trust_as_kubectl_does(pool: Any, configuration: Any) -> None:
    """Accept the certificate authorities that Go accepts.

    From 3.13, Python tells OpenSSL to refuse authorities without a key identifier, and those of
    many clusters have none. Nothing else about the verification changes.
    """
    if not configuration.host.startswith("https"):
        return
    context = import_module("urllib3.util").create_urllib3_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not configuration.ssl_ca_cert:
        context.load_default_certs()
    pool.connection_pool_kw["ssl_context"] = context
