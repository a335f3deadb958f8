"""How an area is served: its nearest offices, and its people beyond reach of all."""

from collections.abc import Mapping

import polars as pl
from django.utils.translation import gettext as _

from balise.reports import in_reach_order, name_of, numeral, people_words, say_reach
from balise.site.explorer.releases import Loaded, Row
from balise.site.explorer.wording import percent

__all__ = [
    "area_access",
    "beyond_words",
    "gap_levels",
    "languages_words",
    "nearest_words",
    "office_names",
]


def office_names(loaded: Loaded, lang: str) -> Mapping[str, str]:
    """Name each office of a release by its identifier."""
    rows = loaded.tables["service_points"].to_dicts()
    return {str(row["service_point"]): name_of(row, lang) for row in rows}


def area_access(loaded: Loaded, area: Row, lang: str) -> Row | None:
    """Give the nearest and second nearest office of an area, and who is beyond each reach.

    None where the release does not know where the people of the area leave from.
    """
    dguid = str(area["dguid"])
    rows = loaded.sheets["access"].rows(dguid)
    if not rows or rows[0]["nearest_km"] is None:
        return None
    own, names = rows[0], office_names(loaded, lang)
    beyond = in_reach_order(loaded.sheets["beyond"].of(dguid)).to_dicts()
    return {
        "nearest": nearest_words(own, names, lang, "nearest"),
        "second": nearest_words(own, names, lang, "second"),
        "estimated": own["travel"] == "estimated",
        "access": _decimal(own["access"], lang, 2),
        "assumed": own["access_status"] == "assumed",
        "no_path": _decimal(own["people_no_path"], lang, 0) if own["people_no_path"] else "",
        "rows": [_row(row, lang) for row in beyond],
        "ranges": any(row["reason"] == "range" for row in beyond),
    }


def nearest_words(own: Row, names: Mapping[str, str], lang: str, which: str) -> Row | None:
    """Give an office of an area with the mean travel of people to it."""
    km, minutes = own[f"{which}_km"], own[f"{which}_min"]
    if own[which] is None or km is None:
        return None
    share = own["nearest_share"] if which == "nearest" else None
    return {
        "point": own[which],
        "name": names.get(str(own[which]), str(own[which])),
        "km": _decimal(km, lang, 0),
        "minutes": _decimal(minutes, lang, 0),
        "share": percent(share, lang, 0) if isinstance(share, float) and share < 1 else "",
    }


def _decimal(value: object, lang: str, decimals: int) -> str:
    return numeral(value if isinstance(value, int | float) else None, lang, decimals)


def _row(row: Row, lang: str) -> Row:
    return {
        "words": say_reach(row, lang),
        "offices": numeral(row["offices"] if isinstance(row["offices"], int) else None, lang),
        **beyond_words(row, lang),
    }


def beyond_words(row: Row, lang: str) -> Row:
    """Write who of an area is beyond a reach: one number, or the ends of a range."""
    is_range = row["reason"] == "range"
    interval = "" if is_range else people_words({**row, "people": None}, lang)
    return {
        "people": people_words(row, lang),
        "interval": interval if row["people_low"] != row["people_high"] else "",
        "share": percent(row["share"], lang) if row["share"] is not None else "",
        "vulnerable": people_words(row, lang, "vulnerable"),
        "is_range": is_range,
    }


def languages_words(code: object) -> str:
    """Say in which official languages an office serves."""
    return {
        "en": _("serves in English"),
        "fr": _("serves in French"),
        "both": _("serves in English and French"),
    }.get(str(code), "")


def gap_levels(loaded: Loaded) -> list[str]:
    """Name the levels whose areas are ranked by the people beyond reach."""
    ranked = loaded.tables["beyond"].filter(pl.col("gap_rank").is_not_null()).select("dguid")
    levels = loaded.tables["areas"].join(ranked, on="dguid", how="semi")["level"].unique()
    return [level for level in loaded.levels if level in levels.to_list()]
