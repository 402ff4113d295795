"""What works, but is seldom wanted: exposure, names that mislead, what is left unsaid."""
