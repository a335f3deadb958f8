"""How far intervals that are computed anew are from those of the draws of a release."""

from balise.reports import numeral, say
from balise.site.explorer.releases import Loaded, Row

__all__ = ["delta_ratios"]

_CHECK = "delta_method"


def delta_ratios(loaded: Loaded, lang: str) -> list[Row]:
    """Give, for each aggregation, errors by the delta method over those of draws.

    Returns
    -------
    list of Row
        ``how`` in words; ``median``, ``low`` and ``high``: half of the areas lie below the
        first, nine in ten between the other two. None where the release does not say.
    """
    found: dict[str, dict[str, float]] = {}
    for row in loaded.tables["validation"].filter(check=_CHECK).to_dicts():
        how, _level, place = str(row["place"]).split(", ")
        found.setdefault(how, {})[place] = row["rebuilt"]
    return [
        {
            "how": say(how, lang),
            "median": numeral(each.get("median"), lang, 2),
            "low": numeral(each.get("5 %"), lang, 2),
            "high": numeral(each.get("95 %"), lang, 2),
        }
        for how, each in sorted(found.items())
    ]
