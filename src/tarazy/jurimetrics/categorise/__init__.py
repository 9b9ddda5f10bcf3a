"""Which of the classifier's categories a case belongs to: a starter that needs no training data, a trained
model.
"""

from tarazy.jurimetrics.categorise.answer import CategoryAnswer, Evidence
from tarazy.jurimetrics.categorise.starter import StarterCategoriser

__all__ = ["CategoryAnswer", "Evidence", "StarterCategoriser"]
