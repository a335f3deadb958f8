"""The population groups of every release, and why some of them wait for a table."""

from dataclasses import dataclass

from balise.vocabulary import Term

__all__ = ["STANDARD_GROUPS", "Group"]


@dataclass(frozen=True, slots=True)
class Group(Term):
    """A population group with its names, and how it may be known.

    ``expression`` describes it where it is a union of person types (None otherwise);
    ``finest`` is the finest level at which its people are known; ``reason`` and
    ``missing_table`` say what stands in the way elsewhere.
    """

    expression: str | None = None
    finest: str = "da"
    reason: str | None = None
    missing_table: str | None = None


_LONE = "Census Profile by dissemination area"
_RATES = "Canadian Internet Use Survey, microdata"

STANDARD_GROUPS: tuple[Group, ...] = (
    Group("seniors", "seniors", "personnes aînées", "age >= 65", "csd"),
    Group("youth", "youth", "jeunes", "age < 25", "csd"),
    Group(
        "immigrants",
        "immigrants",
        "immigrants",
        reason="no_rate",
        missing_table=f"{_RATES}: Internet use by immigrant status",
    ),
    Group(
        "recent_immigrants",
        "recent immigrants",
        "immigrants récents",
        reason="no_margin",
        missing_table=f"{_LONE}: period of immigration",
    ),
    Group(
        "indigenous_people",
        "Indigenous people",
        "Autochtones",
        reason="no_margin",
        missing_table=f"{_LONE}: Indigenous identity",
    ),
    Group(
        "people_with_disabilities",
        "people with disabilities",
        "personnes handicapées",
        reason="no_margin",
        missing_table="Canadian Survey on Disability: by census subdivision",
    ),
    Group(
        "low_income",
        "lowest income quartile",
        "quartile inférieur du revenu",
        "income_quartile == 1",
        "csd",
    ),
    Group("no_diploma", "no diploma", "aucun diplôme", "education == 'none'", "pr"),
    Group(
        "official_language_minority",
        "official-language minority",
        "minorité de langue officielle",
        reason="no_margin",
        missing_table=f"{_LONE}: first official language spoken",
    ),
    Group(
        "living_alone",
        "living alone",
        "personnes vivant seules",
        reason="no_margin",
        missing_table=f"{_LONE}: household size",
    ),
    Group("rural", "rural", "population rurale", "area_type == 'rural'"),
    Group(
        "remote",
        "remote",
        "population éloignée",
        reason="no_margin",
        missing_table="Index of remoteness, by census subdivision",
    ),
)
