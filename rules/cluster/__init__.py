"""What one cluster makes wrong: its Service CIDRs, node ports, live objects."""
