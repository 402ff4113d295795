"""The language server: what svclint knows of manifests, while they are written in an editor."""
