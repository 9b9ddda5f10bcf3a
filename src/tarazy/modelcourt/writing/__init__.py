"""Acts put into words: one writer per sort of act, all over the same banks of phrases."""
