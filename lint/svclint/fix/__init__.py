"""Fixes: smallest text edits for a change in paths, each tested before it is offered."""
