"""Credentials of a cluster: held in a type that cannot be printed, and kept out of messages."""

from __future__ import annotations

import html
import json
from base64 import b64encode
from typing import Any, NoReturn
from urllib.parse import quote, unquote

from svclint.model.data import mapping, text

HIDDEN = "(not shown: it contains a credential)"
_USER_FIELDS = ("token", "password", "client-key-data")
_PROVIDER_FIELDS = ("id-token", "access-token", "refresh-token", "client-secret")
# More consecutive characters of a credential than chance would put into a message.
_TELLING = 12


class Secret:
    """A text that is neither printed, formatted, logged nor pickled; ``reveal`` returns it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text, to send it."""
        return self._value

    def __repr__(self) -> str:
        return "<secret>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled")


class Credentials:
    """All credentials of a connection, in the forms in which a text may contain them."""

    def __init__(self) -> None:
        self._forms: list[Secret] = []

    def add(self, *values: str) -> None:
        """Add credentials; empty texts are none."""
        known = {each.reveal() for each in self._forms}
        forms = {form for value in values if value.strip() for form in _forms(value.strip())}
        self._forms += map(Secret, sorted(forms - known))

    def add_user(self, user: dict[str, Any]) -> None:
        """Add those of a user of a kubeconfig."""
        provider = mapping(mapping(user.get("auth-provider")).get("config"))
        self.add(*(text(user.get(name)) for name in _USER_FIELDS))
        self.add(*(text(provider.get(name)) for name in _PROVIDER_FIELDS))

    def add_url(self, url: str) -> None:
        """Add the name and password in a URL."""
        user = url.partition("://")[2].rpartition("@")[0]
        self.add(user, unquote(user), user.partition(":")[2], unquote(user.partition(":")[2]))

    def public(self, found: str) -> str:
        """Return a text that a server or library wrote, unless it contains a credential."""
        flat = _squeezed(found)
        forms = (_squeezed(each.reveal()) for each in self._forms)
        return HIDDEN if any(_occurs(form, flat) for form in forms) else found

    def are_in(self, found: str) -> bool:
        """Return whether a text contains a whole credential that is not there by chance."""
        forms = (each.reveal() for each in self._forms)
        return any(len(form) >= _TELLING and form in found for form in forms)


def shown_url(url: str) -> str:
    """Return a URL without what may be secret: name, password, query and fragment."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        scheme, rest = "", url
    return f"{scheme}{mark}{rest.rpartition('@')[2].partition('?')[0].partition('#')[0]}"


def _forms(value: str) -> set[str]:
    """Return the spellings of a credential in headers, URLs, HTML and JSON."""
    raw = value.encode("utf-8", "surrogatepass")
    encoded = b64encode(raw).decode()
    return {value, encoded, quote(raw, ""), html.escape(value), json.dumps(value)[1:-1]}


def _squeezed(value: str) -> str:
    return "".join(value.split()).casefold()


def _occurs(form: str, flat: str) -> bool:
    """Return whether a text contains a credential or a telling part of it."""
    last = max(0, len(form) - _TELLING)
    return any(form[at : at + _TELLING] in flat for at in range(last + 1))
