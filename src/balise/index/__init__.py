"""The index: dimensions, aggregation, uncertainty, publication, sensitivity."""

from balise.index.aggregation import AGGREGATIONS, aggregate, any_barrier, any_barrier_bounds
from balise.index.archetypes import (
    Method,
    archetype_table,
    cell_scores,
    indicator_columns,
    share_table,
)
from balise.index.dimensions import Assumptions, Indicators, dimension_slopes, dimensions
from balise.index.grades import GRADES, grade_scores, grade_shares, round_people
from balise.index.publication import (
    Z95,
    GroupRule,
    Rules,
    area_table,
    draw_table,
    group_table,
    measures,
)
from balise.index.scores import (
    NoiseChoices,
    PlaceNoise,
    Scored,
    Types,
    place_noise,
    score,
    unit_means,
)
from balise.index.sensitivity import Alternative, alternatives, sensitivity_table
from balise.index.uncertainty import STREAMS, PlaceEffects, stream
from balise.index.units import NESTED_LEVELS, Units, level_units, region_units, weighted_units

__all__ = [
    "AGGREGATIONS",
    "GRADES",
    "NESTED_LEVELS",
    "STREAMS",
    "Z95",
    "Alternative",
    "Assumptions",
    "GroupRule",
    "Indicators",
    "Method",
    "NoiseChoices",
    "PlaceEffects",
    "PlaceNoise",
    "Rules",
    "Scored",
    "Types",
    "Units",
    "aggregate",
    "alternatives",
    "any_barrier",
    "any_barrier_bounds",
    "archetype_table",
    "area_table",
    "cell_scores",
    "dimension_slopes",
    "dimensions",
    "draw_table",
    "grade_scores",
    "grade_shares",
    "group_table",
    "indicator_columns",
    "level_units",
    "measures",
    "place_noise",
    "region_units",
    "round_people",
    "score",
    "sensitivity_table",
    "share_table",
    "stream",
    "unit_means",
    "weighted_units",
]
