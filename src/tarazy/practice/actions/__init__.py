"""What is done in the room: writes happen here and nowhere else."""
