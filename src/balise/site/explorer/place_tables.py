"""The result of own places as it is read, and as a table to take away."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balise.reports import missing_table, name_of, numeral, say, term
from balise.site.explorer import place_words
from balise.site.explorer.releases import Loaded, Row
from balise.site.explorer.wording import measure, quality, score_pair
from balise.vocabulary import REASONS

__all__ = ["about", "as_read", "flat"]

_MEASURES: Final = ("evi", "evi_relative", "means", "willingness", "abilities")
_PARTS: Final = ("", "_se", "_low", "_high")
_DIGITS: Final = 5


def as_read(content: Mapping[str, Any], loaded: Loaded | None, lang: str) -> Row:
    """Write a result in a language, for its page."""
    rows = [_written(row, content, loaded, lang) for row in content["rows"]]
    return {
        "rows": rows,
        "has_ranges": any(row["range"] for row in rows),
        "groups": _groups(content, lang),
        "unknown_groups": _unknown(content, lang),
        "notices": [_noticed(each, lang) for each in content["notices"]],
        "method": _method(content, lang),
        "bounds": any(row.get("basis") == "bound" for row in content["rows"]),
        "left_out": [row for row in rows if row["left_out"]],
        "seal": content["seal"][:12],
        "release_of": content["release"],
    }


def _name(row: Mapping[str, Any]) -> str:
    return str(row["name"]) or _("The areas of the file")


def _noticed(each: Mapping[str, Any], lang: str) -> str:
    return place_words.notice(
        str(each["code"]), {"names": each["names"], "count": numeral(each["count"], lang)}
    )


def _written(
    row: Mapping[str, Any], content: Mapping[str, Any], loaded: Loaded | None, lang: str
) -> Row:
    low, high = row.get("low"), row.get("high")
    return {
        "name": _name(row),
        "reason": _reason(row, content, loaded, lang),
        "used": _("%(used)s of %(areas)s")
        % {"used": numeral(row["used"], lang), "areas": numeral(row["areas"], lang)},
        "left_out": ", ".join(_area(each, loaded, lang) for each in row["left_out"]),
        "measures": {name: measure(row, name, lang) for name in _MEASURES if name in row},
        "quality": quality(row.get("quality")),
        "is_bound": row.get("basis") == "bound",
        "people": numeral(row.get("population_16plus"), lang),
        "range": pgettext("range", "%(low)s to %(high)s")
        % {"low": numeral(low, lang), "high": numeral(high, lang)}
        if low is not None
        else "",
        "high": numeral(row.get("people_high"), lang),
    }


def _area(dguid: str, loaded: Loaded | None, lang: str) -> str:
    area = loaded.areas.get(dguid) if loaded else None
    return f"{name_of(area, lang)} ({area['code']})" if area else dguid


def _reason(
    row: Mapping[str, Any], content: Mapping[str, Any], loaded: Loaded | None, lang: str
) -> str:
    if not row["reason"]:
        return ""
    code, other = str(row["reason"]), str(row["other"])
    named = _area(other, loaded, lang) if code == "near_area" else other
    return place_words.reason(code, {"people": content["people"], "other": named})


def _known(content: Mapping[str, Any]) -> list[str]:
    """List groups that are known in at least one region."""
    return [code for code in content["groups"] if any(_has(row, code) for row in content["rows"])]


def _has(row: Mapping[str, Any], code: str) -> bool:
    return row["groups"].get(code, {}).get("evi") is not None


def _groups(content: Mapping[str, Any], lang: str) -> list[Row]:
    """Write groups region by region, with the reason where one is not known."""
    known = _known(content)
    answer: list[Row] = []
    for row in content["rows"]:
        cells: list[Row] = []
        for code in known:
            own = row["groups"].get(code)
            if own is None:
                continue
            cells.append(
                {
                    "group": term(code, lang),
                    "people": numeral(own["people"], lang),
                    "evi": score_pair(own["evi"], own["evi_low"], own["evi_high"], lang),
                    "quality": quality(own["quality"]),
                    "reason": _told(own["reason"], lang),
                }
            )
        if cells:
            answer.append({"name": _name(row), "cells": cells})
    return answer


def _told(code: object, lang: str) -> str:
    known = {each.code for each in REASONS}
    return term(str(code), lang) if code in known else ""


def _unknown(content: Mapping[str, Any], lang: str) -> list[str]:
    """Say which groups are known nowhere, and why."""
    lines = []
    for code in content["groups"]:
        owns = [row["groups"][code] for row in content["rows"] if code in row["groups"]]
        if owns and code not in _known(content):
            why = _told(owns[0]["reason"], lang)
            table = _table(str(owns[0].get("missing_table") or ""), lang)
            lines.append(
                _("%(group)s: %(reason)s; table missing: %(table)s")
                % {"group": term(code, lang), "reason": why, "table": table}
                if table
                else _("%(group)s: %(reason)s") % {"group": term(code, lang), "reason": why}
            )
    return lines


def _table(name: str, lang: str) -> str:
    """Name a missing table in a language, else as its publisher does."""
    return missing_table(name, lang) or name if name else ""


def _method(content: Mapping[str, Any], lang: str) -> list[str]:
    """Say how the figures came about."""
    level = term(str(content["level"]), lang)
    lines = []
    if content["kind"] == "offices":
        lines.append(
            _(
                "Within %(km)s km by road of each office, estimated: straight line times a detour "
                "factor of %(detour)s."
            )
            % {
                "km": numeral(content["radius_km"], lang),
                "detour": numeral(content["detour"], lang, 1),
            }
        )
    if content["kind"] != "areas":
        lines.append(
            _(
                "Areas go to the region that holds their centroid, at the finest level of the "
                "release: %(level)s. Boundaries are not used. Where an edge crosses the ground "
                "nearest to a centroid, the people of that area may live on either side: the "
                "range runs from the people surely inside to those possibly inside."
            )
            % {"level": level}
        )
    lines.append(
        _(
            "Figures are put together from published figures of whole areas, by people aged 16 "
            "and over, and modelled as those are. A region that holds all of a larger area takes "
            "the figures of that area."
        )
    )
    return lines


def flat(content: Mapping[str, Any], loaded: Loaded | None, lang: str) -> pl.DataFrame:
    """Lay a result out as one table: a row for each region, groups in columns."""
    known = _known(content)
    rows = []
    for row in content["rows"]:
        line: dict[str, object] = {
            "region": _name(row),
            "areas": row["areas"],
            "areas_used": row["used"],
            "population": row.get("population"),
            "population_16plus": row.get("population_16plus"),
            "population_16plus_low": row.get("low"),
            "population_16plus_high": row.get("high"),
            "people_high": row.get("people_high"),
        }
        for name in _MEASURES:
            line |= {f"{name}{part}": row.get(f"{name}{part}") for part in _PARTS}
        line |= {
            "interval": row.get("basis"),
            "quality": row.get("quality"),
            "reason": _reason(row, content, loaded, lang) or None,
        }
        for code in known:
            own = row["groups"].get(code, {})
            line |= {
                f"{code}_{name}": own.get(name)
                for name in ("people", "evi", "evi_low", "evi_high", "reason")
            }
        line["release"] = f"{content['release']}@{content['seal'][:12]}"
        rows.append(line)
    return pl.DataFrame(rows, infer_schema_length=None)


def about(content: Mapping[str, Any], title: str, lang: str) -> list[str]:
    """Say what a workbook of a result is."""
    return [
        _("Your places"),
        title,
        f"{content['release']}@{content['seal'][:12]}",
        f"{say('higher', lang)} {say('scores', lang)}",
        say("modelled", lang),
        *_method(content, lang),
        *(_noticed(each, lang) for each in content["notices"]),
    ]
