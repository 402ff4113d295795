"""Worker processes, the cache and packing: the fast execution of a run, which changes no finding.

Without this package everything else runs unchanged, in one process and without a cache:
``svclint.engine.execution`` is the seam, and has the simple execution.
"""
