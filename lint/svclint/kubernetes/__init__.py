"""The steps of the API server and the controllers, each a function on plain data."""
