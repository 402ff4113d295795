"""Suppressions: what somebody wrote into a manifest so that certain rules are silent there."""

from __future__ import annotations

# A text without this word holds no suppression; comments and the annotation have it alike.
MARK = "svclint"
ANNOTATION = "svclint.dev/ignore"
# What stands before the rules of a comment.
IGNORE = "ignore"
