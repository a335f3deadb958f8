"""What is believed of every coefficient before the tables are read."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from balise.survey.cells import CellFit, Prior
from balise.survey.design import Design
from balise.vocabulary import PROVINCES, RecipeError, nearest, sample

__all__ = ["apart_from_region", "choose_prior", "make_prior"]

Array = npt.NDArray[np.float64]


def make_prior(
    design: Design, declared: Mapping[str, tuple[float, float]], use: CellFit | None = None
) -> Prior:
    """Spread a recipe's priors over the terms of the design.

    Parameters
    ----------
    design : Design
        Terms of the model; every kind of term takes one prior.
    declared : mapping of str to (mean, standard deviation)
        One for each kind of term [logit].
    use : CellFit, optional
        Internet use: the province terms of other indicators are centred on what sets a
        province apart from its region there.

    Returns
    -------
    Prior
        In the order of the design's terms.

    Raises
    ------
    RecipeError
        If a kind of term has no prior, a prior names no term, or a standard deviation
        is not above zero.

    Examples
    --------
    >>> from balise.survey.design import make_design
    >>> design = make_design()
    >>> prior = make_prior(design, {kind: (0.5, 2.0) for kind in set(design.kinds)})
    >>> prior.means[:2].tolist(), prior.deviations[:2].tolist()
    ([0.5, 0.5], [2.0, 2.0])
    """
    kinds = set(design.kinds)
    _refuse_differences(kinds, declared)
    means = np.array([declared[kind][0] for kind in design.kinds], dtype=np.float64)
    deviations = np.array([declared[kind][1] for kind in design.kinds], dtype=np.float64)
    wrong = ~(np.isfinite(means) & np.isfinite(deviations) & (deviations > 0))
    if wrong.any():
        names = dict.fromkeys(np.array(design.kinds)[wrong].tolist())
        shown = [f"{name} (mean {declared[name][0]:g}, sd {declared[name][1]:g})" for name in names]
        raise RecipeError(
            f"Priors of the recipe cannot be used: {sample(shown)}. "
            "Expected a mean, and a standard deviation above zero. "
            "To fix a coefficient give it a small standard deviation, such as 0.001."
        )
    if use is not None:
        places = np.flatnonzero([kind == "province" for kind in design.kinds])
        means[places] = apart_from_region() @ use.coefficients[places]
    return Prior(means, deviations)


def apart_from_region() -> Array:
    """Matrix that sets each province apart from the mean of its region, shape (13, 13).

    The level of a province mixes its region's effect with its own; only what sets it
    apart carries over to another outcome, whose tables know the region themselves. A
    province alone in its region gets zero.

    Examples
    --------
    Nova Scotia 0.4 above three others of the Atlantic: a quarter of it is the region's.

    >>> (apart_from_region() @ np.eye(13)[2] * 0.4)[:4].round(1).tolist()
    [-0.1, -0.1, 0.3, -0.1]
    """
    regions = np.array([each.region for each in PROVINCES])
    same = (regions[:, None] == regions[None, :]).astype(float)
    return np.asarray(np.eye(len(PROVINCES)) - same / same.sum(axis=1, keepdims=True))


def _refuse_differences(kinds: Iterable[str], declared: Mapping[str, object]) -> None:
    """Raise on a prior that names no term, or a kind of term without a prior."""
    known = set(kinds)
    unknown, missing = sorted(set(declared) - known), sorted(known - set(declared))
    if unknown:
        raise RecipeError(
            f"Priors of the recipe: no kind of term is called {sample(map(repr, unknown))}. "
            f"Expected the {len(known)} kinds of term of the model. {nearest(unknown[0], known)}"
        )
    if missing:
        raise RecipeError(
            f"Priors of the recipe: {sample(map(repr, missing))} have none. "
            f"Expected one for each of the {len(known)} kinds of term of the model. "
            "Add a mean, a standard deviation and a source for each."
        )


def choose_prior(
    priors: Mapping[str, Mapping[str, tuple[float, float]]], model: str
) -> Mapping[str, tuple[float, float]]:
    """Find the priors of one model in those of a recipe.

    Parameters
    ----------
    priors : mapping
        Model -> kind of term -> (mean, standard deviation) [logit].
    model : str
        ``internet_use``, or the name of a service.

    Raises
    ------
    RecipeError
        If the recipe has none for the model.

    Examples
    --------
    >>> choose_prior({"home_access": {"rural": (-0.3, 0.2)}}, "home_access")["rural"]
    (-0.3, 0.2)
    """
    if model not in priors:
        raise RecipeError(
            f"Priors of the recipe: the model {model!r} has none. "
            f"Expected one for each kind of its terms. {nearest(model, priors)}"
        )
    return priors[model]
