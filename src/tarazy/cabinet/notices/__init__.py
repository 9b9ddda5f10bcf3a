"""Notices: what happened in a case, told to its people in their language by the ways they chose."""
