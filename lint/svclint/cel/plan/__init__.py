"""Turn a checked syntax tree into functions that evaluate it."""
