"""Parse the source of an expression into a syntax tree, with its macros expanded."""
