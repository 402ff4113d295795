"""Rules about references between Services and other objects in the checked files."""
