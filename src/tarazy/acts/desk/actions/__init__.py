"""What is done at the desk, one verb a file."""
