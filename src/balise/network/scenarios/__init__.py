"""Scenarios: networks of sites on one release, and who gains and who loses reach."""

from balise.network.scenarios.comparing import compare, scenario_of
from balise.network.scenarios.networks import CURRENT, Network, current_network, read_network
from balise.network.scenarios.people import People, people_of
from balise.network.scenarios.reaching import Reach, Within

__all__ = [
    "CURRENT",
    "Network",
    "People",
    "Reach",
    "Within",
    "compare",
    "current_network",
    "people_of",
    "read_network",
    "scenario_of",
]
