"""The legend of a map of bubbles, and the colours and edges it explains."""

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from balise.reports.bubbles import Bubbles, round_sizes
from balise.reports.numerals import numeral, signed
from balise.reports.words import say

if TYPE_CHECKING:  # heavy: loaded by those who draw
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "GREY", "INK", "PALE", "draw_legend", "draw_standing"]


Floats = npt.NDArray[np.float64]

INK, GREY, PALE = "#1f2328", "#5b626a", "#e6e8eb"
_LINE = 38
_TINY = 8.0
"""Bubbles under this area have a hair for an edge [square points of print]."""

COLOURS: Final = ("#44176f", "#8275ad", "#c6c4df", "#f6f6f7", "#fecd8f", "#e18417", "#9e4c07")
"""Seven classes from purple (below) to orange (above), told apart by colour-blind readers.

They are taken at equal steps, 0.06 to 0.94, of ColorBrewer's PuOr turned around (Harrower and
Brewer, 2003).
"""

_CIRCLE_TO_DIAMOND = np.pi / 4


def draw_standing(
    axes: "Axes", places: tuple[Floats, Floats], sizes: Floats, colours: list[str], standing: str
) -> None:
    """Draw bubbles of one standing, told by shape and hatch, never by colour alone.

    Sound scores are discs, scores to use with caution hatched diamonds of the same
    area, areas without a score hollow discs with a cross.

    Parameters
    ----------
    places : (array of float, array of float), shapes (a,)
        Across and up, in the units of the axes.
    sizes : array of float, shape (a,)
        Areas [square points of print].
    colours : list of str, length a
        Ignored where there is no score.
    standing : str
        ``sound``, ``caution`` or ``unpublished``.
    """
    edge = 0.6 if sizes.size and sizes.min() > _TINY else 0.15
    if standing == "unpublished":
        axes.scatter(*places, s=sizes, c="white", edgecolors=GREY, linewidths=edge, zorder=2)
        axes.scatter(*places, s=sizes * 0.35, c=GREY, marker="x", linewidths=edge, zorder=2)
    elif standing == "caution":
        hatched = axes.scatter(
            *places,
            s=sizes * _CIRCLE_TO_DIAMOND,
            c=colours,
            marker="D",
            edgecolors=INK,
            linewidths=edge,
            hatch="//////",
            zorder=3,
        )
        hatched.set_hatch_linewidth(0.35)
    else:
        axes.scatter(*places, s=sizes, c=colours, edgecolors=INK, linewidths=edge, zorder=3)


def draw_legend(figure: "Figure", bubbles: Bubbles, order: tuple[str, ...]) -> None:
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
        spot = (np.array([16.0]), np.array([level - 11]))
        draw_standing(axes, spot, np.array([170.0]), [COLOURS[5]], standing)
        told = [say(standing, each) for each in order]
        level = _draw_text(axes, level, told, left=36) - 14


def _draw_text(
    axes: "Axes", level: float, lines: list[str], *, left: float = 2, bold: bool = False
) -> float:
    """Write lines downward, one per language, and give the level reached."""
    for place, line in enumerate(lines):
        for part in textwrap.wrap(line, _LINE):
            axes.text(
                left,
                level,
                part,
                size=8.5 if place == 0 else 8,
                weight="bold" if bold and place == 0 else "normal",
                color=INK if place == 0 else GREY,
                va="top",
            )
            level -= 12.5
    return level


def _draw_classes(axes: "Axes", level: float, bubbles: Bubbles, language: str) -> float:
    """Draw the seven classes, the highest on top."""
    is_whole = all(float(limit).is_integer() for limit in bubbles.limits)
    limits = [signed(limit, language, 0 if is_whole else 1) for limit in bubbles.limits]
    names = [f"> {limits[-1]}"]
    names += [f"{low} … {high}" for low, high in reversed(list(pairwise(limits)))]
    names.append(f"< {limits[0]}")
    for colour, name in zip(reversed(COLOURS), names, strict=True):
        axes.scatter([12], [level - 8], s=150, c=[colour], edgecolors=INK, linewidths=0.6)
        axes.text(28, level - 8, name, size=8.5, va="center", color=INK)
        level -= 17
    return level


def _draw_sizes(axes: "Axes", level: float, bubbles: Bubbles, language: str) -> float:
    for people in round_sizes(bubbles.most):
        size = bubbles.size_of(people)
        radius = max((size / np.pi) ** 0.5, 5.0)
        axes.scatter([24], [level - radius], s=size, c="none", edgecolors=INK, linewidths=0.8)
        axes.text(54, level - radius, numeral(people, language), size=8.5, va="center", color=INK)
        level -= 2 * radius + 6
    return level
