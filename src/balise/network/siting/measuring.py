"""Costs between communities and candidates, asked of an engine of travel."""

import numpy as np
import numpy.typing as npt

from balise.network.siting.reading import Listed
from balise.network.travel import Cutoff, Engine, Places, Status
from balise.vocabulary import NetworkError, sample

__all__ = ["measured_costs", "measured_notes"]

Floats = npt.NDArray[np.float64]

_ROUND_THE_EARTH_KM = 25_000.0
_FAR_KM = 500.0


def measured_costs(engine: Engine, demand: Listed, candidates: Listed) -> Floats:
    """Measure the way from every community to every candidate.

    Parameters
    ----------
    engine : Engine
    demand, candidates : Listed
        With positions.

    Returns
    -------
    array of float, shape (n, m)
        [km]; nan where there is no path or no road.

    Raises
    ------
    NetworkError
        If the engine cannot be asked, or no community has a way to any candidate.
    """
    origins = Places(demand.ids, demand.lon, demand.lat)
    places = Places(candidates.ids, candidates.lon, candidates.lat)
    matrix = engine.matrix(origins, places, Cutoff(km=_ROUND_THE_EARTH_KM))
    known = np.isin(matrix.status, [int(Status.OK), int(Status.ESTIMATED)])
    cost = np.where(known, matrix.km.astype(np.float64), np.nan)
    if not known.any():
        raise NetworkError(
            f"Siting: the engine {engine.name} found no way from any community to any candidate. "
            "Expected some. Does its network cover these places?"
        )
    return cost


def measured_notes(engine: Engine, cost: Floats, demand: Listed) -> tuple[str, ...]:
    """Say how ways were measured, and which communities are so far that they may be misplaced."""
    notes: tuple[str, ...] = ()
    if engine.name == "geodesic":
        notes = ("Distances are estimated: a straight line x an assumed detour.",)
    nearest = np.where(np.isnan(cost), np.inf, cost).min(axis=1)
    far = np.flatnonzero(np.isfinite(nearest) & (nearest > _FAR_KM))
    if len(far):
        named = sample(f"{demand.ids[row]} ({nearest[row]:,.0f} km)" for row in far)
        notes = (*notes, f"Over {_FAR_KM:.0f} km from every candidate, or misplaced: {named}.")
    return notes
