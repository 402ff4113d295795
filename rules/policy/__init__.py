"""Rules that report the results of an organisation's policies, and problems of the policies."""
