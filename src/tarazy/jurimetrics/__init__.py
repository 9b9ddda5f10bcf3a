"""Reading and measuring judicial acts: a library without a web framework, usable alone."""
