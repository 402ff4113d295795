"""Rules that compare what a Service says with all else in a run."""
