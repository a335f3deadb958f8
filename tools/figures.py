"""Make the small tables the package bundles from the published files.

Run as ``make figures DATA=DIR``. The same files give the same bytes. Each table is
written as ``NAME.csv`` beside ``NAME.toml``, its record: publisher, table, year, licence,
digest, and the digests of the files it was made from.
"""

import argparse
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from balise import sources
from balise.sources import (
    LOGIT_TERMS,
    figure_text,
    source_record,
    store_subdivisions,
)
from balise.survey import fit_logit

FIGURES = Path(__file__).parent.parent / "src" / "balise" / "sources" / "figures"
PILOT = "13"


@dataclass(frozen=True, slots=True)
class Figure:
    """One bundled table: how it is made, and what its record says."""

    name: str
    make: Callable[[Path], pl.DataFrame]
    inputs: tuple[str, ...]
    title_en: str
    title_fr: str
    notes: str = ""


def make_logit(data: Path) -> pl.DataFrame:
    """Fit Internet use of 2009; Prince Edward Island, without a rural code, is left out."""
    people = sources.read_microdata_2009(data).drop_nulls("area_type")
    terms = [(people[column] == value).to_numpy().astype(float) for column, value in LOGIT_TERMS]
    design = np.column_stack([np.ones(people.height), *terms])
    outcome = people["internet_use"].to_numpy().astype(float)
    coefficients, covariance = fit_logit(design, outcome)
    names = ["intercept", *[f"{column}_{value}" for column, value in LOGIT_TERMS]]
    return pl.DataFrame(
        {"name": names, "coefficient": coefficients.round(8)}
        | {name: covariance[:, place].round(10) for place, name in enumerate(names)}
    )


def make_cells(data: Path) -> pl.DataFrame:
    """Gather the people of the pilot into cells of a grid."""
    return sources.gather_cells(sources.read_area_origins(data).filter(pl.col("pruid") == PILOT))


AREA_FILES = ("census_areas_2016", "area_centroids_2016", "relationship_2021")
NAME_FILES = ("relationship_2021", "subdivision_names_2019", "region_names_2006")
OFFICE_FILES = ("service_points_2024", "service_point_positions_2024")

ALL_FIGURES = (
    Figure(
        "attainment",
        sources.read_attainment,
        ("high_school_2016", "attainment_2016"),
        "Education by age in the provinces and territories, 2016",
        "Scolarité selon l'âge dans les provinces et territoires, 2016",
    ),
    Figure(
        "coverage",
        sources.read_coverage,
        ("coverage",),
        "Households with access to 50/10 Mbps",
        "Ménages ayant accès au 50/10 Mbit/s",
    ),
    Figure(
        "divisions",
        sources.read_divisions,
        AREA_FILES + NAME_FILES[1:],
        "Census divisions of Canada, 2016",
        "Divisions de recensement du Canada, 2016",
    ),
    Figure(
        "internet_use",
        sources.read_internet_use,
        ("internet_use",),
        "Internet use by age and province, 2018, 2020 and 2022",
        "Utilisation d'Internet selon l'âge et la province, 2018, 2020 et 2022",
    ),
    Figure(
        "logit_2009",
        make_logit,
        ("internet_2009",),
        "Logit of Internet use, 2009: coefficients and covariance",
        "Logit de l'utilisation d'Internet, 2009 : coefficients et covariance",
        "Unweighted. Respondents of Prince Edward Island left out. No respondent is shown.",
    ),
    Figure(
        "people_cells",
        make_cells,
        AREA_FILES,
        "People of New Brunswick by small cells, 2016",
        "Population du Nouveau-Brunswick par petites cellules, 2016",
        "Dissemination areas gathered within each census subdivision, at the mean of their people; "
        "the spread inside an area is that of a disc as large as its land, at most 10 km.",
    ),
    Figure(
        "place_names",
        lambda data: sources.read_place_names(data).filter(pl.col("level") != "csd"),
        NAME_FILES,
        "Names of economic regions and census divisions, 2021",
        "Noms des régions économiques et des divisions de recensement, 2021",
        "Names of subdivisions are in the figure 'subdivisions'.",
    ),
    Figure(
        "population_by_age",
        sources.read_population_by_age,
        ("population_by_age_2016",),
        "Population by age, Canada, provinces and territories, 2016",
        "Population selon l'âge, Canada, provinces et territoires, 2016",
        "Age 15 and ages 16 to 19 are differences of published counts.",
    ),
    Figure(
        "service_points",
        sources.read_service_points,
        OFFICE_FILES,
        "Service Canada points of service and their towns, February 2024",
        "Points de service de Service Canada et leurs villes, février 2024",
        "Positions are centroids of towns, never the offices themselves.",
    ),
    Figure(
        "services",
        sources.read_services,
        ("services_2018",),
        "Internet services by age, household income quartile and region, 2018",
        "Services Internet selon l'âge, le quartile de revenu du ménage et la région, 2018",
    ),
    Figure(
        "skills",
        sources.read_skills,
        ("skills_2018",),
        "Activities related to digital skills by age and education, 2018",
        "Activités liées aux compétences numériques selon l'âge et la scolarité, 2018",
    ),
    Figure(
        "statements",
        sources.read_statements,
        ("statements",),
        "Published statements used as anchors or checks",
        "Énoncés publiés servant d'ancrages ou de vérifications",
    ),
    Figure(
        "subdivisions",
        lambda data: store_subdivisions(sources.read_subdivisions(data)),
        AREA_FILES + NAME_FILES[1:2],
        "Census subdivisions of Canada, 2021, with people and margins of 2016",
        "Subdivisions de recensement du Canada, 2021, population et marges de 2016",
        "Sums and people-weighted means of dissemination areas; a mean of medians is no median.",
    ),
)


def _join(values: list[str]) -> str:
    return "; ".join(dict.fromkeys(values))


def write_record(figure: Figure, text: str, data: Path) -> str:
    """Write the TOML record of one bundled table."""
    records = [source_record(name, data) for name in dict.fromkeys(figure.inputs)]

    def quote(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = [
        f"title = {{ en = {quote(figure.title_en)}, fr = {quote(figure.title_fr)} }}",
        f"publisher = {quote(_join([each.publisher for each in records]))}",
        f"table = {quote(_join([each.table for each in records]))}",
        f"licence = {quote(_join([each.licence for each in records]))}",
        f"reference_period = {quote(_join([each.reference_period for each in records]))}",
        f"path = {quote(f'figures/{figure.name}.csv')}",
        f"sha256 = {quote(hashlib.sha256(text.encode()).hexdigest())}",
        f"notes = {quote(figure.notes)}",
        "inputs = [",
        *[
            f"    {{ name = {quote(each.name)}, sha256 = {quote(each.sha256)} }},"
            for each in records
        ],
        "]",
    ]
    return "\n".join(lines) + "\n"


def write_figures(data: Path, out: Path) -> list[Path]:
    """Write every bundled table and its record; give the paths of the tables."""
    sources.check_data(data)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for figure in ALL_FIGURES:
        text = figure_text(figure.make(data))
        path = out / f"{figure.name}.csv"
        path.write_bytes(text.encode())
        record = write_record(figure, text, data)
        path.with_suffix(".toml").write_bytes(record.encode())
        written.append(path)
    return written


def main() -> None:
    """Write the figures and say how large each is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of published files")
    parser.add_argument("--out", type=Path, default=FIGURES, help="where to write")
    options = parser.parse_args()
    for path in write_figures(options.data, options.out):
        print(f"{path.name}: {path.stat().st_size / 1024:,.0f} KiB")


if __name__ == "__main__":
    main()
