"""Settings of users: ``.svclint.yaml``, the selection of rules, suppressions, baselines."""
