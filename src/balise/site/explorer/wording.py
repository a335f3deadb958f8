"""Numbers and codes of a release, as the pages write them."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from balise.reports import interval, numeral, say, signed, term

__all__ = [
    "assumption",
    "bar",
    "measure",
    "origin",
    "percent",
    "percent_interval",
    "quality",
    "ranks",
    "score_pair",
    "told_reason",
]

_PERCENT = {"en": "%", "fr": "\N{NO-BREAK SPACE}%"}


def percent(share: object, language: str, decimals: int = 1) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.123, "en"), percent(0.123, "fr").replace("\N{NO-BREAK SPACE}", "_")
    ('12.3%', '12,3_%')
    """
    if not isinstance(share, int | float):
        return numeral(None, language)
    return numeral(100 * share, language, decimals) + _PERCENT[language]


def percent_interval(low: object, high: object, language: str) -> str:
    """Write the interval of a share as percentages.

    Examples
    --------
    >>> percent_interval(0.1, 0.25, "en")
    '10.0 to 25.0%'
    """
    if not (isinstance(low, int | float) and isinstance(high, int | float)):
        return ""
    return interval(100 * low, 100 * high, language) + _PERCENT[language]


def quality(grade: object) -> str:
    """Say a grade in words."""
    return _graded(grade, get_language()) if isinstance(grade, str) else "–"


@lru_cache(maxsize=32)
def _graded(grade: str, _language: str | None) -> str:
    words = {
        "A": _("excellent"),
        "B": _("very good"),
        "C": _("good"),
        "D": _("acceptable"),
        "E": _("use with caution"),
        "F": _("too uncertain to compare"),
    }
    return f"{grade} – {words[grade]}" if grade in words else "–"


def origin(code: object) -> str:
    """Say whether a figure is measured, modelled or assumed."""
    words = {
        "measured": pgettext("figure", "measured"),
        "modelled": pgettext("figure", "modelled"),
        "assumed": pgettext("figure", "assumed"),
    }
    return words.get(str(code), "–")


def told_reason(row: Mapping[str, object], language: str) -> str:
    """Say why a value is not published, empty if it is."""
    return term(str(row["reason"]), language) if row.get("reason") else ""


def ranks(row: Mapping[str, object], language: str) -> str:
    """Write a range of ranks."""
    low, high = row.get("rank_low"), row.get("rank_high")
    if not (isinstance(low, int) and isinstance(high, int)):
        return "–"
    between = {"en": " to ", "fr": " à "}[language]
    return numeral(low, language) + between + numeral(high, language)


def measure(row: Mapping[str, object], name: str, language: str) -> dict[str, str]:
    """Write a measure of an area or group: its value, its interval.

    ``evi`` and ``evi_relative`` are in points, the dimensions in percent.
    """
    value, low, high = (row.get(f"{name}{end}") for end in ("", "_low", "_high"))
    if name == "evi":
        return score_pair(value, low, high, language)
    if name == "evi_relative":
        return score_pair(value, low, high, language, sign=True)
    return {"value": percent(value, language), "interval": percent_interval(low, high, language)}


def score_pair(
    value: object, low: object, high: object, language: str, *, sign: bool = False
) -> dict[str, str]:
    """Write a score, or a difference of scores, with its interval [points]."""
    if not isinstance(value, int | float):
        return {"value": "–", "interval": ""}
    written = signed(value, language) if sign else numeral(value, language, 1)
    first, last = (each if isinstance(each, int | float) else None for each in (low, high))
    return {"value": written, "interval": interval(first, last, language, sign=sign)}


@lru_cache(maxsize=256)
def assumption(code: str, language: str) -> str:
    """Say an assumption of the sensitivity table in words."""
    name, _sep, value = code.partition("=")
    if name == "aggregation":
        return _("aggregation: %(how)s") % {"how": say(value, language)}
    number = value.replace(".", ",") if language == "fr" else value
    return _assumptions().get(name, name + " = %(value)s") % {"value": number}


def _assumptions() -> dict[str, str]:
    return {
        "k": _("chance that a household without 50/10 Mbps is shut out (k): %(value)s"),
        "n": _("share of non-use that is no barrier (n): %(value)s"),
        "b": _("income slope, times what the recipe states (b): %(value)s"),
        "weights": _("weights of means, willingness, abilities: %(value)s"),
        "detour": _("detour of roads over straight lines: %(value)s"),
        "speed_kmh": _("speed on roads, for reach by time: %(value)s km/h"),
    }


def bar(row: Mapping[str, object]) -> dict[str, str] | None:
    """Give where a score and its interval lie from 0 to 100, for a drawing.

    Examples
    --------
    >>> bar({"evi": 20.0, "evi_low": 15.0, "evi_high": 25.0})
    {'low': '15.0', 'value': '20.0', 'width': '10.0'}
    """
    low, value, high = row["evi_low"], row["evi"], row["evi_high"]
    if not (isinstance(low, float) and isinstance(value, float) and isinstance(high, float)):
        return None
    return {"low": f"{low:.1f}", "value": f"{value:.1f}", "width": f"{high - low:.1f}"}
