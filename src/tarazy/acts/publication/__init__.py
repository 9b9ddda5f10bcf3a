"""Publication: what an act must pass before anyone may read it, and how it is anonymised."""
