"""Rules on EndpointSlices and Endpoints."""
