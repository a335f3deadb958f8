"""Choosing an engine by a text: ``geodesic``, ``roads:FILE``, ``osrm:URL``, ``valhalla:URL``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from balise.network.travel.engine import Engine
from balise.network.travel.geodesic import Geodesic
from balise.network.travel.osrm import Osrm
from balise.network.travel.valhalla import Valhalla
from balise.vocabulary import NetworkError, nearest

__all__ = ["DETOUR", "engine_of"]

DETOUR = 1.3
"""Road over straight-line distance, where nothing else is said: assumed."""

_FORMS = "geodesic, roads:FILE, osrm:URL or valhalla:URL"


def engine_of(text: str, **settings: Any) -> Engine:
    """Make the engine that a text names.

    Parameters
    ----------
    text : str
        ``geodesic``; ``roads:FILE``, a graph that ``balise network roads`` wrote;
        ``osrm:URL``; ``valhalla:URL``.
    **settings
        Of that engine: ``detour`` and ``speed_kmh`` of geodesic; ``follow``,
        ``snap_limit_km`` and ``least_km`` of roads; ``network``, ``kept``, ``at_once``,
        ``snap_limit_km``, ``time_limit_s`` and ``retries`` of the others.

    Returns
    -------
    Engine

    Raises
    ------
    NetworkError
        If there is no such engine, it lacks its file or address, or has no such setting.

    Examples
    --------
    >>> engine_of("geodesic", detour=1.4).name
    'geodesic'
    """
    name, _, where = text.partition(":")
    makers: dict[str, Callable[[], Engine]] = {
        "geodesic": lambda: Geodesic(**{"detour": DETOUR, **settings}),
        "roads": lambda: _roads(where, settings),
        "osrm": lambda: Osrm(where, **settings),
        "valhalla": lambda: Valhalla(where, **settings),
    }
    if name not in makers or bool(where) == (name == "geodesic"):
        near = "" if name in makers else f" {nearest(name, makers)}"
        raise NetworkError(f"Engine: found {text!r}. Expected {_FORMS}. Name one of them.{near}")
    try:
        return makers[name]()
    except TypeError as error:
        raise NetworkError(
            f"Engine {name}: found settings {', '.join(settings)}. Expected those of this engine "
            f"({error}). Leave out the others."
        ) from error


def _roads(where: str, settings: dict[str, Any]) -> Engine:
    from balise.network.roads import Roads, load

    return Roads(load(Path(where)), **settings)
