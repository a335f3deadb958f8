"""Points of service: where they are, how many people they reach, who is out of reach."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balise.reports import in_reach_order, name_of, people_words, say_reach
from balise.site.explorer.pickers import catchment_of
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.sources import source_lines
from balise.site.explorer.wording import measure, percent, quality, told_reason

__all__ = ["every_office", "offices", "offices_of", "reaches", "written_reaches"]


def offices(request: HttpRequest, lang: str) -> HttpResponse:
    """Show every office with the people it reaches."""
    loaded = chosen(request)
    province = _province(loaded)
    shown = {
        "reaches": reaches(loaded, province, lang) if province else [],
        "offices": every_office(loaded, lang),
        "sources": source_lines(loaded, ("offices",), lang),
    }
    return render(request, "explorer/offices.html", shown)


def _province(loaded: Loaded) -> Row | None:
    codes = loaded.tables["service_points"]["province"].unique().to_list()
    found = (row for row in loaded.levels.get("pr", ()) if row["province"] in codes)
    return next(found, None) if len(codes) == 1 else None


def offices_of(loaded: Loaded, area: Row, lang: str) -> list[Row]:
    """Give the offices in an area, by the code of the subdivision each is in."""
    level, code = area["level"], str(area["code"])
    if level not in {"csd", "cd", "pr", "er"}:
        return []
    inside = _codes_inside(loaded, area)
    return [
        each
        for each in every_office(loaded, lang)
        if (level == "pr" and each["province"] == code) or each["csduid"] in inside
    ]


def _codes_inside(loaded: Loaded, area: Row) -> set[object]:
    if area["level"] == "csd":
        return {area["code"]}
    around = {area["dguid"]}
    found: set[object] = set()
    for level in ("cd", "csd"):
        inside = [row for each in around for row in loaded.around.get(each, {}).get(level, ())]
        around |= {row["dguid"] for row in inside}
        found |= {row["code"] for row in inside}
    return found


@lru_cache(maxsize=8)
def every_office(loaded: Loaded, lang: str) -> tuple[Row, ...]:
    """Give every office with its reach, once for each language."""
    rows = in_reach_order(loaded.tables["catchments"]).to_dicts()
    return tuple(
        {
            "point": each["service_point"],
            "languages": each["languages"],
            "name": name_of(each, lang),
            "ranges": _has_ranges(rows, each),
            "province": each["province"],
            "csduid": each["csduid"],
            "kind": _kind(each["kind"]),
            "position": _position(each["position"]),
            "reason": _unlocated(each, lang),
            "reaches": [
                _reach(loaded, row, lang)
                for row in rows
                if row["service_point"] == each["service_point"]
            ],
        }
        for each in loaded.tables["service_points"].to_dicts()
    )


def _has_ranges(rows: list[Row], office: Row) -> bool:
    own = office["service_point"]
    return any(row["service_point"] == own and row["reason"] == "range" for row in rows)


def _unlocated(office: Row, lang: str) -> str:
    """Say why an office has no reach: its own words, for a reason speaks of areas."""
    if office["reason"] == "no_source":
        return _("no source says where it is, so its reach is not published")
    return told_reason(office, lang)


def _kind(code: object) -> str:
    return {
        "centre": _("Service Canada Centre"),
        "centre_with_passport": _("Service Canada Centre with passport services"),
        "outreach": _("scheduled outreach site"),
    }.get(str(code), str(code).replace("_", " "))


def _position(code: object) -> str:
    return {
        "town_centroid": _("placed at the centre of its town"),
        "unlocated": _("not located"),
    }.get(str(code), str(code).replace("_", " "))


def reaches(loaded: Loaded, province: Row, lang: str) -> list[Row]:
    """Give for each distance who is within reach of at least one office of a province."""
    return _province_reaches(loaded, str(province["province"]), lang)


@lru_cache(maxsize=64)
def _province_reaches(loaded: Loaded, province: str, lang: str) -> list[Row]:
    if province not in loaded.tables["service_points"]["province"].to_list():
        return []
    rows = in_reach_order(loaded.tables["catchments"]).to_dicts()
    return [_reach(loaded, row, lang) for row in rows if row["service_point"] == "all"]


@lru_cache(maxsize=64)
def written_reaches(loaded: Loaded, province: str, lang: str, release_query: str) -> str:
    """Write the table of who is within reach in a province, once for all its areas."""
    rows = _province_reaches(loaded, province, lang)
    context = {"rows": rows, "lang": lang, "release_query": release_query}
    return get_template("explorer/_reaches.html").render(context) if rows else ""


def _reach(loaded: Loaded, row: Row, lang: str) -> Row:
    dguid = catchment_of(str(row["service_point"]), str(row["reach"]))
    is_range = row["reason"] == "range"
    interval = "" if is_range else people_words({**row, "people": None}, lang)
    return {
        "words": say_reach(row, lang),
        "dguid": dguid if dguid in loaded.areas else "",
        "people": people_words(row, lang),
        "range": interval,
        "share": _shares(row, lang),
        "beyond": _shares(row, lang, beyond=True),
        "vulnerable": people_words(row, lang, "vulnerable"),
        "evi": measure(row, "evi", lang),
        "quality": quality(row["quality"]),
        "reason": "" if is_range and row["evi"] is not None else told_reason(row, lang),
        "is_range": is_range,
    }


def _shares(row: Row, lang: str, *, beyond: bool = False) -> str:
    """Write the share of a province in reach, or beyond it: one number, or its ends."""
    names = ("share_low", "share_high") if row["reason"] == "range" else ("share_of_province",)
    values = [row[name] for name in names]
    shares = [each for each in values if isinstance(each, float)]
    if beyond:
        shares = [1 - each for each in reversed(shares)]
    if len(shares) == 2:
        low, high = (percent(each, lang) for each in shares)
        return pgettext("range", "%(low)s to %(high)s") % {"low": low, "high": high}
    return percent(shares[0] if shares else None, lang)
