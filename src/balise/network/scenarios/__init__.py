"""Scenarios: networks of sites on one release, and who gains and who loses reach."""

from balise.network.scenarios.comparing import compare, scenario_of
from balise.network.scenarios.networks import CURRENT, Network, current_network, read_network
from balise.network.scenarios.people import People, assumed_travel, people_of
from balise.network.scenarios.reaching import Reach, Within
from balise.network.scenarios.siting import of_siting

__all__ = [
    "CURRENT",
    "Network",
    "People",
    "Reach",
    "Within",
    "assumed_travel",
    "compare",
    "current_network",
    "of_siting",
    "people_of",
    "read_network",
    "scenario_of",
]
