"""Respondents of a recipe: a user's file of microdata, in the classes of the seed.

The file stays where it is. Of it a release says its name, its digest, and how many
respondents it has, rounded.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.vocabulary import AGES, PROVINCES, RecipeError, SurveyError, nearest, sample

if TYPE_CHECKING:
    from balise.synthesis import CodedRespondents

# Synthesis is imported where it is needed: a recipe is read and listed without it.

__all__ = [
    "LEFT_OUT",
    "Coding",
    "SeedFile",
    "check_seed",
    "read_seed",
    "seed_choice",
    "seed_record",
]

LEFT_OUT: Final = "left_out"
"""What a code stands for whose respondents are left out: not stated, too young."""

_REGIONS: Final = tuple(dict.fromkeys(each.region for each in PROVINCES))
_PLACES: Final = (*[each.code for each in PROVINCES], *_REGIONS, "canada")
_ROUNDED: Final = 10


@dataclass(frozen=True, slots=True)
class Coding:
    """A column of the file, and what each of its codes stands for.

    ``codes`` may be left out where the column holds the classes themselves; for age, where
    it holds completed years.
    """

    column: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeedFile:
    """Microdata that the seeds start from: ``file`` lies beside the recipe.

    ``weight`` is its column of weights. ``age`` is needed, with one at least of
    ``education``, ``income_quartile`` and ``immigrant``; without ``province`` all respondents
    stand for the country alone. ``respondent`` is the column that says whose row it is, where
    one person may have several; each row is another person's if it is left out.
    """

    file: Path
    weight: str
    age: Coding
    education: Coding | None = None
    income_quartile: Coding | None = None
    immigrant: Coding | None = None
    province: Coding | None = None
    respondent: str | None = None

    def codings(self) -> dict[str, Coding]:
        """Give the variables told, in the order of the seed."""
        from balise import synthesis

        named = {name: getattr(self, name) for name in synthesis.SEED_VARIABLES}
        return {name: coding for name, coding in named.items() if coding is not None}


def check_seed(choice: SeedFile, where: str) -> None:
    """Refuse codes that stand for no class, and a file that tells nothing but age.

    Raises
    ------
    RecipeError
        With the key, what was found, what was expected.
    """
    from balise import synthesis

    codings = choice.codings()
    if len(codings) == 1:
        raise RecipeError(
            f"{where}, seed: found age alone. Expected education, income_quartile or immigrant "
            "beside it: the published tables tell age already. Add one of them, or take [seed] "
            "away."
        )
    known = {name: (*synthesis.CLASSES[name], LEFT_OUT) for name in codings}
    if choice.province is not None:
        codings["province"], known["province"] = choice.province, (*_PLACES, LEFT_OUT)
    for name, coding in codings.items():
        for code, stands_for in coding.codes.items():
            if stands_for not in known[name]:
                raise RecipeError(
                    f"{where}, seed.{name}.codes.{code or '(empty)'}: found {stands_for!r}. "
                    f"Expected one of {', '.join(known[name])}. "
                    f"{nearest(stands_for, known[name])}"
                )
    others = [each for each in (choice.weight, choice.respondent) if each is not None]
    columns = [each.column for each in codings.values()] + others
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise RecipeError(
            f"{where}, seed: found the column {sample(map(repr, twice))} for two things. Expected "
            "a column of its own for each variable, weight and respondent. Correct one of them."
        )


def read_seed(choice: SeedFile) -> "CodedRespondents":
    """Read the respondents of a recipe in the classes of the seed.

    Raises
    ------
    TableError
        If the file cannot be read or lacks a column.
    SurveyError
        If a weight is no positive number, a code stands for nothing, or nobody is left.
    """
    from balise import synthesis

    codings = choice.codings()
    named = dict(codings) if choice.province is None else {**codings, "province": choice.province}
    mine = synthesis.read_respondents(
        choice.file,
        [each.column for each in named.values()],
        choice.weight,
        respondent=choice.respondent,
        gaps=True,
    )
    where = f"Table {choice.file.name}"
    coded = {
        name: _coded(mine.categories[each.column], each, name, where)
        for name, each in named.items()
    }
    inside = np.all([values != LEFT_OUT for values in coded.values()], axis=0)
    if not inside.any():
        raise SurveyError(
            f"{where}: found nobody aged {AGES[0].low} or over whose codes are not left out, "
            f"among {len(inside):,} rows. Expected respondents. Check the codes under [seed]."
        )
    codes = [_positions(coded[name][inside], synthesis.CLASSES[name]) for name in codings]
    places = coded.get("province", np.full(len(inside), "canada"))
    return synthesis.CodedRespondents(
        tuple(codings),
        np.column_stack(codes),
        places[inside].astype(str),
        mine.weights[inside],
        int((~inside).sum()),
        mine.numbers[inside],
    )


def _positions(values: npt.NDArray[np.str_], classes: Iterable[str]) -> npt.NDArray[np.int64]:
    place = {name: at for at, name in enumerate(classes)}
    return np.array([place[value] for value in values], dtype=np.int64)


def _coded(column: pl.Series, coding: Coding, name: str, where: str) -> npt.NDArray[np.str_]:
    """Turn the codes of a column into classes."""
    from balise import synthesis

    values = column.unique().sort().to_list()
    if coding.codes:
        stands_for = dict(coding.codes)
    elif name == "age":
        stands_for = {value: _band(value) for value in values if _band(value)}
    else:
        known = _PLACES if name == "province" else synthesis.CLASSES[name]
        stands_for = {value: value for value in known}
    unknown = [value for value in values if value not in stands_for]
    if unknown:
        blank = " or empty values" if "" in unknown else ""
        listed = sample(repr(value) for value in unknown if value) or "none but empty values"
        raise SurveyError(
            f"{where}, column {column.name}: found codes that stand for no class of {name}: "
            f"{listed}{blank}. Expected those of seed.{name}.codes. Add them there, with "
            f'"{LEFT_OUT}" for respondents to leave out.'
        )
    return column.replace_strict(stands_for, return_dtype=pl.String).to_numpy().astype(str)


def _band(years: str) -> str:
    """Give the class of an age in completed years; empty where it is none."""
    if not years.isascii() or not years.isdigit() or int(years) > 130:
        return ""
    held = [each.code for each in AGES if int(years) >= each.low]
    return held[-1] if held else LEFT_OUT


def seed_choice(choice: SeedFile) -> dict[str, str]:
    """Lay the choice of a file out: digests of it and of its coding, but no column or code.

    Whatever rests on the choice changes with them.
    """
    coding = {name: [each.column, dict(each.codes)] for name, each in choice.codings().items()}
    where = choice.province and [choice.province.column, dict(choice.province.codes)]
    whole = json.dumps([choice.weight, choice.respondent, coding, where], sort_keys=True)
    return {
        "file": choice.file.name,
        "sha256": hashlib.sha256(choice.file.read_bytes()).hexdigest(),
        "coding_sha256": hashlib.sha256(whole.encode()).hexdigest(),
    }


def seed_record(
    choice: SeedFile | None, respondents: "CodedRespondents | None"
) -> dict[str, object]:
    """Say where the seeds come from: never a column, a code or a weight of the file.

    Examples
    --------
    >>> seed_record(None, None)
    {'origin': 'published_tables'}
    """
    if choice is None or respondents is None:
        return {"origin": "published_tables"}
    from balise import synthesis

    return {
        "origin": "microdata",
        **seed_choice(choice),
        "respondents": _ROUNDED * round(len(np.unique(respondents.who)) / _ROUNDED),
        "left_out": _ROUNDED * round(respondents.left_out / _ROUNDED),
        "variables": list(respondents.variables),
        "fewest_respondents": synthesis.FEWEST,
    }
