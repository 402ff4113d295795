"""Fixes: from edits in paths to the smallest edits of a text, tried before they are offered."""
