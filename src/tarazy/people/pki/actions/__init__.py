"""What is done with certificates: issue, revoke."""
