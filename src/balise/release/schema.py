"""Every table of a release, with its columns: the contract, and the data dictionary."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.release.area_tables import AREA_TABLES
from balise.release.columns import Table, number, text
from balise.release.reach_tables import REACH_TABLES
from balise.release.type_tables import TYPE_TABLES

__all__ = ["FORMAT", "REQUIRED_TABLES", "SCHEMA", "SCHEMA_VERSION"]

FORMAT = "balise-release"
SCHEMA_VERSION = 2
REQUIRED_TABLES = ("areas", "archetypes", "area_archetypes", "validation")

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
    {table.name: table for table in (*AREA_TABLES, *TYPE_TABLES, *REACH_TABLES, _VALIDATION)}
)
