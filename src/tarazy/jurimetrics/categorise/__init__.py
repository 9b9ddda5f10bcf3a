"""Which of the classifier's categories a case belongs to: a starter that needs no training data, a trained
model.
"""

from tarazy.jurimetrics.categorise.answer import CategoryAnswer, Evidence
from tarazy.jurimetrics.categorise.starter import StarterCategoriser
from tarazy.jurimetrics.categorise.trained import TrainedCategoriser

__all__ = ["CategoryAnswer", "Evidence", "StarterCategoriser", "TrainedCategoriser"]
