"""What is not known of an area, as draws.

Three sources meet in every score: the coefficients and benchmarks of the models (common
to all areas of a province), the margins of the area, and what is particular to the
place beyond its people (effects of province, subdivision and area on the logit scale).
Effects enter by derivative. Published values are at zero effect.

Every area has random streams of its own, found by its code: what is drawn for it is the
same in a build of one province, of the country, and of any block of areas.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "STREAMS",
    "NoiseChoices",
    "PlaceEffects",
    "area_normals",
    "draw_effects",
    "effect_normals",
    "stream",
]

Array = npt.NDArray[np.float64]

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

_INDICATORS: Final = 5
_MARGINS: Final = 5


def stream(seed: int, name: str, *keys: int) -> np.random.Generator:
    """Open one random stream, the same whatever else a build does.

    Parameters
    ----------
    seed : int
        Of the recipe.
    name : str
        One of :data:`STREAMS`.
    *keys : int
        Further numbers that tell streams apart, such as the code of an area.

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


def area_normals(seed: int, codes: Sequence[str], draws: int) -> Array:
    """Draw what margins need, from the stream of each area, shape (n, 2, r, 5).

    Parameters
    ----------
    seed : int
    codes : sequence of str
        Digits of each area.
    draws : int
        How many, ``r``.

    Examples
    --------
    >>> both, one = area_normals(1, ["1301001", "1301004"], 3), area_normals(1, ["1301004"], 3)
    >>> both.shape, bool((both[1] == one[0]).all())
    ((2, 2, 3, 5), True)
    """
    found = np.empty((len(codes), 2, draws, _MARGINS))
    for row, code in enumerate(codes):
        stream(seed, "margins", int(code)).standard_normal(out=found[row])
    return found


def effect_normals(
    seed: int, subdivisions: Sequence[str], codes: Sequence[str], draws: int
) -> tuple[Array, Array]:
    """Draw what effects of places need, from the streams of subdivisions and of areas.

    Parameters
    ----------
    seed : int
    subdivisions, codes : sequence of str
        Digits of the subdivision of each area, and of the area.
    draws : int
        How many, ``r``.

    Returns
    -------
    outer, inner : array of float, shape (n, r, 6)
        Areas of one subdivision have the same outer ones.

    Examples
    --------
    >>> outer, inner = effect_normals(1, ["1301", "1301"], ["13011", "13012"], 4)
    >>> bool((outer[0] == outer[1]).all()), bool((inner[0] == inner[1]).any())
    (True, False)
    """
    shape = (draws, _INDICATORS + 1)
    outer, inner = np.empty((len(codes), *shape)), np.empty((len(codes), *shape))
    known: dict[str, Array] = {}
    for row, (above, code) in enumerate(zip(subdivisions, codes, strict=True)):
        if above not in known:
            known[above] = stream(seed, "effects", int(above)).standard_normal(shape)
        outer[row] = known[above]
        stream(seed, "effects", int(above), int(code)).standard_normal(out=inner[row])
    return outer, inner


def draw_effects(outer: Array, inner: Array, sizes: Array, effects: PlaceEffects) -> Array:
    """Draw what is particular to each area, nested in its subdivision.

    Parameters
    ----------
    outer, inner : array of float, shape (n, r, 6)
        See :func:`effect_normals`: one normal that indicators share, then one for each.
    sizes : array of float, shape (n,)
        Dissemination areas in each area: one, or the number a subdivision averages over.
    effects : PlaceEffects
        Standard deviations [logit].

    Returns
    -------
    array of float, shape (n, r, 5)
        Shift of each indicator [logit].

    Examples
    --------
    Two areas of one subdivision, which alone has an effect, share it:

    >>> spread = PlaceEffects(subdivision=np.full(5, 0.3), area=np.zeros(5))
    >>> normals = effect_normals(1, ["1301", "1301"], ["13011", "13012"], 10)
    >>> drawn = draw_effects(*normals, np.ones(2), spread)
    >>> drawn.shape, bool((drawn[0] == drawn[1]).all())
    ((2, 10, 5), True)
    """
    own = _correlated(inner) * effects.area
    own /= np.sqrt(np.maximum(sizes, 1.0))[:, None, None]
    return np.asarray(_correlated(outer) * effects.subdivision + own)


def _correlated(normals: Array) -> Array:
    """Make standard normal effects on five indicators, equally correlated, of six normals."""
    common, own = normals[..., :1], normals[..., 1:]
    return np.asarray(np.sqrt(CORRELATION) * common + np.sqrt(1 - CORRELATION) * own)
