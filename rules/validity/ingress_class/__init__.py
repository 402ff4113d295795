"""Rules on IngressClasses."""
