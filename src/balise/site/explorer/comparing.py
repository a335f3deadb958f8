"""Compare up to six areas or groups; ranks and differences where errors are known jointly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balise.reports import name_of, numeral, term
from balise.site.explorer.listing import found_by
from balise.site.explorer.names import fold
from balise.site.explorer.pickers import catchment_of, catchment_picker, group_pickers
from balise.site.explorer.reading import as_read
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.wording import bar, measure, quality, score_pair, told_reason

__all__ = ["MOST", "Compared", "compare", "difference"]

MOST = 6
_MATCHES = 12
_Z = 1.959964
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Compared:
    """One thing compared: an area, or a group of it, with its draws where there are some."""

    key: str
    name: str
    row: Row
    area: Row
    draws: Array | None


def _compared(loaded: Loaded, key: str, lang: str) -> Compared:
    """Find what a key names: an identifier, or an identifier, ~ and a group."""
    dguid, _sep, group = key.partition("~")
    area = loaded.areas.get(dguid)
    if area is None:
        raise Http404("compare")
    name = name_of(area, lang)
    if not group:
        return Compared(key, name, area, area, _draws(loaded, dguid))
    rows = [row for row in loaded.sheets["groups"].rows(dguid) if row["group"] == group]
    if not rows:
        raise Http404("compare")
    return Compared(key, f"{name} – {term(group, lang)}", rows[0], area, None)


def _draws(loaded: Loaded, dguid: str) -> Array | None:
    """Give the draws of the score of an area, in the release's own weights."""
    table = loaded.sheets["draws"].of(dguid)
    parameters = loaded.record.get("parameters")
    how = parameters.get("aggregation") if isinstance(parameters, dict) else None
    weights = loaded.record.get("weights")
    if not table.height or how != "mean" or not isinstance(weights, dict):
        return None
    names = ("means", "willingness", "abilities")
    share = np.array([float(weights[name]) for name in names])
    return np.asarray(100 * (table.sort("draw").select(names).to_numpy() @ share))


def compare(request: HttpRequest, lang: str) -> HttpResponse:
    """Show areas, groups and catchments beside one another."""
    loaded = chosen(request)
    asked = list(dict.fromkeys(each for each in request.GET.getlist("a") if each))
    release = request.GET.get("release")
    office, reach = (request.GET.get(each, "") for each in ("office", "reach"))
    if office:
        found = catchment_of(office, reach)
        if found in loaded.areas:
            keys = list(dict.fromkeys([*asked, found]))
            return redirect(f"{request.path}{_address(keys, release)}")
    things = [_compared(loaded, key, lang) for key in asked[:MOST]]
    query = request.GET.get("q", "").strip()[:80]
    scored = [each for each in things if isinstance(each.row["evi"], float)]
    drawn = [each for each in scored if each.draws is not None]
    has_draws, is_full = len(drawn) > 1, len(things) >= MOST
    apart = [each for each in scored if not has_draws or each.draws is None]
    context = {
        "things": [_column(each, asked, release, lang) for each in things],
        "keys": asked[:MOST],
        "is_full": is_full,
        "left_out": max(0, len(asked) - MOST),
        "most": MOST,
        "query": query,
        "matches": _matches(loaded, query, asked, release, lang) if query else [],
        "pickers": [] if is_full else group_pickers(loaded, things, asked, lang),
        "catchments": None if is_full else catchment_picker(loaded, lang),
        "asked_office": (office, reach),
        "ranked": _ranked(drawn, lang) if has_draws else [],
        "differences": _differences(drawn, lang) if has_draws else [],
        "apart": [each.name for each in apart] if len(scored) > 1 else [],
    }
    return render(request, "explorer/compare.html", context)


def _address(keys: Sequence[str], release: str | None) -> str:
    pairs = [("a", key) for key in keys] + ([("release", release)] if release else [])
    return "?" + urlencode(pairs)


def _column(each: Compared, asked: list[str], release: str | None, lang: str) -> Row:
    row = each.row
    return {
        "key": each.key,
        "name": each.name,
        "dguid": each.area["dguid"],
        "level": term(str(each.area["level"]), lang),
        "measures": {
            name: measure(row, name, lang) for name in ("evi", "means", "willingness", "abilities")
        },
        "relative": measure(row, "evi_relative", lang) if "evi_relative" in row else None,
        "quality": quality(row["quality"]),
        "reason": told_reason(row, lang),
        "bar": bar(row),
        "without": _address([key for key in asked if key != each.key], release),
    }


def _matches(
    loaded: Loaded, query: str, asked: list[str], release: str | None, lang: str
) -> list[Row]:
    found: list[Row] = []
    for level, dguid in found_by(loaded, fold(query), lang):
        if dguid not in asked:
            address = _address([*asked, dguid][:MOST], release)
            row = as_read(loaded, dguid, lang)
            found.append({**row, "level_name": term(level, lang), "with": address})
        if len(found) == _MATCHES:
            break
    return found


def _ranked(scored: list[Compared], lang: str) -> list[Row]:
    """Rank areas among those chosen, 19 times out of 20."""
    drawn = np.array([_centred(each) for each in scored])
    places = (-drawn).argsort(axis=0).argsort(axis=0) + 1
    rows: list[Row] = []
    order = sorted(range(len(scored)), key=lambda at: -float(str(scored[at].row["evi"])))
    for at in order:
        low, high = (
            int(np.quantile(places[at], share, method="nearest")) for share in (0.025, 0.975)
        )
        words = numeral(low, lang)
        if low != high:
            bounds = {"low": words, "high": numeral(high, lang)}
            words = pgettext("range", "%(low)s to %(high)s") % bounds
        rows.append({"name": scored[at].name, "ranks": words})
    return rows


def _centred(each: Compared) -> Array:
    """Put the draws of an area about its published score."""
    draws = np.zeros(1) if each.draws is None else each.draws
    return np.asarray(draws - draws.mean() + float(str(each.row["evi"])))


def difference(first: Compared, second: Compared) -> tuple[float, float, float]:
    """Give the difference of two scores and its interval, from draws that share their errors.

    Returns
    -------
    value, low, high : float
        [points].
    """
    value = float(str(first.row["evi"])) - float(str(second.row["evi"]))
    error = float(np.std(_centred(first) - _centred(second), ddof=1))
    return value, value - _Z * error, value + _Z * error


def _differences(scored: list[Compared], lang: str) -> list[Row]:
    rows: list[Row] = []
    for first, second in combinations(scored, 2):
        value, low, high = difference(first, second)
        is_clear = low > 0 or high < 0
        rows.append(
            {
                "first": first.name,
                "second": second.name,
                **score_pair(value, low, high, lang, sign=True),
                "verdict": _("a clear difference") if is_clear else _("could be chance"),
            }
        )
    return rows
