"""What a run prints: one format a file."""
