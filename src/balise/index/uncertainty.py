"""What is not known of an area, as draws.

Three sources meet in every score: the coefficients and benchmarks of the models (common
to all areas of a province), the margins of the area, and what is particular to the
place beyond its people (effects of province, subdivision and area on the logit scale).
Margins are perturbed with one solve of the final Newton system; effects enter by
derivative. Published values are at zero effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from balise.index.margin_noise import (
    TiltNoise,
    draw_tilts,
    full_margin_noise,
    headcount_noise,
    margin_noise,
)
from balise.synthesis import People, ProvincePeople

__all__ = [
    "STREAMS",
    "NoiseChoices",
    "PlaceEffects",
    "PlaceNoise",
    "draw_effects",
    "place_noise",
    "stream",
]

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

STREAMS: Final[Mapping[str, int]] = {
    "coefficients": 1,
    "skills": 2,
    "margins": 3,
    "effects": 4,
    "positions": 5,
    "coverage": 6,
    "worlds": 7,
    "persons": 8,
}
"""Number of each random stream; a stream never depends on what else is drawn."""

CORRELATION: Final = 0.5
"""Between the effects of one place on two indicators (declared)."""


def stream(seed: int, name: str, *keys: int) -> np.random.Generator:
    """Open one random stream, the same whatever else a build does.

    Parameters
    ----------
    seed : int
        Of the recipe.
    name : str
        One of :data:`STREAMS`.
    *keys : int
        Further numbers that tell streams apart, such as the code of a province.

    Returns
    -------
    Generator

    Examples
    --------
    >>> one, same = stream(1, "margins", 13), stream(1, "margins", 13)
    >>> bool(one.standard_normal() == same.standard_normal())
    True
    """
    return np.random.default_rng(np.random.SeedSequence([seed, STREAMS[name], *keys]))


@dataclass(frozen=True, slots=True)
class PlaceEffects:
    """Standard deviations of place effects on the logit scale, shape (5,) each.

    In the order of :data:`balise.vocabulary.INDICATORS`.
    """

    subdivision: Array
    area: Array


def draw_effects(
    groups: npt.NDArray[np.int64],
    sizes: Array,
    effects: PlaceEffects,
    draws: int,
    rng: np.random.Generator,
) -> Array:
    """Draw what is particular to each area, nested in its subdivision.

    Parameters
    ----------
    groups : array of int, shape (n,)
        Subdivision of each area, numbered from 0.
    sizes : array of float, shape (n,)
        Dissemination areas in each area: one, or the number a subdivision averages over.
    effects : PlaceEffects
        Standard deviations [logit].
    draws : int
    rng : Generator

    Returns
    -------
    array of float, shape (n, r, 5)
        Shift of each indicator [logit].

    Examples
    --------
    Two areas of one subdivision, which alone has an effect, share it:

    >>> spread = PlaceEffects(subdivision=np.full(5, 0.3), area=np.zeros(5))
    >>> drawn = draw_effects(np.array([0, 0]), np.ones(2), spread, 10, stream(1, "effects"))
    >>> drawn.shape, bool((drawn[0] == drawn[1]).all())
    ((2, 10, 5), True)
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    outer = _correlated(count, draws, rng) * effects.subdivision
    inner = _correlated(len(groups), draws, rng) * effects.area
    inner /= np.sqrt(np.maximum(sizes, 1.0))[:, None, None]
    return np.asarray(outer[groups] + inner)


def _correlated(count: int, draws: int, rng: np.random.Generator) -> Array:
    """Draw standard normal effects on five indicators, equally correlated."""
    common = rng.standard_normal((count, draws, 1))
    own = rng.standard_normal((count, draws, 5))
    return np.asarray(np.sqrt(CORRELATION) * common + np.sqrt(1 - CORRELATION) * own)


@dataclass(frozen=True, slots=True)
class NoiseChoices:
    """What the noise of places takes.

    Attributes
    ----------
    seed : int
    effects : PlaceEffects
    full_draws : bool
        Fit areas again under each draw of their margins.
    unsurveyed : float
        How many times larger effects are where no survey goes (declared).
    """

    seed: int
    effects: PlaceEffects
    full_draws: bool = False
    unsurveyed: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceNoise:
    """What is particular to the base areas of one province.

    Attributes
    ----------
    part : ProvincePeople
    tilts : TiltNoise
    effects : array of float, shape (n, r, 5)
        Shift of each indicator [logit].
    by_type : array of float, shape (n, 3)
        Share of each area's people by type.
    full_draws : bool
        Whether areas are fitted again under each draw of their margins.
    """

    part: ProvincePeople
    tilts: TiltNoise
    effects: Array
    by_type: Array
    full_draws: bool

    def margins(self, outcomes: Array) -> Array:
        """Margin error of mean outcomes of a group, shape (n, r, d)."""
        work = full_margin_noise if self.full_draws else margin_noise
        return work(self.part, self.tilts, outcomes, self.by_type)

    def headcounts(self, inside: Mask) -> Array:
        """Margin error of the people of a group, of all people of the area, shape (n, r)."""
        return headcount_noise(self.part, self.tilts, inside, self.by_type)


def place_noise(people: People, place: int, draws: int, choices: NoiseChoices) -> PlaceNoise:
    """Draw the noise of one province's base areas.

    Streams are keyed by province, so that a build of one province and a build of the
    country draw the same.

    Parameters
    ----------
    people : People
    place : int
        Position of the province in ``people.parts``.
    draws : int
        How many, ``r``.
    choices : NoiseChoices

    Returns
    -------
    PlaceNoise
        Of its ``n`` base areas.
    """
    rows, part = people.rows[place], people.parts[place]
    own = people.areas[rows]
    subdivision = own["csduid"].rank("dense").to_numpy().astype(np.int64) - 1
    code = int(part.code)
    wider = np.where(own["unsurveyed"].to_numpy(), choices.unsurveyed, 1.0)
    return PlaceNoise(
        part=part,
        tilts=draw_tilts(part, draws, stream(choices.seed, "margins", code)),
        effects=draw_effects(
            subdivision,
            own["n_areas"].to_numpy().astype(np.float64),
            choices.effects,
            draws,
            stream(choices.seed, "effects", code),
        )
        * wider[:, None, None],
        by_type=people.by_type[rows],
        full_draws=choices.full_draws,
    )
