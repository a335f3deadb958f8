"""Scores of units and of population groups in them, with their draws."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.index.types import Types
from balise.index.uncertainty import PlaceNoise
from balise.synthesis import People

__all__ = [
    "Scored",
    "archetype_rows",
    "base_means",
    "base_people",
    "score",
    "share_noise",
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
    """

    people: Array
    values: Array
    draws: Array
    counts: tuple[tuple[int, npt.NDArray[np.int64], Array], ...]


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


def _noise(
    noise: PlaceNoise, weights: csr_matrix, shares: Array, types: Types, place: int, mask: Mask
) -> Array:
    """Add what is particular to places to the draws of some units, shape (k, r, d).

    ``shares`` (k, 3, 112) are the units' compositions; ``weights`` (k, n) add up to 1.
    """
    slopes = np.einsum("utc,tcdi->udi", shares, types.slopes[place])
    outcomes = np.where(mask[:, :, None], types.values[place], np.nan)
    margins = noise.margins(outcomes)
    n, draws = margins.shape[:2]
    effects = (weights @ noise.effects.reshape(n, -1)).reshape(-1, draws, noise.effects.shape[2])
    moved = (weights @ margins.reshape(n, -1)).reshape(-1, draws, margins.shape[2])
    return np.asarray(moved + effects @ slopes.transpose(0, 2, 1))


def score(
    members: csr_matrix,
    people: People,
    types: Types,
    noises: Mapping[int, PlaceNoise],
    mask: Mask | None = None,
) -> Scored:
    """Score units, or one population group in each of them.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
        Weight of each base area in each unit.
    people : People
    types : Types
    noises : mapping of int to PlaceNoise
        By province position; provinces left out have model error alone.
    mask : array of bool, shape (3, 112), optional
        Archetypes of the group, by area type and cell; everybody by default.

    Returns
    -------
    Scored
        In the unit of the outcomes; draws add the slopes of effects and margins to those
        of the model, so that shares may pass 0 and 1 a little.
    """
    inside = np.ones((3, people.cells.shape[1]), bool) if mask is None else mask
    units, draws = members.shape[0], types.count
    total = np.zeros(units)
    width = types.values.shape[-1]
    values, drawn = np.zeros((units, width)), np.zeros((units, draws, width))
    counts = []
    per_area = base_people(people, inside)
    for place, rows in enumerate(people.rows):
        touched, weights = _touched(members, rows)
        if not len(touched):
            continue
        own = _unit_counts(weights, people, rows, inside)
        number = own.sum(axis=(1, 2))
        shares = own / np.maximum(number, 1e-300)[:, None, None]
        flat = shares.reshape(len(touched), -1)
        part = (flat @ types.draws[place].reshape(flat.shape[1], -1)).reshape(-1, draws, width)
        if place in noises:
            scaled = csr_matrix(weights.multiply(per_area[rows][None, :]))
            sums = np.maximum(np.asarray(scaled.sum(axis=1)), 1e-300)
            scaled = csr_matrix(scaled.multiply(1 / sums))
            part = part + _noise(noises[place], scaled, shares, types, place, inside)
        total[touched] += number
        values[touched] += number[:, None] * (
            flat @ types.values[place].reshape(flat.shape[1], width)
        )
        drawn[touched] += number[:, None, None] * part
        counts.append((place, touched, own))
    empty = total <= 0
    safe = np.where(empty, np.nan, total)
    return Scored(
        people=total,
        values=values / safe[:, None],
        draws=drawn / safe[:, None, None],
        counts=tuple(counts),
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


def share_noise(
    members: csr_matrix, people: People, noises: Mapping[int, PlaceNoise], mask: Mask
) -> Array:
    """Margin error of the share of people 16+ of each unit who are in a group.

    Parameters
    ----------
    members : csr_matrix, shape (u, n)
        Weight of each base area in each unit.
    people : People
    noises : mapping of int to PlaceNoise
        By province position; at least one.
    mask : array of bool, shape (3, 112)
        Archetypes of the group, by area type and cell.

    Returns
    -------
    array of float, shape (u, r)
        Move of the share in each draw; NaN where nobody lives, and where people live in a
        province whose margins were not drawn.
    """
    draws = next(iter(noises.values())).effects.shape[1]
    group, whole = base_people(people, mask), people.adults
    adults = np.asarray(members @ whole)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.asarray(members @ group) / np.where(adults > 0, adults, np.nan)
    moved = np.zeros((members.shape[0], draws))
    everybody = np.ones_like(mask)
    for place, rows in enumerate(people.rows):
        touched, weights = _touched(members, rows)
        if place not in noises:
            moved[touched] = np.nan
            continue
        own, all_ages = noises[place], people.parts[place].population[:, None]
        moved[touched] += weights @ (all_ages * own.headcounts(mask))
        moved[touched] -= share[touched, None] * (weights @ (all_ages * own.headcounts(everybody)))
    return np.asarray(moved / np.where(adults > 0, adults, np.nan)[:, None])


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
