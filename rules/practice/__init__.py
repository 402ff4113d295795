"""Rules of good practice: exposure, misleading names, missing fields and labels."""
