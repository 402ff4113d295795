"""Rules on ServiceCIDRs."""
