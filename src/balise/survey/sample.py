"""Published figures as cells over the people a survey describes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.survey.cells import Cells
from balise.survey.published import (
    HIGHEST_SHARE,
    RESPONDENTS,
    SURVEY_AGE_OF_BAND,
    SURVEYED,
    cell_errors,
)
from balise.vocabulary import AREA_TYPES, CELLS, PROVINCES, SurveyError

__all__ = ["PublishedRow", "Sample"]

Array = npt.NDArray[np.float64]

_AGE: Final = SURVEY_AGE_OF_BAND[np.array([cell.age for cell in CELLS])]
_QUARTILE: Final = np.array([cell.quartile for cell in CELLS])


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published figure and whom it covers.

    Attributes
    ----------
    place : str
        ``canada``, a region or the abbreviation of a province.
    provinces : array of bool, shape (13,)
        Provinces of the place.
    share : float
        What is published [share].
    age, quartile : int, optional
        Survey age (0 to 3) and income quartile (0 to 3); all of them if left out.
    caution : bool
        Marked "use with caution".
    """

    place: str
    provinces: npt.NDArray[np.bool_]
    share: float
    age: int | None = None
    quartile: int | None = None
    caution: bool = False

    @property
    def label(self) -> str:
        """Name the row among others: its place, age and quartile."""
        parts = [f"a{self.age + 1}" if self.age is not None else ""]
        parts.append(f"q{self.quartile + 1}" if self.quartile is not None else "")
        return " ".join([self.place, *[part for part in parts if part]])

    def mask(self) -> Array:
        """Flag the archetypes it covers, shape (13, 1, 112)."""
        cell = np.ones(len(CELLS), dtype=bool)
        if self.age is not None:
            cell &= self.age == _AGE
        if self.quartile is not None:
            cell &= self.quartile == _QUARTILE
        return (self.provinces[:, None, None] & cell[None, None, :]).astype(float)


@dataclass(frozen=True, slots=True)
class Sample:
    """The people a survey describes, and its respondents.

    Attributes
    ----------
    people : array of float, shape (13, 3, 112)
        People aged 16 and over by archetype; territories are outside the survey [people].
    """

    people: Array

    def __post_init__(self) -> None:
        shape = (len(PROVINCES), len(AREA_TYPES), len(CELLS))
        if self.people.shape != shape:
            raise SurveyError(
                f"People by archetype come in the shape {self.people.shape}. "
                f"Expected {shape}: provinces and territories, area types, cells. "
                "Fit the people of the whole country: the tables of behaviour are national."
            )
        wrong = ~(np.isfinite(self.people) & (self.people >= 0))
        if wrong.any():
            raise SurveyError(
                f"People by archetype: {int(wrong.sum())} of {wrong.size:,} counts are negative "
                "or not numbers. Expected people, zero or more. "
                "Fit the people of every area before their behaviour."
            )

    @property
    def surveyed(self) -> Array:
        """People of the provinces, zero in the territories, shape (13, 3, 112)."""
        return np.where(SURVEYED[:, None, None], self.people, 0.0)

    def respondents(self) -> Array:
        """Spread respondents over provinces as the root of population, shape (13, 3, 112)."""
        totals = self.surveyed.sum(axis=(1, 2))
        roots = RESPONDENTS * np.sqrt(totals) / np.sqrt(totals).sum()
        share = self.surveyed / np.where(totals > 0, totals, 1.0)[:, None, None]
        return np.asarray(roots[:, None, None] * share)

    def cells(self, rows: Sequence[PublishedRow], use: Array | None = None) -> Cells:
        """Put people and the errors of their respondents behind published figures.

        Parameters
        ----------
        rows : sequence of PublishedRow
            One for each cell, in order.
        use : array of float, shape (13, 3, 112), optional
            Internet use, where the universe of the figures is Internet users.
        """
        weights = self.surveyed if use is None else self.surveyed * use
        respondents = self.respondents() * (weights / np.maximum(self.people, 1e-12))
        masks = [row.mask() for row in rows]
        shares = np.array([row.share for row in rows])
        errors = cell_errors(
            shares,
            np.array([(respondents * mask).sum() for mask in masks]),
            np.array([row.caution for row in rows]),
        )
        return Cells(
            np.stack([(weights * mask).ravel() for mask in masks]),
            np.clip(shares, 1 - HIGHEST_SHARE, HIGHEST_SHARE),
            errors,
        )
