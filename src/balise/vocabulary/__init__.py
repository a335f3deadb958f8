"""The terms as types: categories with both names, identifiers, errors.

Imports nothing of ours and nothing else but numpy and polars.
"""

from balise.vocabulary.categories import (
    AGES,
    AREA_TYPES,
    CELLS,
    DIMENSIONS,
    EDUCATIONS,
    INDICATORS,
    LEVELS,
    PROVINCES,
    QUARTILES,
    REASONS,
    AgeBand,
    Cell,
    Province,
    Term,
    province,
)
from balise.vocabulary.dguid import make_dguid, own_identifier
from balise.vocabulary.errors import (
    BaliseError,
    ImpactError,
    MarginError,
    NetworkError,
    RecipeError,
    ReleaseError,
    SourceError,
    SurveyError,
    TableError,
    nearest,
    sample,
)

__all__ = [
    "AGES",
    "AREA_TYPES",
    "CELLS",
    "DIMENSIONS",
    "EDUCATIONS",
    "INDICATORS",
    "LEVELS",
    "PROVINCES",
    "QUARTILES",
    "REASONS",
    "AgeBand",
    "BaliseError",
    "Cell",
    "ImpactError",
    "MarginError",
    "NetworkError",
    "Province",
    "RecipeError",
    "ReleaseError",
    "SourceError",
    "SurveyError",
    "TableError",
    "Term",
    "make_dguid",
    "nearest",
    "own_identifier",
    "province",
    "sample",
]
