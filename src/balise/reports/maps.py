"""A map of bubbles: colour tells the gap with the province, size the people."""

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from balise.release import Release
from balise.reports.bubbles import Bubbles, arrange_bubbles
from balise.reports.destinations import refuse_picture
from balise.reports.legends import COLOURS, GREY, INK, PALE, draw_legend, draw_standing
from balise.reports.model_words import publisher_names
from balise.reports.numerals import numeral
from balise.reports.summary import ranked_level
from balise.reports.words import LANGUAGES, name_of, refuse_language, say, term

if TYPE_CHECKING:  # heavy: loaded by those who draw
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

__all__ = ["plot_map"]

_LABELS = 14


def plot_map(
    release: Release, out: Path, level: str | None = None, language: str = "en", dpi: int = 150
) -> Path:
    """Draw areas as bubbles at their centroids, and write a PNG.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    out : Path
        The PNG to write, outside any release, in a folder that exists.
    level : str, optional
        Level of the areas; as in :func:`balise.reports.summarise` if not said.
    language : str
        The language that comes first; titles and legend are in both.
    dpi : int
        Dots per inch of an 11 by 9 inch page.

    Returns
    -------
    Path
        The file written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    refuse_language(language)
    refuse_picture(out)
    areas = release.table("areas")
    chosen = ranked_level(areas, level)
    bubbles = arrange_bubbles(areas, chosen)
    order = (language, *(each for each in LANGUAGES if each != language))
    figure = Figure(figsize=(11, 9), facecolor="white")
    FigureCanvasAgg(figure)
    _draw_titles(figure, release, chosen, order)
    axes = figure.add_axes((0.03, 0.085, 0.67, 0.79))
    _draw_bubbles(axes, bubbles)
    _draw_scale(axes)
    draw_legend(figure, bubbles, order)
    figure.draw_without_rendering()
    _draw_names(axes, bubbles, language)
    figure.savefig(out, dpi=dpi, format="png", metadata={"Software": None})
    return out


def _draw_titles(figure: "Figure", release: Release, level: str, order: tuple[str, ...]) -> None:
    recipe = release.record.get("recipe")
    titles = recipe if isinstance(recipe, dict) else {}
    for place, language in enumerate(order):
        weight, size = ("bold", 15) if place == 0 else ("normal", 12)
        title = titles.get(f"title_{language}") or release.record.get("recipe_name", "")
        below = say("map_title", language, level=term(level, language))
        top = 0.967 - 0.055 * place
        colour = INK if place == 0 else GREY
        figure.text(0.03, top, str(title), size=size, weight=weight, color=colour, va="center")
        figure.text(0.03, top - 0.024, below, size=9.5, color=colour, va="center")
        told = _publishers(release, language)
        footer = f"{say('source', language)} {told}; {_years(release, language)}"
        lines = "\n".join(textwrap.wrap(footer, 165))
        figure.text(0.03, 0.062 - 0.034 * place, lines, size=7.5, color=colour, va="top")


def _publishers(release: Release, language: str) -> str:
    sources = release.record.get("sources")
    listed = sources if isinstance(sources, list) else []
    return publisher_names((str(each.get("publisher", "")) for each in listed), language) or "–"


def _years(release: Release, language: str) -> str:
    years = release.record.get("years")
    told = years if isinstance(years, dict) else {}
    named = [
        f"{say(f'year_{key}', language)} {told[key]}"
        for key in ("people", "behaviour", "coverage")
        if key in told
    ]
    return ", ".join([*named, f"Balise, {say('modelled_short', language)}"])


def _draw_bubbles(axes: "Axes", bubbles: Bubbles) -> None:
    values = bubbles.rows["evi_relative"].fill_null(0).to_numpy()
    classes = np.searchsorted(bubbles.limits, values, side="right")
    # The most populous are drawn first, so that small places stay in sight.
    for standing in ("unpublished", "sound", "caution"):
        chosen = bubbles.standing == standing
        colours = [COLOURS[each] for each in classes[chosen]]
        places = (bubbles.x[chosen], bubbles.y[chosen])
        draw_standing(axes, places, bubbles.sizes[chosen], colours, standing)
    axes.set_anchor("NW")
    axes.set_aspect("equal")
    axes.margins(0.06)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(PALE)
    _draw_graticule(axes, bubbles)


def _draw_graticule(axes: "Axes", bubbles: Bubbles) -> None:
    """Draw meridians and parallels lightly, so that places can be found."""
    left, right, low, high = (*axes.get_xlim(), *axes.get_ylim())
    lon, lat = (bubbles.rows[each].to_numpy() for each in ("lon", "lat"))
    span = max(float(np.ptp(lon)), float(np.ptp(lat)), 0.1)
    step = next(each for each in (0.1, 0.5, 1, 2, 5, 10, 20, 60) if span / each <= 6)
    wide = np.linspace(float(lon.min()) - span, float(lon.max()) + span, 200)
    tall = np.clip(np.linspace(float(lat.min()) - span, float(lat.max()) + span, 200), -85, 85)
    lines = [
        *(
            (np.full(200, each), tall)
            for each in np.arange(-360, 361, step)
            if wide[0] <= each <= wide[-1]
        ),
        *(
            (wide, np.full(200, each))
            for each in np.arange(-80, 86, step)
            if tall[0] <= each <= tall[-1]
        ),
    ]
    for meridian, parallel in lines:
        axes.plot(*bubbles.projection.project(meridian, parallel), color=PALE, lw=0.7, zorder=1)
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)


def _draw_scale(axes: "Axes") -> None:
    left, right, low, high = (*axes.get_xlim(), *axes.get_ylim())
    width = right - left
    lengths = (each for each in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1) if each <= width / 4)
    length = next(lengths, None)
    if length is None:  # a single place, or places next to each other
        return
    start, level = left + 0.03 * width, low + 0.03 * (high - low)
    axes.plot([start, start + length], [level, level], color=INK, lw=1.6, zorder=5)
    axes.text(
        start + length / 2,
        level + 0.008 * (high - low),
        f"{numeral(length, 'fr')} km",
        ha="center",
        va="bottom",
        size=8,
        color=INK,
        zorder=5,
    )


def _draw_names(axes: "Axes", bubbles: Bubbles, language: str) -> None:
    """Name the most populous places, leaving out a name that would cover another."""
    from matplotlib.patheffects import withStroke

    taken: list[Bbox] = []
    for row, x, y, size in zip(
        bubbles.rows.head(4 * _LABELS).to_dicts(), bubbles.x, bubbles.y, bubbles.sizes, strict=False
    ):
        if not (row["name_en"] or row["name_fr"]):
            continue
        radius = (size / np.pi) ** 0.5
        text = axes.annotate(
            name_of(row, language),
            (x, y),
            (0, radius + 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=7.5,
            color=INK,
            zorder=6,
            path_effects=[withStroke(linewidth=2.2, foreground="white")],
        )
        box = text.get_window_extent().expanded(1.05, 1.15)
        inside = axes.get_window_extent().contains(box.x0, box.y0)
        inside = inside and axes.get_window_extent().contains(box.x1, box.y1)
        if len(taken) == _LABELS or not inside or any(box.overlaps(each) for each in taken):
            text.remove()
        else:
            taken.append(box)
