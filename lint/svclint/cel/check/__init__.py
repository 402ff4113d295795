"""Check the types of a syntax tree against the declarations of an environment."""
