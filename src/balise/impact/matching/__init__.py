"""Matching and weighting: untreated units made like the treated, and what differs then."""

from balise.impact.matching.answer import ask_covariates, estimate_matched, estimate_matching
from balise.impact.matching.effects import METHODS

__all__ = ["METHODS", "ask_covariates", "estimate_matched", "estimate_matching"]
