"""Where: courts by instance and region, their judges with specialisation and absence, sections, rooms."""
