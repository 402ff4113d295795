"""``svclint targets``: one format per file, each with a function ``render(entries)``."""
