"""Access to a cluster: by a context of a kubeconfig, or by the service account of the own pod.

The official Kubernetes client reads kubeconfigs, runs exec plugins and sets up TLS and proxies; it
is imported only here, and only when a cluster is read. Nothing is ever written: an expired OIDC
token is not renewed, because the new refresh token would have to be stored.
"""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from svclint.kubernetes.live.credentials import Credentials, Secret, shown_url
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.kubeconfig import configure, kubeconfig_files, logged_errors

SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MISSING = (
    "reading a cluster needs the Kubernetes client, which is not installed here: "
    "pip install 'svclint[cluster]'"
)


class Target(NamedTuple):
    """The cluster to read; empty strings stand for kubectl's defaults."""

    kubeconfig: str = ""
    context: str = ""
    namespace: str = ""


class Usage:
    """When reading a cluster began, and how many bytes were received since."""

    def __init__(self) -> None:
        self.began, self.size = time.monotonic(), 0


class Access(NamedTuple):
    """A connection to an API server.

    ``server`` and ``description`` name it in messages, ``namespace`` is that of the context,
    ``pool`` is urllib3's, and ``authorization`` returns the header of the next request.
    ``warning`` is a sentence about a connection that is not protected, else empty.
    """

    server: str
    url: Secret
    description: str
    namespace: str
    pool: Any
    authorization: Callable[[], Secret | None]
    credentials: Credentials
    warning: str
    usage: Usage


def connect(target: Target) -> Access:
    """Return the access to a cluster; no request is sent yet. Raises ``ClusterError``."""
    try:
        configuration = import_module("kubernetes.client").Configuration()
        rest = import_module("kubernetes.client.rest")
    except ImportError as error:
        lacks_client = (error.name or "").partition(".")[0] == "kubernetes"
        raise ClusterError(_MISSING if lacks_client else f"{_MISSING} ({error})") from None
    credentials = Credentials()
    files = kubeconfig_files(target.kubeconfig)
    if files:
        description, namespace = configure(configuration, files, target.context, credentials)
    else:
        description, namespace = _configure_from_pod(configuration, target)
    try:
        for url in (configuration.host, configuration.proxy or ""):
            credentials.add_url(url)
        pool = rest.RESTClientObject(configuration).pool_manager
        _trust_as_kubectl_does(pool, configuration)
        warning = _warning(configuration, description)
    except Exception as error:
        # Messages of urllib3 may quote the URL of a proxy, with its password.
        raise ClusterError(
            f"{description}: the connection cannot be set up: {type(error).__name__}; check "
            "server, proxy-url, certificates and keys in the kubeconfig, and HTTPS_PROXY"
        ) from None
    return Access(
        shown_url(configuration.host.rstrip("/")),
        Secret(configuration.host.rstrip("/")),
        description,
        namespace,
        pool,
        lambda: _authorization(configuration, credentials),
        credentials,
        warning,
        Usage(),
    )


def _warning(configuration: Any, description: str) -> str:
    """Return what the kubeconfig leaves unprotected."""
    url = urlsplit(configuration.host)
    if url.scheme == "https" and not configuration.verify_ssl:
        return (
            f"{description}: insecure-skip-tls-verify is set: the identity of the server was not "
            "verified, and anyone on the way can read the credentials"
        )
    if url.scheme != "https" and url.hostname not in _LOOPBACK:
        return f"{description}: the connection is not encrypted; use https in the address of server"
    return ""


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
    except (config.ConfigException, OSError, ValueError) as error:
        raise ClusterError(
            f"the account of this pod cannot be used: {_why(error)}; "
            "check automountServiceAccountToken, or name a --kubeconfig"
        ) from None
    try:
        with open(f"{SERVICE_ACCOUNT}/namespace", encoding="utf-8") as file:
            namespace = file.read(256).strip()
    except OSError:
        namespace = ""
    return "the cluster of this pod", namespace


def _authorization(configuration: Any, credentials: Credentials) -> Secret | None:
    """Return the header of one request; a token that is about to expire is renewed."""
    with logged_errors():
        settings = configuration.auth_settings().values()
    for setting in settings:
        if setting["in"] == "header" and setting["value"]:
            value = str(setting["value"])
            credentials.add(value.partition(" ")[2])
            return Secret(value)
    return None


def _why(error: Exception) -> str:
    """Return the reason for a missing account; a file that cannot be decoded is not quoted."""
    return type(error).__name__ if isinstance(error, ValueError) else str(error)


def _trust_as_kubectl_does(pool: Any, configuration: Any) -> None:
    """Accept the certificate authorities that Go accepts.

    From 3.13, Python tells OpenSSL to refuse authorities without a key identifier, and those of
    many clusters have none. Nothing else about the verification changes.
    """
    if not configuration.host.startswith("https"):
        return
    if not configuration.verify_ssl:
        # The warning of svclint replaces that of urllib3, which comes with each request.
        urllib3 = import_module("urllib3")
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        return
    context = import_module("urllib3.util").create_urllib3_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not configuration.ssl_ca_cert:
        context.load_default_certs()
    pool.connection_pool_kw["ssl_context"] = context
