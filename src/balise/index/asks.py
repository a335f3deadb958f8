"""What draws are asked for: outcomes of some people in some units, over classes of people.

Cells that no margin tells apart move together under every draw: a class. Inside one the
shares of cells are those of the province's seed, so outcomes are averaged over them once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.index.types import Types
from balise.synthesis import Classes, seed_cells
from balise.vocabulary import AREA_TYPES, CELLS

__all__ = ["Ask", "ProvinceOutcomes", "fold_outcomes", "spans"]

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ask:
    """Outcomes of everybody, or of one population group, in some units.

    Attributes
    ----------
    types : Types
        Outcomes of every archetype, ``d`` of them.
    units : array of int, shape (u,)
        Rows of the units that are asked for, in rising order.
    mask : array of bool, shape (3, 112), optional
        Archetypes of the group, by area type and cell; everybody by default.
    """

    types: Types
    units: npt.NDArray[np.int64]
    mask: Mask | None = None

    @property
    def inside(self) -> Mask:
        """Archetypes that count, shape (3, 112)."""
        if self.mask is not None:
            return self.mask
        return np.ones((len(AREA_TYPES), len(CELLS)), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class ProvinceOutcomes:
    """What all asks need of one province, by class of person.

    Attributes
    ----------
    classes : Classes
        ``k`` of them.
    draws : array of float, shape (3, r, k, d)
        Outcomes of those who count, per person of the class, by area type; columns of one
        ask after those of another, see :func:`spans`.
    slopes : array of float, shape (3, k, d, 5)
        Their derivative in the logit of each indicator.
    members : array of float, shape (3, k, a)
        Share of the class that counts in each ask.
    """

    classes: Classes
    draws: Array
    slopes: Array
    members: Array


def spans(asks: Mapping[str, Ask]) -> dict[str, slice]:
    """Give the columns of each ask.

    Examples
    --------
    >>> from types import SimpleNamespace as Stub
    >>> three = Stub(types=Stub(values=np.zeros((1, 3, 112, 3))))
    >>> spans({"everybody": three, "seniors": three})
    {'everybody': slice(0, 3, None), 'seniors': slice(3, 6, None)}
    """
    found, first = {}, 0
    for name, ask in asks.items():
        width = ask.types.values.shape[-1]
        found[name] = slice(first, first + width)
        first += width
    return found


def fold_outcomes(classes: Classes, place: int, asks: Mapping[str, Ask]) -> ProvinceOutcomes:
    """Average outcomes of archetypes over the cells of each class.

    Parameters
    ----------
    classes : Classes
        Of the province's seed.
    place : int
        Position of the province in the types.
    asks : mapping of str to Ask

    Returns
    -------
    ProvinceOutcomes
    """
    cells = seed_cells()
    adult = np.flatnonzero(cells.adult)
    within = np.zeros((len(classes.seed), len(CELLS)))
    np.add.at(within, (classes.of[adult], cells.cell[adult]), classes.within[adult])
    draws, slopes, members = [], [], []
    for ask in asks.values():
        part = within * ask.inside[:, None, :]  # (3, k, 112)
        drawn = ask.types.draws[place]
        count, width = drawn.shape[2:]
        flat = part @ drawn.reshape(*drawn.shape[:2], -1)
        draws.append(flat.reshape(*flat.shape[:2], count, width).transpose(0, 2, 1, 3))
        sloped = ask.types.slopes[place]
        flat = part @ sloped.reshape(*sloped.shape[:2], -1)
        slopes.append(flat.reshape(*flat.shape[:2], *sloped.shape[2:]))
        members.append(part.sum(axis=2))
    return ProvinceOutcomes(
        classes,
        np.ascontiguousarray(np.concatenate(draws, axis=3)),
        np.concatenate(slopes, axis=2),
        np.stack(members, axis=2),
    )
