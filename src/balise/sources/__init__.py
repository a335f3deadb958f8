"""One module per published product: each file verified against its record, then read."""

from balise.sources.areas import BASE_AREAS, read_dissemination_areas
from balise.sources.areas_2021 import read_deprivation, read_population_2021
from balise.sources.census_people import read_attainment, read_population_by_age
from balise.sources.checks import check_data, fingerprints
from balise.sources.coverage import read_coverage
from balise.sources.divisions import read_divisions
from balise.sources.figures import figure_text
from balise.sources.internet_2009 import (
    LOGIT_TERMS,
    FittedLogit,
    read_logit_2009,
    read_microdata_2009,
)
from balise.sources.internet_survey import read_internet_use, read_services, read_skills
from balise.sources.origins import (
    gather_cells,
    read_area_origins,
    read_people_cells,
)
from balise.sources.place_names import read_place_names
from balise.sources.provenance import Data, Record, source_record, source_records
from balise.sources.service_points import read_service_points
from balise.sources.statements import read_statements
from balise.sources.subdivisions import (
    aggregate_subdivisions,
    read_subdivisions,
    store_subdivisions,
)

__all__ = [
    "BASE_AREAS",
    "LOGIT_TERMS",
    "Data",
    "FittedLogit",
    "Record",
    "aggregate_subdivisions",
    "check_data",
    "figure_text",
    "fingerprints",
    "gather_cells",
    "read_area_origins",
    "read_attainment",
    "read_coverage",
    "read_deprivation",
    "read_dissemination_areas",
    "read_divisions",
    "read_internet_use",
    "read_logit_2009",
    "read_microdata_2009",
    "read_people_cells",
    "read_place_names",
    "read_population_2021",
    "read_population_by_age",
    "read_service_points",
    "read_services",
    "read_skills",
    "read_statements",
    "read_subdivisions",
    "source_record",
    "source_records",
    "store_subdivisions",
]
