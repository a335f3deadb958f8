"""Synthetic control: one treated unit, and the mixture of others that resembles it."""

from balise.impact.synthetic.answer import DECIDING, NEEDED, estimate_comparison, estimate_synthetic
from balise.impact.synthetic.comparison import Asked, Comparison, read_comparison
from balise.impact.synthetic.weights import Fit, Thoroughness, fit_nested, fit_outcomes

__all__ = [
    "DECIDING",
    "NEEDED",
    "Asked",
    "Comparison",
    "Fit",
    "Thoroughness",
    "estimate_comparison",
    "estimate_synthetic",
    "fit_nested",
    "fit_outcomes",
    "read_comparison",
]
