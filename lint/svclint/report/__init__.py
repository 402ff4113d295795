"""Reports: one format per file, each with a function ``render(result) -> str``.

A new format is a new module here and its name in ``svclint.cli.output.FORMATS``.
"""
