"""Tables of a scenario: sites, reach by area, reach by kind of people, gains and losses."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl

from balise.release.columns import Column, Table, count, number, text
from balise.release.shared_columns import DGUID, REASON_CODES

__all__ = ["DIMENSIONS", "EVERYBODY", "READINGS", "SCENARIO_TABLES", "STATES", "UNSCORED"]

STATES = ("kept", "opened", "closed", "moved")
"""What becomes of a site, beside the first network of the scenario."""

READINGS = ("surely", "possibly")
"""Whether people are within reach whatever the errors of position, or may be."""

EVERYBODY = "all"
UNSCORED = "unscored"
DIMENSIONS = (EVERYBODY, "quintile", "group")

_NETWORK = text("network", "name of the network", "nom du réseau", key=True)
_REACH = text(
    "reach",
    "how far counts as within reach: a distance by road [km] or a time [min]",
    "ce qui est à portée : une distance par la route [km] ou une durée [min]",
    key=True,
)
_REASON = text(
    "reason",
    "why the figure is not published; empty where it is",
    "pourquoi le chiffre n'est pas publié; vide s'il l'est",
    nullable=True,
    allowed=REASON_CODES,
)
_CODE = text(
    "code",
    "the quintile (1 least to 5 most vulnerable fifth of the people of the province; unscored: "
    "areas without a score), the group, the area, or all",
    "le quintile (de 1, cinquième le moins vulnérable de la population de la province, à 5, le "
    "plus vulnérable; unscored : régions sans score), le groupe, la région, ou all pour l'ensemble",
    key=True,
)


def _bounds(name: str, en: str, fr: str) -> tuple[Column, Column]:
    return (
        count(f"{name}_low", f"{en}: at least", f"{fr} : au moins"),
        count(f"{name}_high", f"{en}: at most", f"{fr} : au plus"),
    )


_SITES = Table(
    "sites",
    "Sites of each network",
    "Points de service de chaque réseau",
    (
        _NETWORK,
        text("site", "identifier of the site", "identificateur du point de service", key=True),
        text("name", "name of the site", "nom du point de service"),
        number("lon", "degrees", "longitude, WGS 84", "longitude, WGS 84", (-180, 180)),
        number("lat", "degrees", "latitude, WGS 84", "latitude, WGS 84", (-90, 90)),
        text(
            "state",
            "beside the first network: kept, opened, closed or moved",
            "par rapport au premier réseau : gardé, ouvert, fermé ou déplacé",
            allowed=STATES,
        ),
        number(
            "capacity", "people", "people it can serve", "personnes qu'il peut servir", (0, None)
        ),
        number(
            "hours_week",
            "hours a week",
            "hours open a week",
            "heures d'ouverture par semaine",
            (0, 168),
        ),
        number(
            "position_error_km",
            "kilometres",
            "error of its position, root mean square",
            "erreur de sa position, moyenne quadratique",
            (0, None),
        ),
        count(
            "people_nearest",
            "people for whom it is the nearest, rounded to base 5",
            "personnes dont il est le plus proche, arrondies à la base 5",
        ),
        _REASON,
    ),
)

_REACH_BY_AREA = Table(
    "reach_by_area",
    "Reach of each network by area",
    "Portée de chaque réseau par région",
    (
        _NETWORK,
        DGUID,
        _REACH,
        count(
            "people",
            "people of the area, rounded to base 5",
            "personnes de la région, arrondies à la base 5",
        ),
        *_bounds("people_beyond", "people beyond reach", "personnes hors de portée"),
        *_bounds(
            "high_beyond",
            "people in vulnerable situations beyond reach",
            "personnes en situation de vulnérabilité hors de portée",
        ),
        text(
            "nearest",
            "site nearest to most of its people",
            "point de service le plus proche de la plupart de ses habitants",
            nullable=True,
        ),
        number(
            "km",
            "kilometres",
            "mean distance of its people to their nearest site, of those that were measured",
            "distance moyenne de ses habitants à leur point de service le plus proche, parmi les "
            "distances mesurées",
            (0, None),
        ),
        number(
            "minutes",
            "minutes",
            "mean time of its people to their nearest site, of those that were measured",
            "durée moyenne du trajet de ses habitants vers leur point de service le plus proche, "
            "parmi les durées mesurées",
            (0, None),
        ),
        _REASON,
    ),
)

_REACH_TABLE = Table(
    "reach",
    "Reach of each network by kind of people",
    "Portée de chaque réseau selon les personnes",
    (
        _NETWORK,
        _REACH,
        text(
            "dimension",
            "everybody, quintile of the index, or group",
            "l'ensemble, le quintile de l'indice ou le groupe",
            key=True,
            allowed=DIMENSIONS,
        ),
        _CODE,
        count("people", "people, rounded to base 5", "personnes, arrondies à la base 5"),
        *_bounds("people_in", "people within reach", "personnes à portée"),
        count(
            "people_unknown",
            "people of areas where the group is not published, in none of the other counts",
            "personnes des régions où le groupe n'est pas publié, absentes des autres comptes",
        ),
        _REASON,
    ),
)

_CHANGES = Table(
    "changes",
    "Who gains and who loses reach from one network to another",
    "Qui gagne et qui perd la portée d'un réseau à l'autre",
    (
        replace(_NETWORK, name="from", en="network compared with", fr="réseau de comparaison"),
        replace(_NETWORK, name="to", en="network compared", fr="réseau comparé"),
        _REACH,
        text(
            "dimension",
            "everybody, quintile of the index, group, or area",
            "l'ensemble, le quintile de l'indice, le groupe ou la région",
            key=True,
            allowed=(*DIMENSIONS, "area"),
        ),
        _CODE,
        text(
            "reading",
            "people surely within reach, or possibly: the same where positions are known well",
            "personnes sûrement à portée, ou peut-être : les mêmes où les positions sont bien "
            "connues",
            key=True,
            allowed=READINGS,
        ),
        count(
            "people_gaining",
            "people who come within reach, rounded to base 5",
            "personnes qui deviennent à portée, arrondies à la base 5",
        ),
        count(
            "people_losing",
            "people who are no longer within reach, rounded to base 5",
            "personnes qui ne sont plus à portée, arrondies à la base 5",
        ),
        Column(
            "net",
            pl.Int64,
            "people",
            "people gaining less people losing: the difference of the people within reach",
            "personnes qui gagnent moins celles qui perdent : l'écart des personnes à portée",
            nullable=True,
        ),
        _REASON,
    ),
)

SCENARIO_TABLES: Mapping[str, Table] = MappingProxyType(
    {each.name: each for each in (_SITES, _REACH_BY_AREA, _REACH_TABLE, _CHANGES)}
)
