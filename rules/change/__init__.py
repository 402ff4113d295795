"""Rules about applying a manifest to a live Service: what is refused, ignored or lost."""
