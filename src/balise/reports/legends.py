"""The legend of a map of bubbles, and the colours and edges it explains."""

from itertools import pairwise
from typing import Any, Final

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from balise.reports.bubbles import Bubbles, round_sizes
from balise.reports.numerals import numeral, signed
from balise.reports.words import say

__all__ = ["COLOURS", "GREY", "INK", "PALE", "STYLES", "draw_legend"]

INK, GREY, PALE = "#1f2328", "#5b626a", "#e6e8eb"

COLOURS: Final = tuple(to_hex(colormaps["PuOr_r"](each)) for each in np.linspace(0.06, 0.94, 7))
"""Seven classes from purple (below) to orange (above), told apart by colour-blind readers."""

STYLES: Final[dict[str, dict[str, Any]]] = {
    "sound": {"linewidths": 0.6, "linestyles": "-"},
    "caution": {"linewidths": 1.0, "linestyles": (0, (2, 1.2)), "hatch": "/////"},
    "unpublished": {"linewidths": 0.8, "linestyles": ":", "hatch": "xxxxx"},
}
"""Edges and hatches, so that standing is never told by colour alone."""


def draw_legend(figure: Figure, bubbles: Bubbles, order: tuple[str, ...]) -> None:
    """Draw the legend at the right of the map, words in both languages."""
    axes = figure.add_axes((0.715, 0.085, 0.275, 0.79))
    axes.set_axis_off()
    # One unit of the legend is one point of print, so that bubbles are true to size.
    box = axes.get_window_extent()
    wide, tall = box.width * 72 / figure.dpi, box.height * 72 / figure.dpi
    axes.set_xlim(0, wide)
    axes.set_ylim(0, tall)
    level = _draw_text(axes, tall - 4, [say("higher", each) for each in order], bold=True)
    level = _draw_text(axes, level - 14, [say("map_colour", each) for each in order])
    level = _draw_classes(axes, level - 8, bubbles, order[0])
    level = _draw_text(axes, level - 18, [say("people", each) for each in order])
    level = _draw_sizes(axes, level - 8, bubbles, order[0])
    level -= 14
    for standing in ("caution", "unpublished"):
        axes.scatter(
            [16],
            [level - 12],
            s=260,
            facecolors="white" if standing == "unpublished" else COLOURS[5],
            edgecolors=GREY if standing == "unpublished" else INK,
            **STYLES[standing],
        )
        told = [say(standing, each) for each in order]
        level = _draw_text(axes, level, told, left=36) - 16


def _draw_text(
    axes: Axes, level: float, lines: list[str], *, left: float = 2, bold: bool = False
) -> float:
    """Write lines downward, one per language, and give the level reached."""
    for place, line in enumerate(lines):
        axes.text(
            left,
            level,
            line,
            size=8.5 if place == 0 else 8,
            weight="bold" if bold and place == 0 else "normal",
            color=INK if place == 0 else GREY,
            va="top",
            wrap=False,
        )
        level -= 13
    return level


def _draw_classes(axes: Axes, level: float, bubbles: Bubbles, language: str) -> float:
    """Draw the seven classes, the highest on top."""
    limits = bubbles.limits
    names = [f"> {signed(limits[-1], language)}"]
    names += [
        f"{signed(low, language)} … {signed(high, language)}"
        for low, high in reversed(list(pairwise(limits)))
    ]
    names.append(f"< {signed(limits[0], language)}")
    for colour, name in zip(reversed(COLOURS), names, strict=True):
        axes.scatter([12], [level - 8], s=150, c=[colour], edgecolors=INK, linewidths=0.6)
        axes.text(28, level - 8, name, size=8.5, va="center", color=INK)
        level -= 17
    return level


def _draw_sizes(axes: Axes, level: float, bubbles: Bubbles, language: str) -> float:
    for people in round_sizes(bubbles.most):
        size = bubbles.size_of(people)
        radius = (size / np.pi) ** 0.5
        axes.scatter([24], [level - radius], s=size, c="none", edgecolors=INK, linewidths=0.8)
        axes.text(54, level - radius, numeral(people, language), size=8.5, va="center", color=INK)
        level -= 2 * radius + 6
    return level
