"""What the organisation's own policies say, and what is wrong with the policies themselves."""
