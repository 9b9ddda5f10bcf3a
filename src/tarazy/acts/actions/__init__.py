"""What is done to the bank: writes happen here and nowhere else."""
