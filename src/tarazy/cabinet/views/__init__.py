"""Pages of the cabinet: thin, each asks for what is visible and answers 404 for the rest."""
