"""Scores of units and of population groups in them, with their draws."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.index.asks import Ask
from balise.index.drawing import draw_here
from balise.index.types import Types
from balise.index.uncertainty import NoiseChoices
from balise.synthesis import People

__all__ = [
    "Scored",
    "archetype_rows",
    "base_means",
    "base_people",
    "score",
    "score_here",
    "share_draws",
    "unit_means",
    "unit_values",
]

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of some units, or of one group in each.

    Attributes
    ----------
    people : array of float, shape (u,)
        People aged 16 and over, modelled.
    values : array of float, shape (u, d)
        Outcomes at zero effect [share]; NaN where there is nobody.
    draws : array of float, shape (u, r, d)
        The same under draws.
    counts : tuple of (province, rows, array of float, shape (k, 3, 112))
        People by province, area type and cell of the units that have any there.
    drawn_people : array of float, shape (u, r)
        People under draws of the margins; none where they were not drawn.
    """

    people: Array
    values: Array
    draws: Array
    counts: tuple[tuple[int, npt.NDArray[np.int64], Array], ...]
    drawn_people: Array = field(default_factory=lambda: np.empty((0, 0)))


def _touched(members: csr_matrix, rows: slice) -> tuple[npt.NDArray[np.int64], csr_matrix]:
    """Units with base areas in one province, and their weights there."""
    inside = members[:, rows].tocsr()
    units = np.flatnonzero(np.diff(inside.indptr))
    return units, inside[units]


def _unit_counts(weights: csr_matrix, people: People, rows: slice, mask: Mask) -> Array:
    """People by area type and cell of some units, shape (k, 3, 112)."""
    cells = people.cells[rows]
    counts = np.empty((weights.shape[0], *mask.shape))
    for column in range(mask.shape[0]):
        adults = people.adults[rows] * people.by_type[rows, column]
        scaled = csr_matrix(weights.multiply(adults[None, :]))
        counts[:, column] = (scaled @ cells) * mask[column]
    return counts


def score(
    members: csr_matrix,
    people: People,
    asks: Mapping[str, Ask],
    results: Iterable[Mapping[str, npt.NDArray[Any]]],
) -> dict[str, Scored]:
    """Score the units of every ask.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
        Weight of each base area in each unit.
    people : People
    asks : mapping of str to Ask
    results : iterable of mapping of str to array
        What :func:`balise.index.draw_block` gives for each block, in their order.

    Returns
    -------
    dict of str to Scored
        Each in the order of its ``units``; in the unit of the outcomes. Draws add the slopes
        of effects to what the model gives, so that shares may pass 0 and 1 a little.
    """
    sums, heads = {}, {}
    for name, ask in asks.items():
        shape = (len(ask.units), ask.types.count)
        sums[name], heads[name] = np.zeros((*shape, ask.types.values.shape[-1])), np.zeros(shape)
    for result in results:
        for name, ask in asks.items():
            at = np.searchsorted(ask.units, result[f"{name}.units"])
            sums[name][at] += result[f"{name}.sums"]
            heads[name][at] += result[f"{name}.people"]
    return {
        name: _scored(members[ask.units], people, ask, sums.pop(name), heads.pop(name))
        for name, ask in asks.items()
    }


def score_here(
    members: csr_matrix,
    people: People,
    ask: Ask,
    noise: NoiseChoices,
    noised: frozenset[int],
) -> Scored:
    """Score the units of one ask, every block drawn in this process.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
    people : People
    ask : Ask
    noise : NoiseChoices
    noised : frozenset of int
        Positions of the provinces whose places and margins are drawn; the others have model
        error alone.
    """
    asks = {"one": ask}
    return score(members, people, asks, draw_here(members, people, asks, noise, noised))["one"]


def _scored(members: csr_matrix, people: People, ask: Ask, sums: Array, heads: Array) -> Scored:
    """Put values at zero effect beside draws; ``sums`` becomes those draws, in place."""
    units, width = members.shape[0], sums.shape[2]
    total, values = np.zeros(units), np.zeros((units, width))
    counts = []
    for place, rows in enumerate(people.rows):
        touched, weights = _touched(members, rows)
        if not len(touched):
            continue
        own = _unit_counts(weights, people, rows, ask.inside)
        total[touched] += own.sum(axis=(1, 2))
        flat = own.reshape(len(touched), -1)
        values[touched] += flat @ ask.types.values[place].reshape(flat.shape[1], width)
        counts.append((place, touched, own))
    empty = total <= 0
    sums /= np.where(empty[:, None] | (heads <= 0), np.nan, heads)[:, :, None]
    return Scored(
        people=total,
        values=values / np.where(empty, np.nan, total)[:, None],
        draws=sums,
        counts=tuple(counts),
        drawn_people=heads,
    )


def unit_means(scored: Scored, columns: Array) -> Array:
    """Average columns of the archetypes over the people of each unit.

    Parameters
    ----------
    scored : Scored
    columns : array of float, shape (p, 3, 112, j)
        Any figures of the archetypes.

    Returns
    -------
    array of float, shape (u, j)
        In their unit; NaN where nobody lives.
    """
    answer = np.zeros((len(scored.people), columns.shape[-1]))
    for place, rows, counts in scored.counts:
        flat = counts.reshape(len(rows), -1)
        answer[rows] += flat @ columns[place].reshape(flat.shape[1], -1)
    safe = np.where(scored.people > 0, scored.people, np.nan)
    return np.asarray(answer / safe[:, None])


def archetype_rows(scored: Scored) -> Iterator[tuple[int, int, Array, Array, Array]]:
    """Shares of the archetypes: province, area type, units, share of unit, cells."""
    for place, rows, counts in scored.counts:
        by_type = counts.sum(axis=2)
        for column in range(counts.shape[1]):
            some = by_type[:, column] > 0
            share = by_type[some, column] / scored.people[rows[some]]
            yield (
                place,
                column,
                rows[some],
                share,
                counts[some, column] / by_type[some, column][:, None],
            )


def share_draws(group: Scored, everybody: Scored, rows: npt.NDArray[np.int64]) -> Array:
    """Give the share of people 16+ of each unit who are in a group, under each draw.

    Parameters
    ----------
    group : Scored
        Of ``u`` units.
    everybody : Scored
        Of all units.
    rows : array of int, shape (u,)
        Rows of the group's units among all.

    Returns
    -------
    array of float, shape (u, r)
        NaN where nobody lives.
    """
    adults = everybody.drawn_people[rows]
    return np.asarray(group.drawn_people / np.where(adults > 0, adults, np.nan))


def base_people(people: People, mask: Mask | None = None) -> Array:
    """Count people aged 16 and over of each base area, or those of a group.

    Parameters
    ----------
    people : People
    mask : array of bool, shape (3, 112), optional
        Archetypes of the group, by area type and cell; everybody by default.

    Returns
    -------
    array of float, shape (n,)
        Modelled [people].
    """
    if mask is None:
        return people.adults
    members = (people.by_type * (people.cells @ mask.T.astype(np.float64))).sum(axis=1)
    return np.asarray(people.adults * members)


def base_means(people: People, types: Types, mask: Mask | None = None) -> Array:
    """Mean outcomes of every base area at zero effect.

    Parameters
    ----------
    people : People
    types : Types
    mask : array of bool, shape (3, 112), optional
        Archetypes of a group; everybody by default.

    Returns
    -------
    array of float, shape (n, d)
        In the unit of the outcomes; zero where nobody lives.
    """
    answer = np.zeros((len(people.adults), types.values.shape[-1]))
    inside = np.ones(types.values.shape[1:3]) if mask is None else mask.astype(np.float64)
    for place, rows in enumerate(people.rows):
        for column in range(types.values.shape[1]):
            share = people.by_type[rows, column][:, None]
            outcomes = inside[column][:, None] * types.values[place, column]
            answer[rows] += share * (people.cells[rows] @ outcomes)
    if mask is not None:
        members = (people.by_type * (people.cells @ inside.T)).sum(axis=1)
        answer /= np.where(members > 0, members, 1.0)[:, None]
    return answer


def unit_values(members: csr_matrix, people: People, values: Array) -> Array:
    """Mean outcomes of units at zero effect, without draws.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
    people : People
    values : array of float, shape (p, 3, 112, d)
        Provinces in the order of ``people.parts``.

    Returns
    -------
    array of float, shape (u, d)
        In the unit of the values; NaN where nobody lives.
    """
    total, sums = np.zeros(members.shape[0]), np.zeros((members.shape[0], values.shape[-1]))
    everybody = np.ones(values.shape[1:3], dtype=bool)
    for place, rows in enumerate(people.rows):
        touched, weights = _touched(members, rows)
        counts = _unit_counts(weights, people, rows, everybody).reshape(len(touched), -1)
        total[touched] += counts.sum(axis=1)
        sums[touched] += counts @ values[place].reshape(counts.shape[1], -1)
    return np.asarray(sums / np.where(total > 0, total, np.nan)[:, None])
