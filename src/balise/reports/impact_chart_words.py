"""The chart of an answer in words and numbers, for those who do not see it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from balise.impact import Answer
from balise.reports.impact_words import amount, picked

__all__ = ["chart_alternative", "chart_kind", "chart_table", "chart_title", "chart_word"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "before": ("before the start", "avant le début"),
        "after": ("from the start on", "depuis le début"),
        "one": ("95% interval", "intervalle à 95\u00a0%"),
        "all": ("95%, all periods at once", "95\u00a0%, toutes périodes à la fois"),
        "since": ("periods since the start", "périodes depuis le début"),
        "difference": ("{outcome}: difference made", "{outcome}\u00a0: écart"),
        "synthetic": ("mixture of other units", "mélange d’autres unités"),
        "observed": ("observed", "observé"),
        "without": ("expected without the program", "attendu sans le programme"),
        "band": ("95% interval of what was expected", "intervalle à 95\u00a0% de l’attendu"),
        "start": ("start", "début"),
        "treated": ("with the program", "avec le programme"),
        "comparison": ("without it", "sans"),
        "period": ("Period", "Période"),
        "low": ("95%: from", "95\u00a0%\u00a0: de"),
        "high": ("to", "à"),
        "effect": ("Difference", "Écart"),
        "mean": ("Mean", "Moyenne"),
        "group": ("Group", "Groupe"),
        "column": ("Column", "Colonne"),
        "unmatched": ("before", "avant"),
        "matched": ("after", "après"),
        "standard": (
            "difference of means, in standard deviations",
            "écart des moyennes, en écarts-types",
        ),
        "outcomes": ("Outcomes", "Résultats"),
    }
)

_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "event": (
            "Difference between the units that started and the others",
            "Écart entre les unités qui ont commencé et les autres",
        ),
        "comparison": ("What was seen, and the mixture", "Ce qui a été observé, et le mélange"),
        "series": (
            "What was seen, and what was expected without the program",
            "Ce qui a été observé, et ce qui était attendu sans le programme",
        ),
        "balance": (
            "How far apart the groups were, before and after they were made alike",
            "Écart entre les groupes, avant et après les avoir rendus semblables",
        ),
        "plain_arms": (
            "Mean of each group, before taking account of what was known of it",
            "Moyenne de chaque groupe, sans tenir compte de ce que l’on en savait",
        ),
        "arms": ("Mean of each group", "Moyenne de chaque groupe"),
        "estimates": ("The effect and its interval", "L’effet et son intervalle"),
    }
)


def chart_kind(answer: Answer) -> str:
    """Choose the chart from what an answer holds."""
    if answer.series.get("event_study"):
        return "event"
    rows = answer.series.get("outcome") or ()
    if rows and "synthetic" in rows[0]:
        return "comparison"
    if rows and "counterfactual" in rows[0]:
        return "series"
    if answer.series.get("arms"):
        return "arms"
    rows = answer.series.get("balance") or ()
    return "balance" if rows and "difference_after" in rows[0] else "estimates"


def chart_word(name: str, language: str, **values: str) -> str:
    """Give a word of a chart, its places filled."""
    text = picked(_WORDS[name], language)
    return text.format(**values) if values else text


def chart_title(answer: Answer, language: str) -> str:
    """Tell what the chart shows."""
    kind = chart_kind(answer)
    if kind == "arms" and answer.headline == "adjusted":
        kind = "plain_arms"
    return picked(_TITLES[kind], language)


def chart_alternative(answer: Answer, language: str) -> str:
    """Tell what somebody sees in the chart: its parts, and where they lie before and after."""
    kind, fr = chart_kind(answer), language == "fr"
    title = chart_title(answer, language)
    if kind == "event":
        study = answer.series["event_study"]
        early = _span([each["estimate"] for each in study if each["at"] < 0], language)
        late = _span([each["estimate"] for each in study if each["at"] >= 0], language)
        parts = [("Avant le début", "Before the start", early)] if early else []
        parts.append(("Depuis le début", "From the start on", late))
        return f"{title}. " + " ".join(
            f"{one if fr else two}{chr(0xA0) if fr else ''}: {span}." for one, two, span in parts
        )
    if kind in {"comparison", "series"}:
        seen, other = "observed", "counterfactual"
        if kind == "comparison":
            seen, other = "treated", "synthetic"
        shown = answer.series["outcome"][int(answer.counts["periods_before"]) :]
        one, two = (_span([each[name] for each in shown], language) for name in (seen, other))
        label = chart_word("synthetic" if kind == "comparison" else "without", language)
        if fr:
            return f"{title}. Depuis le début, observé\u00a0: {one}\u00a0; {label}\u00a0: {two}."
        return f"{title}. From the start on, observed: {one}; {label}: {two}."
    _heads, cells = chart_table(answer, language)
    told = "; ".join(": ".join(row[:2]) for row in cells)
    return f"{title}. {told}." if not fr else f"{title}. {told}.".replace(": ", "\u00a0: ")


def _span(values: Sequence[float | None], language: str) -> str:
    known = [each for each in values if each is not None]
    if not known:
        return ""
    low, high = amount(min(known), language), amount(max(known), language)
    return f"de {low} à {high}" if language == "fr" else f"{low} to {high}"


def chart_table(answer: Answer, language: str) -> tuple[list[str], list[list[str]]]:
    """Give the numbers of the chart: heads, and rows of cells."""
    kind = chart_kind(answer)
    names: tuple[str, ...]
    if kind == "event":
        names = ("since", "effect", "low", "high")
        rows = [
            [_signed(each["at"]), *_cells(each, ("estimate", "low", "high"), language)]
            for each in answer.series["event_study"]
        ]
    elif kind == "comparison":
        names = ("period", "observed", "synthetic", "effect")
        rows = [
            [str(each["time"]), *_cells({**each, **gap}, ("treated", "synthetic", "gap"), language)]
            for each, gap in zip(answer.series["outcome"], answer.gaps, strict=True)
        ]
    elif kind == "series":
        names = ("period", "observed", "without", "effect")
        rows = [
            [
                str(each["time"]),
                *_cells({**each, **gap}, ("observed", "counterfactual", "gap"), language),
            ]
            for each, gap in zip(answer.series["outcome"], answer.gaps, strict=True)
        ]
    elif kind == "arms":
        names = ("group", "mean", "outcomes")
        rows = [
            [
                chart_word(each["arm"], language),
                amount(each["mean"], language),
                f"{each['outcomes']:,}".replace(",", "," if language == "en" else "\u00a0"),
            ]
            for each in answer.series["arms"]
        ]
    elif kind == "balance":
        names = ("column", "unmatched", "matched")
        rows = [
            [each["column"], *_cells(each, ("difference", "difference_after"), language)]
            for each in answer.series["balance"]
        ]
    else:
        effect = answer.estimates[answer.headline].to_json()
        names = ("effect", "low", "high")
        rows = [_cells(effect, ("estimate", "low", "high"), language)]
    heads = [chart_word(name, language) for name in names]
    return [each[0].upper() + each[1:] for each in heads], rows


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "\N{MINUS SIGN}") if value else "0"


def _cells(row: Mapping[str, Any], names: Sequence[str], language: str) -> list[str]:
    return ["–" if row[name] is None else amount(row[name], language) for name in names]
