"""Charts of what a program did: drawn as SVG, told apart by shape and line as well as colour."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from balise.impact import Answer
from balise.reports.impact_chart_words import chart_kind, chart_word
from balise.reports.impact_words import amount, picked
from balise.reports.numerals import MINUS

if TYPE_CHECKING:  # heavy: loaded by those who draw
    from matplotlib.axes import Axes

__all__ = ["draw_chart"]

_INK, _GREY, _DEEP, _WARM, _BAND = "#1f2328", "#6b727a", "#26374a", "#a2480f", "#cfd6de"
_ACROSS = {"arms", "balance", "estimates"}  # whose numbers run from left to right
_WIDE, _NARROW = (7.3, 3.1), (3.7, 3.3)


def draw_chart(answer: Answer, language: str, outcome: str, *, wide: bool = True) -> str:
    """Draw the chart of an answer as SVG; the same answer gives the same text.

    Parameters
    ----------
    answer : Answer
    language : str
        ``en`` or ``fr``.
    outcome : str
        What the axis is of.
    wide : bool
        For a page, or for a narrow screen.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style: Any = {
        "svg.hashsalt": "balise",
        "svg.fonttype": "path",
        "font.size": 8.5,
        "font.family": "DejaVu Sans",
    }
    with mpl.rc_context(style):
        size = _WIDE if wide else _NARROW
        if chart_kind(answer) == "arms":
            size = (size[0], 1.7)
        figure = Figure(figsize=size, facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _PAINTERS[chart_kind(answer)](axes, answer, language)
        _finish(axes, language, outcome, chart_kind(answer), wide=wide)
        made = io.StringIO()
        figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None})
    return made.getvalue()


def _event(axes: "Axes", answer: Answer, language: str) -> None:
    rows = [each for each in answer.series["event_study"] if each["low"] is not None]
    at = [each["at"] for each in rows]
    for row in rows:
        axes.plot([row["at"]] * 2, [row["band_low"], row["band_high"]], color=_BAND, lw=6)
        axes.plot([row["at"]] * 2, [row["low"], row["high"]], color=_DEEP, lw=1.4)
    for after, name in ((False, "before"), (True, "after")):
        chosen = [each for each in rows if (each["at"] >= 0) is after]
        axes.plot(
            [each["at"] for each in chosen],
            [each["estimate"] for each in chosen],
            "o" if after else "D",
            ms=5.5,
            color=_WARM if after else "white",
            mec=_WARM if after else _DEEP,
            ls="",
            label=chart_word(name, language),
        )
    axes.plot([], [], color=_DEEP, lw=1.4, label=chart_word("one", language))
    axes.plot([], [], color=_BAND, lw=6, label=chart_word("all", language))
    axes.axhline(0, color=_INK, lw=0.8)
    axes.axvline(-0.5, color=_GREY, lw=0.9, ls=":")
    axes.set_xlabel(chart_word("since", language))
    if at:
        axes.set_xticks(range(int(min(at)), int(max(at)) + 1, max(1, len(at) // 12)))
    axes.xaxis.set_major_formatter(lambda value, _place: _whole(value))


def _whole(value: float) -> str:
    return f"{value:+.0f}".replace("-", MINUS) if round(value) else "0"


def _comparison(axes: "Axes", answer: Answer, language: str) -> None:
    rows = answer.series["outcome"]
    at = range(len(rows))
    axes.plot(
        at,
        [each["treated"] for each in rows],
        color=_WARM,
        lw=1.8,
        label=answer.roles.get("treated", ""),
    )
    axes.plot(
        at,
        [each["synthetic"] for each in rows],
        color=_DEEP,
        lw=1.6,
        ls=(0, (4, 2)),
        label=chart_word("synthetic", language),
    )
    _periods(axes, rows, int(answer.counts["periods_before"]), language)


def _series(axes: "Axes", answer: Answer, language: str) -> None:
    rows = answer.series["outcome"]
    at, start = range(len(rows)), int(answer.counts["periods_before"])
    axes.fill_between(
        at[start:],
        [each["counterfactual_low"] for each in rows[start:]],
        [each["counterfactual_high"] for each in rows[start:]],
        color=_BAND,
        label=chart_word("band", language),
    )
    axes.plot(
        at,
        [each["counterfactual"] for each in rows],
        color=_DEEP,
        lw=1.6,
        ls=(0, (4, 2)),
        label=chart_word("without", language),
    )
    axes.plot(
        at,
        [each["observed"] for each in rows],
        color=_WARM,
        lw=1.0,
        marker="o",
        ms=2.6,
        label=chart_word("observed", language),
    )
    _periods(axes, rows, start, language)


def _periods(axes: "Axes", rows: Sequence[Mapping[str, Any]], start: int, language: str) -> None:
    axes.axvline(start - 0.5, color=_GREY, lw=0.9, ls=":")
    axes.annotate(
        chart_word("start", language),
        (start - 0.5, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(-3, -2),
        textcoords="offset points",
        ha="right",
        va="top",
        color=_GREY,
        size=8,
    )
    every = max(1, -(-len(rows) // 8))
    shown = list(range(start % every, len(rows), every))
    axes.set_xticks(shown, [str(rows[each]["time"]) for each in shown])


def _arms(axes: "Axes", answer: Answer, language: str) -> None:
    rows = answer.series["arms"]
    for place, row in enumerate(rows):
        is_treated = row["arm"] == "treated"
        axes.barh(
            place,
            row["mean"],
            height=0.55,
            color=_WARM if is_treated else "white",
            edgecolor=_WARM if is_treated else _DEEP,
            hatch=None if is_treated else "///",
        )
        axes.annotate(
            amount(row["mean"], language),
            (row["mean"], place),
            xytext=(4 if row["mean"] >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if row["mean"] >= 0 else "right",
            va="center",
            bbox={"fc": "white", "ec": "none", "pad": 0.8},
        )
    axes.set_yticks(range(len(rows)), [chart_word(each["arm"], language) for each in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0, color=_INK, lw=0.8)
    axes.margins(x=0.16)


def _balance(axes: "Axes", answer: Answer, language: str) -> None:
    rows = list(answer.series["balance"])[:12]
    for place, row in enumerate(rows):
        ends = [row["difference"], row["difference_after"]]
        axes.plot(ends, [place] * 2, color=_BAND, lw=2, zorder=1)
    at = range(len(rows))
    for name, key in (("unmatched", "difference"), ("matched", "difference_after")):
        axes.plot(
            [each[key] for each in rows],
            at,
            "D" if name == "unmatched" else "o",
            ms=6,
            color="white" if name == "unmatched" else _WARM,
            mec=_DEEP if name == "unmatched" else _WARM,
            label=chart_word(name, language),
        )
    axes.axvline(0, color=_INK, lw=0.8)
    axes.set_yticks(at, [each["column"] for each in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)


def _estimates(axes: "Axes", answer: Answer, language: str) -> None:
    row = answer.estimates[answer.headline]
    if row.low is not None and row.high is not None:
        axes.plot([row.low, row.high], [0, 0], color=_DEEP, lw=1.8)
    axes.plot([row.estimate], [0], "o", color=_WARM, ms=7)
    axes.axvline(0, color=_INK, lw=0.8)
    axes.set_yticks([0], [picked(("effect", "effet"), language)])


def _finish(axes: "Axes", language: str, outcome: str, kind: str, *, wide: bool) -> None:
    side = axes.xaxis if kind in _ACROSS else axes.yaxis
    side.set_major_formatter(lambda value, _place: _tick(value, language))
    name = chart_word("difference", language, outcome=outcome) if kind == "event" else outcome
    name = chart_word("standard", language) if kind == "balance" else name
    if kind in _ACROSS:
        axes.set_xlabel(name)
    else:
        axes.set_title(name, loc="left", size=8.5, color=_GREY)
        axes.locator_params(axis="y", nbins=6)
    for each in ("top", "right"):
        axes.spines[each].set_visible(False)
    if not wide:
        axes.locator_params(axis="x", nbins=4) if kind in _ACROSS else _thin(axes)
    handles, _labels = axes.get_legend_handles_labels()
    if handles:
        axes.figure.legend(
            loc="outside lower center",
            ncols=2 if not wide else min(4, len(handles)),
            frameon=False,
            fontsize=7.8 if wide else 7,
            columnspacing=1.2,
            handlelength=2.2,
        )


def _thin(axes: "Axes") -> None:
    places, names = list(axes.get_xticks()), [each.get_text() for each in axes.get_xticklabels()]
    if len(places) > 5:
        keep = -(-len(places) // 5)
        places, names = places[::keep], names[::keep]
        axes.set_xticks(places, names if any(names) else [_whole(each) for each in places])


def _tick(value: float, language: str) -> str:
    text = f"{abs(value):,.10f}".rstrip("0").rstrip(".")
    if language == "fr":
        text = text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return (MINUS if value < 0 and text != "0" else "") + text


_PAINTERS = {
    "event": _event,
    "comparison": _comparison,
    "series": _series,
    "arms": _arms,
    "balance": _balance,
    "estimates": _estimates,
}
