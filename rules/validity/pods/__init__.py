"""Workloads: what the API server refuses of the ports and labels of their pods."""
