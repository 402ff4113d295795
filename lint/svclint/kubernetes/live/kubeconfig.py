"""Kubeconfigs: find them as kubectl does, and configure the Kubernetes client by a context."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from svclint.kubernetes.live.credentials import Credentials
from svclint.kubernetes.live.errors import ClusterError
from svclint.model.data import mapping, sequence, text
from svclint.model.suggestions import closest

DEFAULT_FILE = "~/.kube/config"
_FILE_FIELDS = ("certificate-authority", "client-certificate", "client-key", "tokenFile")


def kubeconfig_files(named: str) -> list[str]:
    """Return the kubeconfig files in kubectl's order; none if the account of the pod is to be used.

    Raises ``ClusterError`` if ``named`` does not exist.
    """
    if named:
        if not os.path.isfile(os.path.expanduser(named)):
            raise ClusterError(f"the kubeconfig {named} does not exist; check --kubeconfig")
        return [named]
    listed = os.environ.get("KUBECONFIG", "").split(os.pathsep)
    files = [file for file in listed if file] or [DEFAULT_FILE]
    return [file for file in files if os.path.exists(os.path.expanduser(file))]


def configure(
    configuration: Any, files: list[str], context: str, credentials: Credentials
) -> tuple[str, str]:
    """Fill in the client's configuration; return a description of the context and its namespace.

    Exec plugins are run here. Adds what is secret to ``credentials``. Raises ``ClusterError``,
    whose message never quotes the library: its errors contain entries of the kubeconfig.
    """
    shown = os.pathsep.join(files)
    library = import_module("kubernetes.config.kube_config")
    merged = _merged(library, files, shown)
    try:
        chosen, namespace, cluster, user = _choose(merged, context, shown)
    except ClusterError:
        raise
    except Exception as error:
        raise _no_kubeconfig(shown, error) from None
    description = f"context {chosen} of {shown}"
    credentials.add_user(user)
    _require_flag(cluster, description)
    try:
        _use_oidc_token(user, description)
        with logged_errors() as logged:
            # Without a base path, paths are relative to the folder of the file that contains them.
            loader = library.KubeConfigLoader(
                config_dict=merged, active_context=chosen, config_base_path=None
            )
            loader.load_and_set(configuration)
    except ClusterError:
        raise
    except (library.ConfigException, OSError) as error:
        fields = [each for each in _FILE_FIELDS if each in cluster or each in user]
        what = f"a file of {' or '.join(fields)}" if fields else "a field is missing, or a file"
        why = f": {error.strerror}" if isinstance(error, OSError) else ""
        raise ClusterError(
            f"{description} cannot be used: {what} does not exist or cannot be read{why}"
        ) from None
    except Exception as error:
        raise _no_kubeconfig(shown, error) from None
    if "exec" in user and not configuration.auth_settings() and not configuration.cert_file:
        why = "; ".join(filter(None, map(_plugin_fault, logged)))
        command = text(mapping(user["exec"]).get("command"))
        raise ClusterError(
            f"{description}: the exec plugin {command} gave no credentials{why and f': {why}'}; "
            "run it manually to see its output, or sign in again"
        )
    return description, namespace


def _no_kubeconfig(shown: str, error: Exception) -> ClusterError:
    name = type(error).__name__
    return ClusterError(f"{shown} is not a kubeconfig: a value has the wrong type ({name})")


def _merged(library: Any, files: list[str], shown: str) -> Any:
    """Return the merged kubeconfigs. Raises ``ClusterError``."""
    try:
        return library.KubeConfigMerger(os.pathsep.join(files)).config
    except OSError as error:
        raise ClusterError(
            f"the kubeconfig {error.filename or shown} cannot be used: {error.strerror}"
        ) from None
    except Exception as error:
        # The mark of an error of PyYAML.
        mark = getattr(error, "problem_mark", None)
        if mark is not None:
            place = f"line {mark.line + 1}, column {mark.column + 1}"
            raise ClusterError(
                f"the kubeconfig {shown} cannot be used: it is not valid YAML at {place}"
            ) from None
        raise ClusterError(
            f"{shown} cannot be used as a kubeconfig: it is empty or not UTF-8, "
            "or a value has the wrong type"
        ) from None


def _require_flag(cluster: dict[str, Any], description: str) -> None:
    """Raise ``ClusterError`` unless the flag that turns off TLS verification is a boolean.

    The client library would take any text for true; kubectl decodes nothing but a boolean.
    """
    value = cluster.get("insecure-skip-tls-verify")
    if value is not None and not isinstance(value, bool):
        raise ClusterError(f"{description}: insecure-skip-tls-verify must be true or false")


# What the client library logs about a plugin, and what is shown of it: never the plugin's output.
_PLUGIN_FAULTS = (
    (r"exec: process returned (-?\d+)", "it exited with status {}"),
    (r"exec: failed to decode", "its output is not JSON"),
    (r"exec: malformed response", "its output is not an ExecCredential"),
    (r"exec: missing", "its output contains no token and no certificate with its key"),
    (r"exec: plugin api version", "its output has another apiVersion than the kubeconfig"),
    (r"exec: malformed request", "the kubeconfig needs command and apiVersion for it"),
    (r"\[Errno 2\]", "the command was not found"),
    (r"\[Errno 13\]", "the command is not executable"),
)


def _plugin_fault(logged: str) -> str:
    for pattern, shown in _PLUGIN_FAULTS:
        if match := re.match(pattern, logged):
            return shown.format(*match.groups())
    return ""


def _choose(
    merged: Any, context: str, shown: str
) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    """Return name, namespace, cluster and user of a context. Raises ``ClusterError``."""
    data = mapping(merged.value)
    known = sorted(_names(data, "contexts"))
    chosen = context or text(data.get("current-context"))
    if not chosen:
        raise ClusterError(
            f"the kubeconfig {shown} has no current context; "
            f"name one with --context: {', '.join(known) or 'it has none'}"
        )
    found = _entry(data, "contexts", chosen)
    if found is None:
        near = closest(chosen, known, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known) or 'none'}"
        raise ClusterError(f"the kubeconfig {shown} has no context {chosen}; {hint}")
    cluster, user = text(found.get("cluster")), text(found.get("user"))
    reached = _entry(data, "clusters", cluster)
    if reached is None or not text(reached.get("server")):
        raise ClusterError(
            f"context {chosen} of {shown} names the cluster {cluster!r}, "
            f"which {'does not exist' if reached is None else 'has no server'}"
        )
    account = _entry(data, "users", user) if user else {}
    if account is None:
        raise ClusterError(
            f"context {chosen} of {shown} names the user {user!r}, which does not exist"
        )
    return chosen, text(found.get("namespace")), reached, account


def _names(data: dict[str, Any], section: str) -> list[str]:
    return [text(each.value.get("name")) for each in sequence(data.get(section))]


def _entry(data: dict[str, Any], section: str, name: str) -> dict[str, Any] | None:
    """Return the content of a named cluster, context or user; ``None`` if it does not exist."""
    for each in sequence(data.get(section)):
        if each.value.get("name") == name:
            content = each.value.get(section.removesuffix("s"))
            return content if isinstance(content, dict) else {}
    return None


def _use_oidc_token(user: dict[str, Any], description: str) -> None:
    """Replace the OIDC auth provider of a user, the only one left in kubectl, by its valid token.

    The client library would renew an expired token; unless it was stored in the kubeconfig,
    kubectl's own session would end.
    """
    provider = mapping(user.get("auth-provider"))
    if not provider:
        return
    name = text(provider.get("name"))
    if name != "oidc":
        raise ClusterError(
            f"{description}: the auth provider {name} was removed in Kubernetes 1.26; "
            "use an exec plugin"
        )
    token = text(mapping(provider.get("config")).get("id-token"))
    if not token or _is_expired(token):
        raise ClusterError(
            f"{description}: the OIDC token {'has expired' if token else 'is missing'}; "
            "any kubectl command renews it, such as kubectl version"
        )
    del user["auth-provider"]
    user["token"] = token


def _is_expired(token: str) -> bool:
    """Return whether a JWT has expired; tokens that cannot be read are left to the server."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return bool(claims["exp"] <= time.time())
    except (LookupError, TypeError, ValueError):
        return False


@contextmanager
def logged_errors() -> Generator[list[str]]:
    """Collect errors that the client only logs, such as why an exec plugin failed.

    Without a handler, ``logging`` would print them, and with them the output of the plugin.
    """
    logged: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: logged.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield logged
    finally:
        root.removeHandler(handler)
