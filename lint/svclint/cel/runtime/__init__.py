"""What runs during an evaluation: operators, conversions, access to fields, and their cost."""
