"""Compile the CEL expressions of a policy, and check them against the type of a Service."""
