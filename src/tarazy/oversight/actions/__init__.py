"""What oversight does, a file for each verb."""
