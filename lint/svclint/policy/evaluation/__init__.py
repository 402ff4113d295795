"""Evaluate policies on one admission request, with the API server's messages."""
