"""How an apply merges a manifest into a live object: client-side and server-side."""
