"""Argo CD: what its Applications and ApplicationSets deploy from the tree, and with what."""
