"""Pages of the bank of acts."""

from tarazy.acts.views.act import act, analogues, verify
from tarazy.acts.views.norm import norm
from tarazy.acts.views.search import results_csv, search
from tarazy.acts.views.story import story

__all__ = ["act", "analogues", "norm", "results_csv", "search", "story", "verify"]
