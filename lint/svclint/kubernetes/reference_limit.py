"""How many objects the references of a run may lead to.

Each of 2,000 Services may select each of 2,000 workloads: what refers to what can grow with the
square of the number of objects. Lookups spend what they find from the budget in force.
"""

from __future__ import annotations

from svclint.cel.budget import Budget

# In each process. The largest trees that people write need a tenth of it.
_STEPS, _OBJECT_STEPS = 200_000, 100


def reference_budget(objects: int) -> Budget:
    """Return the budget for all references between a number of objects."""
    return Budget("following references between objects", _STEPS + _OBJECT_STEPS * objects, 1 << 62)
