"""Formats of text as Go reads and writes them: addresses, URLs, names, format strings."""
