"""Every table of a release, with its columns: the contract, and the data dictionary."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.release.area_tables import AREA_TABLES
from balise.release.columns import Table, count, number, share, text
from balise.release.shared_columns import MEASURES, PROVINCE_CODES, QUALITY, REACH, REASON
from balise.release.type_tables import TYPE_TABLES

__all__ = ["FORMAT", "REQUIRED_TABLES", "SCHEMA", "SCHEMA_VERSION"]

FORMAT = "balise-release"
SCHEMA_VERSION = 1
REQUIRED_TABLES = ("areas", "archetypes", "area_archetypes", "validation")

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
        text(
            "reason",
            "why the office has no catchment; empty where it has one",
            "pourquoi le bureau n'a pas de zone de desserte; vide s'il en a une",
            nullable=True,
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
        REACH,
        number(
            "detour",
            "ratio",
            "detour factor: road distance over straight line",
            "facteur de détour : distance par la route sur distance à vol d'oiseau",
            (1, None),
        ),
        count(
            "people",
            "people within reach, modelled, rounded to base 5",
            "personnes à portée, modélisées, arrondies à la base 5",
        ),
        count(
            "people_low",
            "people within reach: lower bound of the interval (19 times out of 20)",
            "personnes à portée : borne inférieure de l'intervalle (19 fois sur 20)",
        ),
        count(
            "people_high",
            "people within reach: upper bound of the interval (19 times out of 20)",
            "personnes à portée : borne supérieure de l'intervalle (19 fois sur 20)",
        ),
        count(
            "people_16plus",
            "people aged 16 and over within reach, modelled, rounded to base 5",
            "personnes de 16 ans et plus à portée, modélisées, arrondies à la base 5",
        ),
        *MEASURES,
        share(
            "share_of_province",
            "share of the people of the province who are within reach",
            "part des personnes de la province qui sont à portée",
        ),
        text(
            "travel",
            "how travel was measured; estimated: straight line times a detour factor",
            "mesure du déplacement; estimé : distance à vol d'oiseau multipliée par un facteur de "
            "détour",
            allowed=("estimated", "measured"),
        ),
        QUALITY,
        REASON,
    ),
)

_VALIDATION = Table(
    "validation",
    "Checks against published figures",
    "Vérifications par rapport à des chiffres publiés",
    (
        text("check", "what is checked", "ce qui est vérifié", key=True),
        text("source", "published figure compared with", "chiffre publié de comparaison", key=True),
        text(
            "use",
            "whether the figure was used in the fit, held out, or tests the method",
            "chiffre utilisé dans l'ajustement, laissé de côté, ou essai de la méthode",
            key=True,
            allowed=("fit", "held_out", "method"),
        ),
        text("place", "area or cell", "région ou case", key=True),
        number("published", "as the check", "published figure", "chiffre publié"),
        number("rebuilt", "as the check", "figure rebuilt here", "chiffre reconstruit ici"),
        number(
            "difference",
            "as the check",
            "rebuilt minus published",
            "reconstruit moins publié",
        ),
        number(
            "threshold",
            "as the check",
            "largest difference accepted; empty where none is set",
            "plus grand écart accepté; vide si aucun n'est fixé",
        ),
        text(
            "verdict",
            "met, not met, or printed for information",
            "atteint, non atteint, ou imprimé pour information",
            allowed=("met", "not_met", "printed"),
        ),
        text("note_en", "note in English", "note en anglais", nullable=True),
        text("note_fr", "note in French", "note en français", nullable=True),
    ),
)

SCHEMA: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (*AREA_TABLES, *TYPE_TABLES, _SERVICE_POINTS, _CATCHMENTS, _VALIDATION)
    }
)
