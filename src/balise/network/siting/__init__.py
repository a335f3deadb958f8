"""Siting: where to serve, and how far from the best an answer can be."""

from balise.network.siting.equity import NEAR, worst_mean
from balise.network.siting.graphs import Graph, read_graph
from balise.network.siting.measuring import measured_costs, measured_notes
from balise.network.siting.pareto import Point, front
from balise.network.siting.problem import Answer, Fairness, Model, Problem, SiteState
from balise.network.siting.reading import (
    Listed,
    read_costs,
    read_demand,
    read_fixed,
    read_places,
)
from balise.network.siting.solving import prepare, solve
from balise.network.siting.telling import Served, changes, served_by_site
from balise.network.siting.tours import Outreach, Tour, Tours, plan_tours

__all__ = [
    "NEAR",
    "Answer",
    "Fairness",
    "Graph",
    "Listed",
    "Model",
    "Outreach",
    "Point",
    "Problem",
    "Served",
    "SiteState",
    "Tour",
    "Tours",
    "changes",
    "front",
    "measured_costs",
    "measured_notes",
    "plan_tours",
    "prepare",
    "read_costs",
    "read_demand",
    "read_fixed",
    "read_graph",
    "read_places",
    "served_by_site",
    "solve",
    "worst_mean",
]
