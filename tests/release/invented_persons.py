"""Invented synthetic persons: seven people of three types in three areas, two provinces."""

from pathlib import Path

import numpy as np
import polars as pl

from balise.release import INDEX_PERSONS, Persons, PersonsPart, encode_persons, write_persons

__all__ = ["AREAS", "TYPES", "invented_parts", "invented_persons", "invented_persons_folder"]

AREAS = pl.DataFrame(
    {
        "dguid": ["2021A00051301001", "2021A00051301002", "2021A00052401001"],
        "persons": [3, 0, 4],
        "population_16plus": [3.4, 0.0, 3.6],
    }
)
TYPES = pl.DataFrame(
    {
        "type": ["13-rural-a1e1q1", "13-rural-a7e4q4", "24-rural-a2e1q1"],
        "province": ["13", "13", "24"],
        "area_type": ["rural"] * 3,
        "age": ["16-24", "75+", "25-34"],
        "education": ["none", "bachelor", "none"],
        "quartile": ["q1", "q4", "q1"],
        "evi": [20.0, 50.0, 10.0],
        "means": [0.1, 0.4, 0.1],
        "willingness": [0.3, 0.6, 0.1],
        "abilities": [0.2, 0.5, 0.1],
    }
)
_RECORD = {
    "kind": "index",
    "title": {"en": "Persons", "fr": "Personnes"},
    "note": {"en": "Invented.", "fr": "Inventé."},
    "licence": "none",
    "random_seed": 1,
}


def _part(partition: str, ids: list[int], area: list[int], of_type: list[int]) -> PersonsPart:
    content = encode_persons(
        INDEX_PERSONS,
        np.array(ids, dtype=np.uint64),
        (AREAS["dguid"], np.array(area)),
        (TYPES, np.array(of_type)),
    )
    return PersonsPart(partition, content, len(ids))


def invented_parts() -> list[PersonsPart]:
    """Three files, two of them in one province."""
    return [
        _part("province=13", [11, 12, 13], [0, 0, 0], [0, 0, 1]),
        _part("province=24", [21, 22], [2, 2], [2, 2]),
        _part("province=24", [23, 24], [2, 2], [2, 2]),
    ]


def invented_persons(**changed: object) -> Persons:
    """What stands beside them; what is named is changed in the record."""
    return Persons(INDEX_PERSONS, AREAS, TYPES, {**_RECORD, **changed})


def invented_persons_folder(folder: Path, *, replace: bool = False, **changed: object) -> Path:
    """Write them."""
    return write_persons(folder, invented_persons(**changed), invented_parts(), replace=replace)
