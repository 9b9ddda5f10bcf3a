"""What becomes of claims like this one: from what is known before the decision, never a recommended verdict."""

from tarazy.jurimetrics.forecast.answer import Analogue, ClaimForecast, Interval
from tarazy.jurimetrics.forecast.forecaster import Forecaster, NotEnoughCases

__all__ = ["Analogue", "ClaimForecast", "Forecaster", "Interval", "NotEnoughCases"]
