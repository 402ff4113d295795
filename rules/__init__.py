"""The rules: one file each, with its page next to it."""
