"""What is done to cases: one file a verb; writes happen here and nowhere else."""
