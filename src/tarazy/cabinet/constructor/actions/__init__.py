"""What can be done to a draft, one file a verb."""
