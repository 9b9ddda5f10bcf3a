"""The bank of judicial acts: what is stored of an act, who may see it, and its search."""
