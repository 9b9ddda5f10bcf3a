"""Papers of the court as PDF/A, stamps and readers' marks on the papers of others."""

from tarazy.documents.rendering.court_papers import PAPERS, Stamp, UnknownPaper, render_pdf
from tarazy.documents.rendering.stamping import CannotStamp, stamp_pdf, watermarked

__all__ = ["PAPERS", "CannotStamp", "Stamp", "UnknownPaper", "render_pdf", "stamp_pdf", "watermarked"]
