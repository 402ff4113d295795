"""Say what a Kubernetes API server would say of a Service, before it is asked."""
