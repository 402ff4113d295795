"""Rules about what an apply makes of a live Service: refused, ignored, or lost."""
