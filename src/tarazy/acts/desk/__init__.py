"""The judge's desk: acts while they are written, signed and corrected."""
