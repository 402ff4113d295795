"""Rules that depend on the cluster: its Service CIDRs, node ports and live objects."""
