"""Flux: what its Kustomizations and HelmReleases deploy from the tree, and with which values."""
