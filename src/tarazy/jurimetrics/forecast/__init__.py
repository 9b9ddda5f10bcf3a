"""Forecast of a claim from what is known before the decision: calibrated, with its base rate, or not at
all.
"""

from tarazy.jurimetrics.forecast.answer import ClaimForecast, Days, Share
from tarazy.jurimetrics.forecast.forecaster import Forecaster, NotEnoughCases
from tarazy.jurimetrics.forecast.leakage import LeakReport, probe_leaks

__all__ = ["ClaimForecast", "Days", "Forecaster", "LeakReport", "NotEnoughCases", "Share", "probe_leaks"]
