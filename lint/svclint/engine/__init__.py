"""Run the rules: on each document alone, then across documents; with workers and a cache."""
