"""Siting: where to serve, and how far from the best an answer can be."""

from balise.network.siting.equity import worst_mean
from balise.network.siting.problem import Answer, Fairness, Model, Problem, SiteState
from balise.network.siting.solving import solve

__all__ = [
    "Answer",
    "Fairness",
    "Model",
    "Problem",
    "SiteState",
    "solve",
    "worst_mean",
]
