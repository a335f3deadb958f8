"""The index: dimensions, aggregation, uncertainty, publication, sensitivity."""

from balise.index.aggregation import AGGREGATIONS, aggregate, any_barrier, any_barrier_bounds
from balise.index.archetypes import (
    Method,
    archetype_table,
    at_least_50,
    cell_scores,
    share_table,
)
from balise.index.asks import Ask
from balise.index.delta import OTHERS, delta_errors, delta_ratios, delta_rows, score_slopes
from balise.index.differences import Difference, nested_sets, small_differences
from balise.index.dimensions import Assumptions, Indicators, dimension_slopes, dimensions
from balise.index.drawing import (
    AreaBlock,
    DrawContext,
    cut_block,
    draw_block,
    draw_context,
    draw_here,
)
from balise.index.grades import GRADES, grade_scores, grade_shares, round_people
from balise.index.groups import GroupRule, group_table, waiting_group
from balise.index.margin_noise import TiltNoise, draw_tilts, drawn_shares
from balise.index.nesting import Cover, Nesting, cover, nest, weights_of
from balise.index.publication import (
    Z95,
    Rules,
    area_table,
    draw_table,
    indicator_table,
    measures,
)
from balise.index.scores import (
    Scored,
    base_means,
    base_people,
    score,
    score_here,
    share_draws,
    unit_means,
    unit_values,
)
from balise.index.sensitivity import Alternative, alternatives, sensitivity_table
from balise.index.types import Types, dimension_types, evi_points, rate_types, score_types
from balise.index.uncertainty import (
    STREAMS,
    NoiseChoices,
    PlaceEffects,
    area_normals,
    draw_effects,
    effect_normals,
    stream,
)
from balise.index.union_groups import (
    GroupFigures,
    GroupThresholds,
    group_figures,
    is_too_few,
    union_group,
)
from balise.index.unions import Drawn, drawn, union_row
from balise.index.units import NESTED_LEVELS, Units, level_units, region_units, weighted_units
from balise.index.validation import Evidence, ValidationChoices, validation_table

__all__ = [
    "AGGREGATIONS",
    "GRADES",
    "NESTED_LEVELS",
    "OTHERS",
    "STREAMS",
    "Z95",
    "Alternative",
    "AreaBlock",
    "Ask",
    "Assumptions",
    "Cover",
    "Difference",
    "DrawContext",
    "Drawn",
    "Evidence",
    "GroupFigures",
    "GroupRule",
    "GroupThresholds",
    "Indicators",
    "Method",
    "Nesting",
    "NoiseChoices",
    "PlaceEffects",
    "Rules",
    "Scored",
    "TiltNoise",
    "Types",
    "Units",
    "ValidationChoices",
    "aggregate",
    "alternatives",
    "any_barrier",
    "any_barrier_bounds",
    "archetype_table",
    "area_normals",
    "area_table",
    "at_least_50",
    "base_means",
    "base_people",
    "cell_scores",
    "cover",
    "cut_block",
    "delta_errors",
    "delta_ratios",
    "delta_rows",
    "dimension_slopes",
    "dimension_types",
    "dimensions",
    "draw_block",
    "draw_context",
    "draw_effects",
    "draw_here",
    "draw_table",
    "draw_tilts",
    "drawn",
    "drawn_shares",
    "effect_normals",
    "evi_points",
    "grade_scores",
    "grade_shares",
    "group_figures",
    "group_table",
    "indicator_table",
    "is_too_few",
    "level_units",
    "measures",
    "nest",
    "nested_sets",
    "rate_types",
    "region_units",
    "round_people",
    "score",
    "score_here",
    "score_slopes",
    "score_types",
    "sensitivity_table",
    "share_draws",
    "share_table",
    "small_differences",
    "stream",
    "union_group",
    "union_row",
    "unit_means",
    "unit_values",
    "validation_table",
    "waiting_group",
    "weighted_units",
    "weights_of",
]
