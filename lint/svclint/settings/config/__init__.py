"""Read and validate ``.svclint.yaml``, with the place of every value."""
