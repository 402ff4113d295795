"""Charts and kustomizations: rendered with the tools that deploy them, traced to their sources."""
