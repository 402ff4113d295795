"""What is computed once for a run: results while more of them are computed."""

from __future__ import annotations

from svclint.kubernetes.run_cache import RunCache


def test_more_may_be_computed_while_results_are_read() -> None:
    cache = RunCache()
    cache.computed("first", lambda: 1)
    found = [(key, cache.computed((key, "more"), lambda: 2)) for key, _ in cache.results()]
    assert found == [("first", 2)]
    assert dict(cache.results()) == {"first": 1, ("first", "more"): 2}
