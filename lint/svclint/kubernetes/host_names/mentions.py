"""Mentions: the hosts and ports in the text of a value, a URL, a DSN or a list of ``host:port``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from svclint.kubernetes.host_names.dialing_commands import SIGN, dialed
from svclint.kubernetes.host_names.patterns import HOST, LABEL

# Every quantifier is bounded: the time is linear in the length of the text.
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]{0,20}://"
# URLs of a list: ``http://a,http://b|http://c``.
_IN_ONE_URL = rf"(?!,{_SCHEME})"
_URL = re.compile(
    rf"(?<![A-Za-z0-9+.-])({_SCHEME})(?:[^\s/@\"'<>]{{0,256}}@)?"
    rf"((?:{_IN_ONE_URL}[^\s/?#\"'<>\\()|;@]){{1,1024}})((?:{_IN_ONE_URL}[^\s\"'<>;|])*)"
)
# Targets of gRPC, whose resolvers stand before the name: ``dns:///api:9090``.
_RESOLVED = re.compile(r"\b(?:dns|passthrough|xds):///(?=[A-Za-z0-9_])")
# A variable of NGINX may get its port where it is used: ``proxy_pass $backend:3100``.
_VARIABLE = re.compile(r"(\bset[ \t]{1,8}\$\w{1,64}[ \t]{1,8})https?://")
# The data source name of Go's MySQL driver, and the thin driver of Oracle.
_DIALED = re.compile(rf"(?:\btcp\(|@)({HOST}):(\d{{1,5}})(?![\w.])")
# Keywords of libpq, ADO.NET and others: ``host=db port=5432``, ``Server=db,1433``.
_KEYWORD = re.compile(
    rf"(?i:\b(?:host|server|data source|address|addr)[ ]?=[ ]?(?:tcp:)?)({HOST})"
    r"(?:[,:](\d{1,5}))?(?![\w.:-])"
)
_KEYWORD_PORT = re.compile(r"(?i:\bport[ ]?=[ ]?)(\d{1,5})\b")
# Neighbours in YAML, JSON or properties: ``host: db`` and ``port: 5432``.
_NEIGHBOURS = re.compile(
    rf"(?i:(?:host|host_?name|addr|address|server)[\"']?[ ]?[:=][ ]?)[\"']?({HOST})[\"']?"
    r"[ \t]{0,8}(?:,[ \t]{0,8}|,?\r?\n[ \t]{0,64})"
    r"(?i:[\"']?(?:\w{1,32}[_.-])?port(?:_value)?[\"']?[ ]?[:=][ ]?)[\"']?(\d{1,5})\b"
)
_HOST_AND_PORT = re.compile(rf"(?<![\w./:@$%{{}}<>*-])({HOST}):(\d{{1,5}})(?![\w.:%-])")
_FULL_NAME = re.compile(
    rf"(?<![\w.$%{{}}<>*-])((?:{LABEL}\.){{1,4}}"
    r"(?:svc(?:\.[A-Za-z0-9-]{1,63}){0,6}|[A-Za-z0-9-]{1,63}\.cluster\.local))"
    r"\.?(?::(\d{1,5}))?(?!\.?[\w$%{}<>*-])"
)
_DIALING = re.compile(SIGN)
_ONE_HOST = re.compile(rf"{HOST}\Z")
_COMMENT = re.compile(r"^[ \t]*(?:#|//|;|--)[^\n]*", re.MULTILINE)
# A key whose value is the name of a host, or a list of such names.
_HOST_KEY = re.compile(
    r"(?:^|[_.\-/]|(?<=[a-z])(?=[A-Z]))"
    r"(?:hosts?|host_?names?|addr|address|addresses|servers?|endpoints?|upstreams?|brokers?|"
    r"bootstrap|bootstrap[_.-]?servers?|contact[_.-]?points)\Z",
    re.IGNORECASE,
)
_HOST_ENDINGS = (
    *("host", "hosts", "name", "names", "addr", "address", "addresses", "server", "servers"),
    *("endpoint", "endpoints", "upstream", "upstreams", "broker", "brokers", "bootstrap", "points"),
)
# Values that name no host to call: proxies to leave out, images, versions, and the container
# itself, whose name every runtime puts in HOSTNAME.
_OTHER_KEY = re.compile(r"no_?proxy|image|\btag\b|version|_tag\Z|(?-i:\AHOSTNAME\Z)", re.IGNORECASE)
# The names of a certificate, which nobody calls: in its key, or in a text as openssl, cert-manager
# and kubeadm read them.
_CERTIFICATE_KEY = re.compile(r"cert|(?:\b|_)sans?\Z|alt_?names?\Z|dns_?names?\Z", re.IGNORECASE)
_CERTIFICATE_TEXT = re.compile(
    r"(?i:subjectAltName|\balt_names\b|\bdnsNames\b|\bcertSANs\b)|\bDNS(?:\.\d{1,3})?[ ]?[:=]"
)
# Schemes of what is not on the network, or not in the cluster.
_OTHER_SCHEMES = frozenset(
    ("file", "unix", "oci", "docker", "docker-image", "git", "s3", "gs", "spiffe")
)
# Ports of schemes that clients use if none is written.
DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_UDP = frozenset(("udp", "udp4", "udp6", "dns", "statsd", "syslog"))
# Below this, a number after a name is more often a version than a port.
_LEAST_LIKELY_PORT = 80
_LARGEST_PORT = 65535


class Mention(NamedTuple):
    """A host in a text, as written, and its port.

    ``is_sure``: the text surely names a host: a URL, a DSN, or the value of a key for hosts.
    ``is_default``: no port is written, and the scheme has one. ``has_path``: it is a URL with a
    path, to which nobody adds a port. ``protocol`` is ``None`` where no URL tells it.
    """

    host: str
    port: int | None = None
    is_sure: bool = True
    is_default: bool = False
    has_path: bool = False
    protocol: str | None = None


# Hot: called for every value that may name a host, with few different keys.
@lru_cache(maxsize=4096)
def is_host_key(key: str) -> bool:
    """Return whether the value of a key, a variable or a flag is surely a host."""
    return key.lower().endswith(_HOST_ENDINGS) and _HOST_KEY.search(key) is not None


def mentions(key: str, text: str) -> tuple[Mention, ...]:
    """Return the hosts that a text mentions, each once; ``key`` is the name of the value."""
    if _is_other_key(key):
        return ()
    found = _mentions_of(text, is_host_key(key))
    with_port = [each for each in found if each.port is not None]
    if len(with_port) < len(found) and _is_of_certificate(key, text):
        return tuple(with_port)
    return found


def _is_of_certificate(key: str, text: str) -> bool:
    return bool(_CERTIFICATE_KEY.search(key) or _CERTIFICATE_TEXT.search(text))


@lru_cache(maxsize=4096)
def _is_other_key(key: str) -> bool:
    return _OTHER_KEY.search(key) is not None


# Many workloads have the same values.
@lru_cache(maxsize=16384)
def _mentions_of(text: str, is_host: bool) -> tuple[Mention, ...]:
    if "\n" in text:
        text = _COMMENT.sub("", text)
        text = _VARIABLE.sub(r"\1", text)
    if ":///" in text:
        text = _RESOLVED.sub("", text)
    return tuple(dict.fromkeys(_mentions(text, is_host)))


def _mentions(text: str, is_host: bool) -> Iterator[Mention]:
    if "://" in text:
        for found in _URL.finditer(text):
            yield from _of_url(*found.groups())
            if found[0] == text:
                # Hot: most values with a URL contain nothing else.
                return
        text = _URL.sub(" ", text)
    if "=" in text or "@" in text or "tcp(" in text:
        yield from _of_data_source(text)
        text = _DIALED.sub(" ", text)
    if _DIALING.search(text):
        calls, text = dialed(text)
        for host, number in calls:
            port = _port(str(number))
            if port is not None:
                yield Mention(host, port)
    yield from _of_neighbours(text)
    if ".svc" in text or ".cluster.local" in text:
        yield from _of_full_names(text, is_host)
        text = _FULL_NAME.sub(" ", text)
    stripped = text.strip()
    if _ONE_HOST.match(stripped):
        if is_host:
            yield Mention(stripped)
        return
    if ":" in text:
        yield from _of_hosts_with_ports(text)


def _of_full_names(text: str, is_host: bool) -> Iterator[Mention]:
    for found in _FULL_NAME.finditer(text):
        # Without "svc" and a port, it may be the name of a certificate or of a trust domain.
        if is_host or found[2] or ".svc" in found[1]:
            yield Mention(found[1], _port(found[2]))


def _of_hosts_with_ports(text: str) -> Iterator[Mention]:
    items = [each for each in re.split(r"[,;\s]+", text.strip()) if each]
    is_list = all(_HOST_AND_PORT.fullmatch(each) for each in items)
    for found in _HOST_AND_PORT.finditer(text):
        port = _port(found[2])
        if port is not None and port >= _LEAST_LIKELY_PORT:
            yield Mention(found[1], port, is_list)


def _of_url(scheme: str, authority: str, rest: str) -> Iterator[Mention]:
    scheme = scheme.removesuffix("://").lower()
    if scheme in _OTHER_SCHEMES:
        return
    protocol = "UDP" if scheme in _UDP else "TCP"
    for item in authority.split(","):
        host, colon, port_text = item.partition(":")
        if not _ONE_HOST.match(host):
            continue
        port = _port(port_text)
        if colon and port is None:
            continue
        default = None if colon else DEFAULT_PORTS.get(scheme)
        has_path = len(rest) > 1
        yield Mention(
            *(host, port or default),
            is_default=default is not None,
            has_path=has_path,
            protocol=protocol,
        )


def _of_neighbours(text: str) -> Iterator[Mention]:
    if "port" in text.lower():
        for found in _NEIGHBOURS.finditer(text):
            yield Mention(found[1], _port(found[2]), is_sure=False)


def _of_data_source(text: str) -> Iterator[Mention]:
    for found in _DIALED.finditer(text):
        yield Mention(found[1], _port(found[2]))
    for found in _KEYWORD.finditer(text):
        port = _port(found[2])
        if port is None and (beside := _KEYWORD_PORT.search(text)):
            port = _port(beside[1])
        is_sure = port is not None or ";" in text or " " in text.strip()
        if is_sure and "\n" not in text:
            yield Mention(found[1], port)


def _port(text: str | None) -> int | None:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 0 < number <= _LARGEST_PORT else None
