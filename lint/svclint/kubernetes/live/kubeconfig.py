"""A kubeconfig's context, made into the configuration of the Kubernetes client."""

from __future__ import annotations

import json
import logging
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from svclint.kubernetes.live.errors import ClusterError
from svclint.model.data import mapping, sequence, text
from svclint.model.suggestions import closest

DEFAULT_FILE = "~/.kube/config"


def kubeconfig_files(named: str) -> list[str]:
    """Give the files as kubectl finds them; none where the pod's own account is meant.

    Raises ``ClusterError`` where a file was named that is not there.
    """
    if named:
        if not os.path.isfile(os.path.expanduser(named)):
            raise ClusterError(f"the kubeconfig {named} does not exist; check --kubeconfig")
        return [named]
    words = os.environ.get("KUBECONFIG", "").split(os.pathsep)
    files = [word for word in words if word] or [DEFAULT_FILE]
    return [file for file in files if os.path.exists(os.path.expanduser(file))]


def configure(configuration: Any, files: list[str], context: str) -> tuple[str, str]:
    """Fill the client's configuration; give the words for the context, and its namespace.

    Exec plugins run here. Raises ``ClusterError``.
    """
    shown = os.pathsep.join(files)
    library = import_module("kubernetes.config.kube_config")
    yaml_error: type[Exception] = import_module("yaml").YAMLError
    try:
        merged = library.KubeConfigMerger(shown).config
        chosen, namespace, user = _choose(merged, context, shown)
        called = f"context {chosen} of {shown}"
        _settle_oidc(user, called)
        with _logged() as said:
            # Without a base path, each file's own folder is that of its relative paths.
            loader = library.KubeConfigLoader(
                config_dict=merged, active_context=chosen, config_base_path=None
            )
            loader.load_and_set(configuration)
    except (library.ConfigException, yaml_error, OSError, UnicodeDecodeError) as error:
        raise ClusterError(f"the kubeconfig {shown} cannot be used: {_flat(error)}") from None
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ClusterError(f"{shown} is no kubeconfig: {_flat(error)}") from None
    if "exec" in user and not configuration.auth_settings() and not configuration.cert_file:
        why = ": " + "; ".join(map(_flat, said)) if said else ""
        command = text(mapping(user["exec"]).get("command"))
        raise ClusterError(
            f"{called}: the exec plugin {command} gave no credentials{why}; "
            "run it by hand, or sign in again"
        )
    return called, namespace


def _choose(merged: Any, context: str, shown: str) -> tuple[str, str, dict[str, Any]]:
    """Give the context's name, its namespace and its user, all of them surely there."""
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
            f"which {'is not there' if reached is None else 'has no server'}"
        )
    account = _entry(data, "users", user) if user else {}
    if account is None:
        raise ClusterError(f"context {chosen} of {shown} names the user {user}, who is not there")
    return chosen, text(found.get("namespace")), account


def _names(data: dict[str, Any], part: str) -> list[str]:
    return [text(each.value.get("name")) for each in sequence(data.get(part))]


def _entry(data: dict[str, Any], part: str, name: str) -> dict[str, Any] | None:
    """Find a named cluster, context or user; the last word of each entry is its content."""
    for each in sequence(data.get(part)):
        if each.value.get("name") == name:
            content = each.value.get(part[:-1])
            return content if isinstance(content, dict) else {}
    return None


def _settle_oidc(user: dict[str, Any], called: str) -> None:
    """Turn the one auth provider that kubectl still has into its token, while that is good.

    The client library would renew an expired token; it would have to be stored in the kubeconfig,
    or kubectl's own session would end.
    """
    provider = mapping(user.get("auth-provider"))
    if not provider:
        return
    name = text(provider.get("name"))
    if name != "oidc":
        raise ClusterError(
            f"{called}: the auth provider {name} is gone since Kubernetes 1.26; use an exec plugin"
        )
    token = text(mapping(provider.get("config")).get("id-token"))
    if not token or _is_expired(token):
        raise ClusterError(
            f"{called}: the OIDC token {'has expired' if token else 'is missing'}; "
            "any kubectl command renews it, such as kubectl version"
        )
    del user["auth-provider"]
    user["token"] = token


def _is_expired(token: str) -> bool:
    """Whether a JWT says that its time is over; what cannot be read is left to the server."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return bool(claims["exp"] <= time.time())
    except (LookupError, TypeError, ValueError):
        return False


@contextmanager
def _logged() -> Generator[list[str]]:
    """Catch what the client only logs: why an exec plugin failed, for one."""
    said: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield said
    finally:
        root.removeHandler(handler)


def _flat(error: object) -> str:
    return " ".join(str(error).split())
