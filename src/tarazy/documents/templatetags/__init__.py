"""What templates of documents need."""
