"""Rules about suppressions: comments and annotations that silence rules."""
