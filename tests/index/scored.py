"""Scores of units of the town, the model alone or with places and margins drawn."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from balise.index import Ask, NoiseChoices, PlaceEffects, Scored, Types, score_here
from balise.synthesis import People

__all__ = ["scores"]


def scores(
    units: csr_matrix,
    people: People,
    types: Types,
    *,
    mask: npt.NDArray[np.bool_] | None = None,
    noised: bool = False,
) -> Scored:
    """Score units, or one group in each of them; effects of places are 0.2 and 0.2."""
    effects = PlaceEffects(np.full(5, 0.2), np.full(5, 0.2))
    ask = Ask(types, np.arange(units.shape[0]), mask)
    drawn = frozenset({0}) if noised else frozenset()
    return score_here(units, people, ask, NoiseChoices(1, effects), drawn)
