"""What is wrong with what somebody wrote to silence rules."""
