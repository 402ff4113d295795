"""Suppressions: comments and annotations in a manifest that silence certain rules."""

from __future__ import annotations

# Every suppression, comment or annotation, contains this string.
MARK = "svclint"
ANNOTATION = "svclint.dev/ignore"
# The keyword before the rules in a comment.
IGNORE = "ignore"
