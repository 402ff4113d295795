"""Worker processes, the cache and packing: the fast execution of a run, which changes no finding.

``svclint.engine.execution`` is the interface for workers and the cache of single files, and has the
simple execution. ``svclint.app.check_run`` uses the cache of whole runs, ``svclint.app.narrowing``
that of Git trees. Without any of them, all findings are the same.
"""
