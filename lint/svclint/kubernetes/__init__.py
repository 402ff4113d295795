"""What the API server and the controllers do with the objects that svclint reads."""
