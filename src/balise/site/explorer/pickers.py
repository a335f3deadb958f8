"""What can be added to a comparison: groups of the areas chosen, offices and their reach."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from balise.reports import in_reach_order, name_of, say, say_reach, term
from balise.site.explorer.names import fold
from balise.site.explorer.releases import Loaded, Row
from balise.site.explorer.wording import told_reason

__all__ = ["catchment_of", "catchment_picker", "group_pickers"]


_REACH = ("reach", "reach_km", "reach_min")


class _Thing(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


def catchment_of(office: str, reach: str) -> str:
    """Name the area within reach of an office.

    Examples
    --------
    >>> catchment_of("harbour", "50km")
    'balise:catchment:harbour-50km'
    """
    return f"balise:catchment:{office}-{reach}"


@lru_cache(maxsize=16)
def catchment_picker(loaded: Loaded, lang: str) -> Row | None:
    """Give the offices that have a catchment, and the distances; None if there are none."""
    table = loaded.tables["catchments"].select("service_point", *_REACH).unique()
    known = {
        row["service_point"]
        for row in table.to_dicts()
        if catchment_of(row["service_point"], row["reach"]) in loaded.areas
    }
    if not known:
        return None
    offices = [
        (str(row["service_point"]), name_of(row, lang), _is_english(row, lang))
        for row in loaded.tables["service_points"].to_dicts()
        if row["service_point"] in known
    ]
    offices.sort(key=lambda each: fold(each[1]))
    if "all" in known:
        offices.insert(0, ("all", say("union", lang), False))
    reaches = in_reach_order(table.select(_REACH).unique()).to_dicts()
    return {
        "offices": offices,
        "reaches": [(row["reach"], say_reach(row, lang)) for row in reaches],
    }


def _is_english(row: Row, lang: str) -> bool:
    return lang == "fr" and row["name_fr"] in {None, row["name_en"]}


def group_pickers(
    loaded: Loaded, things: Sequence[_Thing], asked: Sequence[str], lang: str
) -> list[Row]:
    """Give for each area chosen its groups, those without a score with the reason."""
    pickers: list[Row] = []
    for thing in things:
        rows = [] if "~" in thing.key else loaded.sheets["groups"].rows(thing.key)
        choices = [
            {
                "key": f"{thing.key}~{row['group']}",
                "name": term(str(row["group"]), lang),
                "reason": told_reason(row, lang) if row["evi"] is None else "",
            }
            for row in rows
            if f"{thing.key}~{row['group']}" not in asked
        ]
        if any(not each["reason"] for each in choices):
            choices.sort(key=lambda each: bool(each["reason"]))
            pickers.append({"name": thing.name, "choices": choices})
    return pickers
