"""What every API server refuses, or warns of, whatever the cluster."""
