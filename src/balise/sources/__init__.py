"""One module per published product: each file verified against its record, then read."""

from balise.sources.areas import read_dissemination_areas
from balise.sources.census_people import read_attainment, read_population_by_age
from balise.sources.coverage import read_coverage
from balise.sources.internet_survey import read_internet_use, read_services, read_skills
from balise.sources.statements import read_statements
from balise.sources.subdivisions import aggregate_subdivisions, read_subdivisions

__all__ = [
    "aggregate_subdivisions",
    "read_attainment",
    "read_coverage",
    "read_dissemination_areas",
    "read_internet_use",
    "read_population_by_age",
    "read_services",
    "read_skills",
    "read_statements",
    "read_subdivisions",
]
