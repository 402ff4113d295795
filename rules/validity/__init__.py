"""What every API server rejects or warns about, whatever the cluster."""
