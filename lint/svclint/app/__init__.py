"""The application: one pipeline behind check, diff and targets."""
