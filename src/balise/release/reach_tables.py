"""Tables of offices: where they are, whom they reach, who is beyond reach."""

from balise.release.area_reach import ACCESS, BEYOND, TRAVEL, VULNERABLE, ended
from balise.release.columns import Table, count, number, share, text
from balise.release.shared_columns import (
    MEASURES,
    PROVINCE_CODES,
    QUALITY,
    REACH,
    REASON_CODES,
)

__all__ = ["REACH_TABLES"]

_SERVICE_POINTS = Table(
    "service_points",
    "Service offices",
    "Bureaux de service",
    (
        text("service_point", "identifier of the office", "identificateur du bureau", key=True),
        text("name_en", "name in English", "nom en anglais", nullable=True),
        text("name_fr", "name in French", "nom en français", nullable=True),
        text("kind", "kind of office", "type de bureau", nullable=True),
        text(
            "province",
            "two-digit code of the province or territory",
            "code à deux chiffres de la province ou du territoire",
            nullable=True,
            allowed=PROVINCE_CODES,
        ),
        text("csduid", "census subdivision", "subdivision de recensement", nullable=True),
        number("lon", "degrees", "longitude", "longitude", (-180, 180)),
        number("lat", "degrees", "latitude", "latitude", (-90, 90)),
        text(
            "position",
            "how the position is known, for example by the centroid of the town",
            "comment la position est connue, par exemple par le centroïde de la ville",
            nullable=True,
        ),
        number(
            "position_error_km",
            "kilometres",
            "root mean square error of the position, as a straight line",
            "erreur quadratique moyenne de la position, à vol d'oiseau",
            (0, None),
        ),
        number(
            "hours_week",
            "hours",
            "hours open in a week",
            "heures d'ouverture par semaine",
            (0, 168),
        ),
        text(
            "languages",
            "official languages of service: en, fr or both",
            "langues officielles de service : en, fr ou both (les deux)",
            nullable=True,
            allowed=("en", "fr", "both"),
        ),
        text(
            "services",
            "services given, as listed",
            "services offerts, selon la liste",
            nullable=True,
        ),
        number(
            "capacity",
            "as listed",
            "what the office can serve, in the unit of the list",
            "ce que le bureau peut servir, dans l'unité de la liste",
            (0, None),
        ),
        number("cost_year", "dollars", "cost in a year", "coût par année", (0, None)),
        text(
            "reason",
            "why the office has no catchment; empty where it has one",
            "pourquoi le bureau n'a pas de zone de desserte; vide s'il en a une",
            nullable=True,
        ),
    ),
)

_ORIGINS = Table(
    "origins",
    "Places that people leave from",
    "Lieux d'où partent les personnes",
    (
        text("origin", "identifier of the place", "identificateur du lieu", key=True),
        text(
            "code",
            "code of the base area (subdivision or dissemination area) it lies in",
            "code de la région de base (subdivision ou aire de diffusion) qui le contient",
        ),
        number(
            "lon",
            "degrees",
            "longitude of the mean of its people",
            "longitude moyenne des personnes",
            (-180, 180),
        ),
        number(
            "lat",
            "degrees",
            "latitude of the mean of its people",
            "latitude moyenne des personnes",
            (-90, 90),
        ),
        count(
            "people",
            "people of all ages, as published",
            "personnes de tous âges, telles que publiées",
        ),
        number(
            "spread_km",
            "kilometres",
            "root mean square distance of its people from there; inside an area: assumed even",
            "distance quadratique moyenne de ses personnes à ce point; à l'intérieur d'une aire "
            ": répartition supposée égale",
            (0, None),
        ),
    ),
)


_CATCHMENTS = Table(
    "catchments",
    "People within reach of each office, and of any office",
    "Personnes à portée de chaque bureau, et d'au moins un bureau",
    (
        text(
            "service_point",
            "identifier of the office; 'all' for the union of offices, nobody counted twice",
            "identificateur du bureau; « all » pour la réunion des bureaux, sans double compte",
            key=True,
        ),
        *REACH,
        number(
            "detour",
            "ratio",
            "detour factor: road distance over straight line",
            "facteur de détour : distance par la route sur distance à vol d'oiseau",
            (1, None),
        ),
        number(
            "speed_kmh",
            "kilometres per hour",
            "speed that turns distance into time where no network tells it: assumed",
            "vitesse qui convertit la distance en temps là où aucun réseau ne la donne : hypothèse",
            (0, None),
        ),
        *ended("people", "people within reach, modelled", "personnes à portée, modélisées"),
        count(
            "people_16plus",
            "people aged 16 and over within reach, modelled, rounded to base 5; empty where "
            "people are a range",
            "personnes de 16 ans et plus à portée, modélisées, arrondies à la base 5; vide si "
            "les personnes sont une fourchette",
        ),
        *ended("vulnerable", f"{VULNERABLE[0]} within reach", f"{VULNERABLE[1]} à portée"),
        *MEASURES,
        share(
            "share_of_province",
            "share of the people of the province who are within reach",
            "part des personnes de la province qui sont à portée",
        ),
        share(
            "share_low",
            "the same at the lower bound of people",
            "la même à la borne inférieure des personnes",
        ),
        share(
            "share_high",
            "the same at the upper bound of people",
            "la même à la borne supérieure des personnes",
        ),
        text(
            "travel",
            "how travel was measured; estimated: straight line times a detour factor",
            "mesure du déplacement; estimé : distance à vol d'oiseau multipliée par un facteur de "
            "détour",
            allowed=TRAVEL,
        ),
        QUALITY,
        text(
            "reason",
            "why people are not one number (range: the error of position and the spread of "
            "people exceed a quarter of the radius; the score stays), or why nothing is "
            "published",
            "pourquoi les personnes ne sont pas un seul nombre (range : l'erreur de position et "
            "la dispersion des personnes dépassent le quart du rayon; le score reste), ou "
            "pourquoi rien n'est publié",
            nullable=True,
            allowed=REASON_CODES,
        ),
    ),
)

_OVERLAPS = Table(
    "overlaps",
    "People within reach of two offices",
    "Personnes à portée de deux bureaux",
    (
        text("service_point", "identifier of an office", "identificateur d'un bureau", key=True),
        text(
            "other", "identifier of the other office", "identificateur de l'autre bureau", key=True
        ),
        *REACH,
        count(
            "people",
            "people within reach of both, rounded to base 5; empty where they are a range",
            "personnes à portée des deux, nombre arrondi à la base 5; vide s'il s'agit d'une "
            "fourchette",
        ),
        count(
            "people_low",
            "people surely within reach of both",
            "personnes sûrement à portée des deux",
        ),
        count(
            "people_high",
            "people possibly within reach of both",
            "personnes peut-être à portée des deux",
        ),
        share(
            "share",
            "share of the people of the office that reaches fewer who also reach the other",
            "part des personnes du bureau qui en atteint le moins qui sont aussi à portée de "
            "l'autre",
        ),
        text(
            "reason",
            "range, where the people of either office are a range",
            "range, si les personnes de l'un des bureaux sont une fourchette",
            nullable=True,
            allowed=REASON_CODES,
        ),
    ),
)

REACH_TABLES: tuple[Table, ...] = (
    _SERVICE_POINTS,
    _ORIGINS,
    _CATCHMENTS,
    _OVERLAPS,
    ACCESS,
    BEYOND,
)
