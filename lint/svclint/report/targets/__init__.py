"""Who reaches which pods, as people and programs want to see it."""
