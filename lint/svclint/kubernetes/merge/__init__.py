"""Merge: how client-side and server-side apply combine a manifest with the live object."""
