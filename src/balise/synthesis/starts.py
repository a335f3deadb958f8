"""Where the seed of a province starts from, when respondents tell it.

A cell rests on the respondents of the province where five or more are of it, else on those
of its region, else on those of the country, else on a merged type of the country; inside a
merged type, and over what the respondents do not tell, people are spread as the published
tables alone would have it. Then the published margins are raked on, as without microdata.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.synthesis.cells import seed_cells
from balise.synthesis.merging import FEWEST, MERGED, merge_types, shared_out
from balise.synthesis.seed import Seed
from balise.vocabulary import AGES, EDUCATIONS, PROVINCES, QUARTILES, SurveyError

__all__ = ["CLASSES", "SEED_VARIABLES", "CodedRespondents", "province_starts"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEED_VARIABLES: Final = ("age", "education", "income_quartile", "immigrant")
"""What respondents may tell, in the order held on to: the last is let go first."""

CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "age": tuple(each.code for each in AGES),
    "education": tuple(each.code for each in EDUCATIONS),
    "income_quartile": tuple(each.code for each in QUARTILES),
    "immigrant": ("no", "yes"),
}
"""Classes of each variable; immigrants include non-permanent residents."""

_SHAPE: Final = tuple(len(CLASSES[name]) for name in SEED_VARIABLES)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CodedRespondents:
    """Respondents aged 16 and over, in the classes of the seed; never shown.

    Attributes
    ----------
    variables : tuple of str
        Those told, of :data:`SEED_VARIABLES` and in its order; age always.
    codes : array of int, shape (n, v)
        Class of each respondent by variable.
    places : array of str, shape (n,)
        Code of a province, name of a region, or ``canada``.
    weights : array of float, shape (n,)
        People each stands for [people].
    left_out : int
        Respondents left out: too young, or of a code that the recipe leaves out.
    numbers : array of int, shape (n,), optional
        Which respondent each row is of: rows of one share a number; each is another if left out.
    """

    variables: tuple[str, ...]
    codes: Ints
    places: npt.NDArray[np.str_]
    weights: Array
    left_out: int = 0
    numbers: Ints | None = None

    @property
    def who(self) -> Ints:
        """Number of the respondent of each row, shape (n,)."""
        return np.arange(len(self.weights)) if self.numbers is None else self.numbers


def province_starts(
    respondents: CodedRespondents, published: Mapping[str, Seed]
) -> dict[str, Array]:
    """Give the start of each province: shares of adults by age, education, quartile and status.

    Parameters
    ----------
    respondents : CodedRespondents
    published : mapping of str to Seed
        What the published tables alone make of each province, by code.

    Returns
    -------
    dict of str to array of float, shape (7, 4, 4, 2)
        By code; each sums to 1 and is positive wherever the published seed is.

    Raises
    ------
    SurveyError
        If a class of a variable told has fewer than five respondents in the country.
    """
    _refuse_absent(respondents)
    told = tuple(SEED_VARIABLES.index(name) for name in respondents.variables)
    untold = tuple(axis for axis in range(len(_SHAPE)) if axis not in told)
    shape = tuple(_SHAPE[axis] for axis in told)
    cell = np.ravel_multi_index(tuple(respondents.codes.T), shape)
    adults = {code: _adults(seed) for code, seed in published.items()}
    whole = np.sum([adults[code] * published[code].population for code in adults], axis=0)
    places, weights = respondents.places, respondents.weights

    def counted(inside: npt.NDArray[np.bool_]) -> tuple[Array, Ints]:
        size = int(np.prod(shape))
        people = np.bincount(cell[inside], weights=weights[inside], minlength=size)
        return people.astype(np.float64), _answered(cell[inside], respondents.who[inside], size)

    everywhere = np.ones(len(places), dtype=bool)
    country = _country(*counted(everywhere), shape, whole.sum(axis=untold).ravel())
    region = {
        name: shared_out(*counted(np.isin(places, [*_codes(name), name])), country)
        for name in {each.region for each in PROVINCES}
    }
    starts = {}
    for each in PROVINCES:
        if each.code not in published:
            continue
        own = shared_out(*counted(places == each.code), region[each.region]).reshape(shape)
        inside = adults[each.code] / np.maximum(
            adults[each.code].sum(axis=untold, keepdims=True), 1e-300
        )
        starts[each.code] = np.expand_dims(own, untold) * inside
    return starts


def _answered(codes: Ints, who: Ints, size: int) -> Ints:
    """Count respondents, not rows, by code."""
    once = np.unique(who * size + codes)
    return np.bincount(once % size, minlength=size).astype(np.int64)


def _codes(region: str) -> list[str]:
    return [each.code for each in PROVINCES if each.region == region]


def _adults(seed: Seed) -> Array:
    """Lay the adults of a seed out by age, education, quartile and immigrant status."""
    adults = seed.shares[seed_cells().adult]
    return np.asarray(adults.reshape(_SHAPE))


def _country(people: Array, respondents: Ints, shape: tuple[int, ...], within: Array) -> Array:
    """Give shares for the country, cells of too few respondents merged and spread."""
    grid = np.column_stack(np.unravel_index(np.arange(len(people)), shape)).astype(np.int64)
    merged = merge_types(grid, respondents)
    size = len(merged.codes)
    total = np.bincount(merged.types, weights=people, minlength=size)
    answer = np.zeros(len(people))
    for place, codes in enumerate(merged.codes):
        held = codes != MERGED
        block = (grid[:, held] == codes[held]).all(axis=1)
        shares = np.where(block, within, 0.0)
        answer += total[place] * shares / shares.sum()
    return np.asarray(answer / answer.sum())


def _refuse_absent(respondents: CodedRespondents) -> None:
    for place, name in enumerate(respondents.variables):
        counts = _answered(respondents.codes[:, place], respondents.who, len(CLASSES[name]))
        absent = [CLASSES[name][code] for code in np.flatnonzero(counts < FEWEST)]
        if absent:
            among = round(len(np.unique(respondents.who)), -1)
            raise SurveyError(
                f"Seed, {name}: found fewer than {FEWEST} respondents of {', '.join(absent)}, "
                f"among {among:,}. Expected {FEWEST} or more of "
                "each class. Check the codes of the recipe, or leave this variable out of [seed]."
            )
