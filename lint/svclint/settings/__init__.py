"""What a team configures: ``.svclint.yaml``, which rules run, suppressions, baselines."""
