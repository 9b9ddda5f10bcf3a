"""Signatures of documents: who signed what, and whether that can be proved."""
