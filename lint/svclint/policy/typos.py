"""Stub."""
def typo_problems(policy, version):
    return []
