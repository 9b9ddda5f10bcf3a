"""Pages of documents: thin, each asks for what is visible and answers 404 for the rest."""

from tarazy.documents.views.filed import document, download, mine, view
from tarazy.documents.views.scans import page, picture, progress, reading

__all__ = ["document", "download", "mine", "page", "picture", "progress", "reading", "view"]
