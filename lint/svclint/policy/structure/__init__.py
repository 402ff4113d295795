"""What the API server refuses of policies and bindings apart from their expressions."""
