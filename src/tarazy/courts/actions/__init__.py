"""What is done to courts: one file a verb."""
