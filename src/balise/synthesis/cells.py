"""The cells a population is spread over before areas are fitted.

Adults: age (7) x education (4) x household income quartile (4) x immigrant status
(2); children: under 15 and 15, x immigrant status. Children are there so that
people aged 16 and over follow from the total population and the mean age of an area.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.vocabulary import AGES, CELLS

__all__ = ["ADULTS", "CHILD_AGES", "FEATURES", "N_CELLS", "SeedCells", "seed_cells"]

CHILD_AGES: Final = ("0-14", "15")
ADULTS: Final = len(CELLS) * 2
N_CELLS: Final = ADULTS + len(CHILD_AGES) * 2
FEATURES: Final = (
    "age",
    "postsecondary_15plus",
    "postsecondary_25_64",
    "lower_income",
    "non_immigrants",
    "adults",
)


@dataclass(frozen=True, slots=True)
class SeedCells:
    """Where each seed cell stands in every classification; -1 where it has no place.

    Attributes
    ----------
    cell : array of int, shape (228,)
        Position in ``CELLS`` (0 to 111); -1 for children.
    age : array of int, shape (228,)
        0 to 6 in ``AGES``; 7 under 15 and 8 aged 15.
    education, quartile : array of int, shape (228,)
        Positions in ``EDUCATIONS`` and ``QUARTILES``; -1 for children.
    immigrant : array of bool, shape (228,)
        Immigrants and non-permanent residents.
    """

    cell: npt.NDArray[np.int64]
    age: npt.NDArray[np.int64]
    education: npt.NDArray[np.int64]
    quartile: npt.NDArray[np.int64]
    immigrant: npt.NDArray[np.bool_]

    @property
    def adult(self) -> npt.NDArray[np.bool_]:
        """Cells of people aged 16 and over, shape (228,)."""
        return self.cell >= 0

    def features(self, mean_ages: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Describe each cell by what areas publish.

        Parameters
        ----------
        mean_ages : array of float, shape (9,)
            Mean age of each age class, children last [years].

        Returns
        -------
        array of float, shape (228, 6)
            In the order of ``FEATURES``; age in centuries so that all run 0 to 1.
        """
        postsecondary = self.education >= 2
        middle_aged = (self.age >= 1) & (self.age <= 4)
        columns = [
            mean_ages[self.age] / 100,
            postsecondary,
            postsecondary & middle_aged,
            (self.quartile >= 0) & (self.quartile <= 1),
            ~self.immigrant,
            self.adult,
        ]
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def seed_cells() -> SeedCells:
    """Lay out the 224 cells of adults, then the 4 of children.

    Examples
    --------
    >>> cells = seed_cells()
    >>> len(cells.cell), int(cells.adult.sum())
    (228, 224)
    """
    adult = np.array(
        [
            (place, each.age, each.education, each.quartile, immigrant)
            for place, each in enumerate(CELLS)
            for immigrant in (0, 1)
        ]
    )
    first_child = len(AGES)
    child = np.array(
        [
            (-1, first_child + place, -1, -1, immigrant)
            for place in range(len(CHILD_AGES))
            for immigrant in (0, 1)
        ]
    )
    table = np.vstack([adult, child])
    return SeedCells(
        cell=table[:, 0],
        age=table[:, 1],
        education=table[:, 2],
        quartile=table[:, 3],
        immigrant=table[:, 4].astype(bool),
    )
