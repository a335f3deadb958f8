"""Tables of person types: archetypes, and the shares of them in areas, groups, catchments."""

from dataclasses import replace

import polars as pl

from balise.release.columns import Column, Table, count, number, share, text
from balise.release.shared_columns import CLASSES, DGUID, PROVINCE_CODES, REACH
from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, QUARTILES, Term

__all__ = ["AGGREGATIONS", "CELL_PATTERN", "SHARE_TOTAL", "TYPE_TABLES"]

CELL_PATTERN = "a[1-7]e[1-4]q[1-4]"
SHARE_TOTAL = 10_000

AGGREGATIONS: tuple[Term, ...] = (
    Term("mean", "weighted mean of the three dimensions", "moyenne pondérée des trois dimensions"),
    Term("geometric", "geometric mean of the dimensions", "moyenne géométrique des dimensions"),
    Term("power", "power mean of the dimensions", "moyenne de puissance des dimensions"),
    Term("worst", "worst dimension", "pire dimension"),
    Term("any_barrier", "any barrier, chained", "au moins un obstacle, enchaîné"),
)

_PROVINCE = text(
    "province",
    "two-digit code of the province or territory",
    "code à deux chiffres de la province ou du territoire",
    key=True,
    allowed=PROVINCE_CODES,
)
_AREA_TYPE = text(
    "area_type",
    "type of area: rural (under 150 people per square kilometre), large metropolitan, other urban",
    "type de région : rural (moins de 150 personnes au kilomètre carré), grande région "
    "métropolitaine, autre urbain",
    key=True,
    allowed=tuple(each.code for each in AREA_TYPES),
)

ARCHETYPES = Table(
    "archetypes",
    "Types of people: age, education and household income in a province and type of area",
    "Types de personnes : âge, scolarité et revenu du ménage, par province et type de région",
    (
        text("archetype", "identifier of the type of person", "identificateur du type", key=True),
        replace(_PROVINCE, key=False),
        replace(_AREA_TYPE, key=False),
        text(
            "cell",
            "person type: age 1 to 7, education 1 to 4, household income quartile 1 to 4",
            "type de personne : âge 1 à 7, scolarité 1 à 4, quartile de revenu du ménage 1 à 4",
            allowed=tuple(cell.code for cell in CELLS),
        ),
        *CLASSES,
        text("name_en", "name in English", "nom en anglais"),
        text("name_fr", "name in French", "nom en français"),
        count(
            "people",
            "people of this type, modelled, rounded to base 5",
            "personnes de ce type, modélisées, arrondies à la base 5",
        ),
        share("internet_use", "uses the Internet", "utilise Internet"),
        share("home_access", "has Internet access at home", "a accès à Internet à la maison"),
        share(
            "government_services",
            "uses government services online, among Internet users",
            "utilise les services gouvernementaux en ligne, parmi les internautes",
        ),
        share(
            "basic_skills",
            "has basic digital skills, among Internet users",
            "possède des compétences numériques de base, parmi les internautes",
        ),
        share(
            "coverage",
            "lives where 50/10 Mbps is offered",
            "habite là où le 50/10 Mbit/s est offert",
        ),
        share("means", "means", "moyens", nullable=False),
        share("willingness", "willingness", "volonté", nullable=False),
        share("abilities", "abilities", "capacités", nullable=False),
        *(
            number(
                f"evi_{each.code}",
                "points",
                f"E-Vulnerability Index: {each.en}",
                f"indice de vulnérabilité électronique : {each.fr}",
                (0, 100),
                nullable=False,
            )
            for each in AGGREGATIONS
        ),
    ),
)


def _cell_columns() -> tuple[Column, ...]:
    return tuple(
        Column(
            cell.code,
            pl.UInt16,
            "1/10,000",
            "part of the people of this row: "
            f"{AGES[cell.age].en}, {EDUCATIONS[cell.education].en}, {QUARTILES[cell.quartile].en}",
            "part des personnes de cette ligne : "
            f"{AGES[cell.age].fr}, {EDUCATIONS[cell.education].fr}, {QUARTILES[cell.quartile].fr}",
            low=0,
            high=SHARE_TOTAL,
            pattern=CELL_PATTERN,
        )
        for cell in CELLS
    )


def _shares(name: str, en: str, fr: str, keys: tuple[Column, ...]) -> Table:
    """Describe a table of shares by person type, dense, in 1/10,000 of each row."""
    part = number(
        "share",
        "share",
        "part of the people aged 16 and over who live in this province and type of area",
        "part des personnes de 16 ans et plus qui habitent cette province et ce type de région",
        (0, 1),
        nullable=False,
    )
    return Table(name, en, fr, (*keys, _PROVINCE, _AREA_TYPE, part, *_cell_columns()))


TYPE_TABLES: tuple[Table, ...] = (
    ARCHETYPES,
    _shares(
        "area_archetypes",
        "Shares of person types in each area",
        "Parts des types de personnes dans chaque région",
        (DGUID,),
    ),
    _shares(
        "group_archetypes",
        "Shares of person types in each group of each area",
        "Parts des types de personnes dans chaque groupe de chaque région",
        (DGUID, text("group", "population group", "groupe de population", key=True)),
    ),
    _shares(
        "catchment_archetypes",
        "Shares of person types in each catchment",
        "Parts des types de personnes dans chaque zone de desserte",
        (
            text("service_point", "service office", "bureau de service", key=True),
            *REACH,
        ),
    ),
)
