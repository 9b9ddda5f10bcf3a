"""What is done in the cabinet: one file a verb."""
