"""Pages of distribution."""

from tarazy.allocation.views.draws import draw, redraw, start, waiting
from tarazy.allocation.views.fairness import fairness, fairness_csv, fairness_svg
from tarazy.allocation.views.verify import receipt, verify_draw

__all__ = [
    "draw",
    "fairness",
    "fairness_csv",
    "fairness_svg",
    "receipt",
    "redraw",
    "start",
    "verify_draw",
    "waiting",
]
