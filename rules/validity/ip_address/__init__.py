"""Rules on IPAddresses."""
