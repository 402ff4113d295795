"""Rules on Ingresses."""
