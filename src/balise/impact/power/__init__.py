"""Power: the smallest effect that a study would find, or how large a study it takes."""

from balise.impact.power.setup import (
    KINDS,
    Setup,
    design_effect,
    detectable,
    power_of,
    units_needed,
)
from balise.impact.power.simulation import simulated_power
from balise.impact.power.telling import Power, reckon

__all__ = [
    "KINDS",
    "Power",
    "Setup",
    "design_effect",
    "detectable",
    "power_of",
    "reckon",
    "simulated_power",
    "units_needed",
]
