"""Interrupted time series: what changed in one series when a program began."""

from balise.impact.its.answer import DECIDING, NEEDED, estimate_its, estimate_series
from balise.impact.its.series import Series, read_series

__all__ = ["DECIDING", "NEEDED", "Series", "estimate_its", "estimate_series", "read_series"]
