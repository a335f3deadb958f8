"""Tables of synthetic persons, their areas and their types: columns and meaning."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from balise.release.columns import Column, Table, count, number, share, text
from balise.release.shared_columns import CLASSES, DGUID, PROVINCE_CODES
from balise.vocabulary import AREA_TYPES, DIMENSIONS

__all__ = ["ID_SPAN", "INDEX_PERSONS", "PersonTables", "person_tables"]

ID_SPAN = 10_000_000
"""Identifiers of one area: its code times this, then the rank of the person there."""

_ID = Column(
    "id",
    pl.UInt64,
    "number",
    "identifier of the synthetic person: the code of the area, or its row in the table of areas "
    "where areas are your own, then a rank there in seven digits; it is nobody's number",
    "identificateur de la personne synthétique : le code de la région, ou son rang dans le tableau "
    "des régions si elles sont les vôtres, puis un rang de sept chiffres; ce n'est le numéro de "
    "personne",
    low=0,
    key=True,
)
_TYPE = text(
    "type",
    "identifier of the type of person",
    "identificateur du type de personne",
    key=True,
)


@dataclass(frozen=True, slots=True)
class PersonTables:
    """The three tables of a folder of synthetic persons.

    Attributes
    ----------
    persons : Table
        ``id``, the area, ``type``, then columns that are the same for everybody of a type.
    areas : Table
        The area, ``persons`` in it, then what else is told of it.
    types : Table
        ``type``, what describes it, then the columns that persons carry.
    """

    persons: Table
    areas: Table
    types: Table

    @property
    def area(self) -> str:
        """Name of the column of the area."""
        return self.areas.names[0]

    @property
    def carried(self) -> tuple[str, ...]:
        """Columns of a type that each of its persons carries."""
        return self.persons.names[3:]


def person_tables(
    area: Column,
    carried: Sequence[Column],
    told: Sequence[Column] = (),
    described: Sequence[Column] = (),
) -> PersonTables:
    """Lay out synthetic persons: identifier, area, type and what the type carries.

    Parameters
    ----------
    area : Column
        Key of an area.
    carried : sequence of Column
        Written for each person: dimensions, or categories that were kept.
    told : sequence of Column
        Of each area, beside its persons.
    described : sequence of Column
        Of each type, not repeated for its persons.

    Returns
    -------
    PersonTables

    Examples
    --------
    >>> zone = text("zone", "zone", "zone", key=True)
    >>> tables = person_tables(zone, [text("sex", "sex", "sexe")])
    >>> tables.persons.names, tables.areas.names, tables.types.names
    (('id', 'zone', 'type', 'sex'), ('zone', 'persons'), ('type', 'sex'))
    """
    key = replace(area, key=True)
    people = count("persons", "synthetic persons", "personnes synthétiques", nullable=False)
    return PersonTables(
        Table(
            "persons",
            "Synthetic persons",
            "Personnes synthétiques",
            (_ID, replace(area, key=False), replace(_TYPE, key=False), *carried),
        ),
        Table(
            "areas",
            "Areas and their synthetic persons",
            "Régions et leurs personnes synthétiques",
            (key, people, *told),
        ),
        Table(
            "types",
            "Types of persons",
            "Types de personnes",
            (_TYPE, *described, *carried),
        ),
    )


INDEX_PERSONS = person_tables(
    DGUID,
    [
        share(
            each.code,
            f"{each.en}, expected of the type",
            f"{each.fr} : valeur attendue pour le type",
        )
        for each in DIMENSIONS
    ],
    told=[
        number(
            "population_16plus",
            "people",
            "people aged 16 and over, modelled, before they are made whole",
            "personnes de 16 ans et plus, modélisées, avant d'être rendues entières",
            (0, None),
            nullable=False,
        )
    ],
    described=[
        text(
            "province",
            "two-digit code of the province or territory",
            "code à deux chiffres de la province ou du territoire",
            allowed=PROVINCE_CODES,
        ),
        text(
            "area_type",
            "type of area",
            "type de région",
            allowed=tuple(each.code for each in AREA_TYPES),
        ),
        *CLASSES,
        number(
            "evi",
            "points",
            "E-Vulnerability Index of the type",
            "indice de vulnérabilité électronique du type",
            (0, 100),
            nullable=False,
        ),
    ],
)
"""Persons aged 16 and over of an index: type and the three dimensions expected of it."""
