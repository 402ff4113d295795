"""Options that several commands share; each is named after the field of the request it fills."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from math import isfinite
from typing import Any, TypeVar

import click

from svclint.app.requests import Request
from svclint.cli.command import Decorated, option, together
from svclint.kubernetes.merge.apply_options import APPLIERS
from svclint.kubernetes.schema import default_version, versions
from svclint.model.cluster import PROFILES

_VERSIONS = f"{versions()[0]}–{versions()[-1]}, default {default_version()}"
RequestType = TypeVar("RequestType", bound=Request)


def split_names(
    _context: click.Context, _parameter: click.Parameter, values: Sequence[str]
) -> tuple[str, ...]:
    """Return the names of an option that takes several, with commas or one by one."""
    names = (name.strip() for value in values for name in value.split(","))
    return tuple(name for name in names if name)


def _finite(
    _context: click.Context, _parameter: click.Parameter, seconds: float | None
) -> float | None:
    if seconds is not None and not isfinite(seconds):
        raise click.BadParameter(f"{seconds} is not a finite number of seconds")
    return seconds


def parse_size(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> int | None:
    """Return the bytes of a size such as ``10M``, where K is 1024."""
    if value is None:
        return None
    found = re.fullmatch(r"([0-9]{1,15})([kKmMgG]?)", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is not a size; write bytes, or a number such as 10M")
    power = " kmg".index(found[2].lower() or " ")
    return int(found[1]) << 10 * power


def request_from(
    request_class: type[RequestType], paths: tuple[str, ...], values: dict[str, Any], **more: Any
) -> RequestType:
    """Return a request of the options that have the name of one of its fields, and ``more``."""
    names = {field.name for field in fields(request_class)}
    given = {name: value for name, value in values.items() if name in names and value is not None}
    given |= {"paths": paths, "use_config": not values["no_config"]}
    if "no_cache" in values:
        given["use_cache"] = not values["no_cache"]
    return request_class(**(given | more))


cluster_options = together(
    option(
        "--kubernetes-version",
        default="",
        metavar="X.Y",
        heading="Cluster",
        help=f"Kubernetes version to check against ({_VERSIONS}).",
    ),
    option(
        "--service-cidr",
        "service_cidrs",
        multiple=True,
        metavar="CIDR",
        heading="Cluster",
        help="Service CIDRs, separated by commas, default family first.",
    ),
    option(
        "--node-port-range",
        default="",
        metavar="A-B",
        heading="Cluster",
        help="Node-port range (default: 30000-32767).",
    ),
    option(
        "-n",
        "--namespace",
        default="",
        metavar="NAME",
        heading="Cluster",
        help='Namespace for objects without metadata.namespace (default: "default").',
    ),
    option("--no-config", is_flag=True, help="Ignore .svclint.yaml files."),
    option(
        "--isolated",
        is_flag=True,
        help="Let no file of the tree decide what is checked and reported: use no configuration, "
        "baseline, suppression or ignore file of it; fail if nothing is checked.",
    ),
    option(
        "--trust",
        multiple=True,
        metavar="DIR",
        help="Let .svclint.yaml files refer to DIR, outside of the checkout.",
    ),
)
limit_options = together(
    option(
        "--timeout",
        type=click.FloatRange(0, min_open=True),
        callback=_finite,
        metavar="SECONDS",
        help="Stop after SECONDS, report what was found, and exit 2.",
    ),
    option(
        "--max-file-size",
        callback=parse_size,
        metavar="SIZE",
        help="Do not read larger files, and exit 2: bytes, or with K, M, G (default: 512M).",
    ),
)
cache_option = option("--no-cache", is_flag=True, help="Ignore the cache; do everything again.")
connection_options = together(
    option(
        "--kubeconfig",
        default="",
        metavar="FILE",
        heading="Cluster",
        help="Kubeconfig of the cluster (default: as kubectl finds it).",
    ),
    option(
        "--context",
        default="",
        metavar="CONTEXT",
        heading="Cluster",
        help="Context in the kubeconfig (default: the current one).",
    ),
)


def live_options(*, missing: str = "") -> Callable[[Decorated], Decorated]:
    """Return the options that name live objects; required if a message says so."""
    return together(
        option(
            "--live",
            multiple=True,
            required=bool(missing),
            missing=missing,
            metavar="SOURCE",
            heading="Cluster",
            help='Live objects: "cluster", or files and folders written by svclint snapshot or '
            "kubectl get -o json.",
        ),
        connection_options,
    )


apply_options = together(
    option(
        "--apply",
        type=click.Choice(list(APPLIERS)),
        default="client",
        metavar="APPLIER",
        heading="Cluster",
        hints={
            "kubectl": "For kubectl apply: 'client' (the default), with --server-side: 'server'; "
            "for kubectl replace: 'replace'."
        },
        help="Who applies the manifests: kubectl as client (default), server or replace; flux, "
        "argocd, argocd-server-side, helm3, helm4 or helm-replace.",
    ),
    option(
        "--field-manager",
        default="",
        metavar="NAME",
        heading="Cluster",
        help="With --apply server: the field manager (default: kubectl).",
    ),
    option(
        "--force-conflicts/--no-force-conflicts",
        default=None,
        heading="Cluster",
        help="With server-side apply: take over fields of other managers, or be rejected. Default: "
        "as the applier does; taken over with --apply server, where kubectl needs the option.",
    ),
    option(
        "--previous",
        multiple=True,
        metavar="FILE",
        heading="Cluster",
        help="With --apply helm3: the manifests of the last release (helm get manifest).",
    ),
)
format_option = option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="NAME",
    help="text (default) or json.",
)
policy_option = option(
    "--policy",
    "policies",
    multiple=True,
    metavar="PATH",
    heading="Rules",
    help="Files or folders with ValidatingAdmissionPolicies and their bindings.",
)
rule_options = together(
    option(
        "--profile",
        type=click.Choice(PROFILES),
        metavar="NAME",
        heading="Rules",
        help="Set of rules: minimal, recommended (default) or strict.",
    ),
    policy_option,
    option(
        "--select",
        multiple=True,
        callback=split_names,
        metavar="RULE",
        heading="Rules",
        help="Run only these rules or groups.",
    ),
    option(
        "--ignore",
        multiple=True,
        callback=split_names,
        metavar="RULE",
        heading="Rules",
        help="Skip these rules or groups.",
    ),
    option(
        "--require-reason",
        is_flag=True,
        heading="Rules",
        help="Report a suppression without a reason as an error.",
    ),
)
