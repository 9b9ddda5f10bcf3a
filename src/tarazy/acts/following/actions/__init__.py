"""What a reader does with their searches; one file per verb."""
