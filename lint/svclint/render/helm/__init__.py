"""Helm charts: a safe copy, and from each field of the output back to its template and values."""
