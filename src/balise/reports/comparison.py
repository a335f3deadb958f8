"""Two releases side by side, told for a terminal in one language."""

from collections.abc import Iterator

import polars as pl

from balise.release import Comparison
from balise.reports.layout import wrap
from balise.reports.numerals import numeral, signed
from balise.reports.words import name_of, refuse_language, say

__all__ = ["comparison_text"]

_WIDTH = 80


def comparison_text(comparison: Comparison, language: str = "en", length: int = 10) -> str:
    """Tell what moved between two releases: their people or their behaviour.

    Parameters
    ----------
    comparison : Comparison
        What :func:`balise.release.compare_releases` gives.
    language : str
        ``en`` or ``fr``.
    length : int
        How many areas below the provinces to list, those that moved most.
    """
    refuse_language(language)
    return "\n".join(_lines(comparison, language, length)) + "\n"


def _lines(comparison: Comparison, language: str, length: int) -> Iterator[str]:
    moves = comparison.moves
    wide = moves["level"].is_in(["canada", "pr"])
    rest = moves.filter(~wide & (moves["move"] != 0))
    rest = rest.sort(rest["move"].abs(), descending=True, maintain_order=True)
    counts = {"both": numeral(moves.height, language), "moved": numeral(rest.height, language)}
    yield from wrap(say("scored_in_both", language, **counts), _WIDTH)
    yield from wrap(say("move_explained", language), _WIDTH)
    yield ""
    titles = ("old", "new", "move", "move_people", "move_behaviour", "rounding")
    yield "".join(f"{say(each, language):>11}" for each in titles) + f"  {say('area', language)}"
    for row in pl.concat([moves.filter(wide), rest.head(length)]).to_dicts():
        scores = [numeral(row[each], language, 2) for each in ("evi_old", "evi_new")]
        parts = ("move", "people", "behaviour", "remainder")
        cells = [*scores, *(signed(row[each], language, 2) for each in parts)]
        name = f"{name_of(row, language)} ({row['level']})"
        yield "".join(f"{cell:>11}" for cell in cells) + f"  {name}"
    yield ""
    for each in ("only_old", "only_new", "unscored"):
        yield say(each, language, count=numeral(getattr(comparison, each).height, language))
    colon = "\N{NO-BREAK SPACE}:" if language == "fr" else ":"
    for change in comparison.changes:
        kind = say(f"changed_{change.kind}", language)
        yield f"{kind}{colon} {change.what}{colon} {change.old} -> {change.new}"
