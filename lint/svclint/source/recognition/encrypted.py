"""Recognise encrypted and binary files."""

from __future__ import annotations

from typing import Any

# How files begin that these programs have encrypted.
_BEGINNINGS = (
    (b"\0GITCRYPT\0", "git-crypt"),
    (b"age-encryption.org/", "age"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (b"-----BEGIN PGP MESSAGE-----", "PGP"),
    (b"$ANSIBLE_VAULT;", "Ansible Vault"),
    (b"Salted__", "OpenSSL"),
    (b"U2FsdGVkX1", "transcrypt"),
)


def encryption_of(raw: bytes) -> str:
    """Return what a file is that is encrypted as a whole or is not text; empty if it is text."""
    for beginning, program in _BEGINNINGS:
        if raw.startswith(beginning):
            return f"encrypted by {program}"
    return "a binary file" if b"\0" in raw else ""


def is_encrypted_by_sops(data: Any) -> bool:
    """Return whether SOPS has encrypted values of an object: it adds its metadata at the top."""
    sops = data.get("sops") if isinstance(data, dict) else None
    return isinstance(sops, dict) and "mac" in sops
