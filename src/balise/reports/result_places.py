"""Where people in vulnerable situations live, as a report on results tells it."""

import polars as pl

from balise.reports.brief_maps import Box, brief_map
from balise.reports.charts import Span, interval_chart
from balise.reports.figures import Json, Row, interval_of, number, percent, score_of
from balise.reports.numerals import numeral, signed
from balise.reports.result_words import levels_named, stated
from balise.reports.summary import ranked_level
from balise.reports.words import name_of

__all__ = ["Places", "place_figures", "read_places"]

_HIGHEST, _MOST = 10, 8
_MAP = Box(500.0, 270.0, 12)


class Places:
    """The areas of the jurisdiction at the level that is ranked.

    ``level`` is that level, ``rows`` its areas, ``ranked`` those a list may show, the
    highest compared with the province first; ``measure`` is the column they go by.
    """

    def __init__(self, areas: pl.DataFrame) -> None:
        """Choose the level and sort its areas."""
        self.areas = areas
        self.level = ranked_level(areas, None)
        self.rows = areas.filter(pl.col("level") == self.level)
        is_wide = self.level in {"pr", "canada"}
        self.measure = "evi" if is_wide else "evi_relative"
        self.grade = "quality" if is_wide else "quality_relative"
        surveyed = self.rows.filter(
            pl.col(self.measure).is_not_null() & pl.col("origin").ne_missing("assumed")
        )
        self.ranked = surveyed.filter(pl.col(self.grade) != "F").sort(
            [self.measure, "dguid"], descending=[True, False]
        )

    @property
    def above(self) -> int:
        """How many have an interval that is wholly above the province."""
        return self.ranked.filter(pl.col("evi_relative_low") > 0).height

    @property
    def most(self) -> pl.DataFrame:
        """Those where people with a high score are counted, the most first."""
        return self.rows.filter(pl.col("people_high").is_not_null()).sort(
            ["people_high", "dguid"], descending=[True, False]
        )

    @property
    def half(self) -> int:
        """The least number of areas that hold half of the people with a high score."""
        counts = self.most["people_high"]
        before = counts.cum_sum() - counts
        return int((2 * before < counts.sum()).sum())


def read_places(areas: pl.DataFrame) -> Places:
    """Read the areas of the level that is ranked.

    Examples
    --------
    >>> columns = ("level", "dguid", "origin", "evi", "quality")
    >>> rows = [("pr", "a", "modelled", 20.0, "B"), ("pr", "b", "assumed", 30.0, "E")]
    >>> read_places(pl.DataFrame(rows, columns, orient="row")).ranked["dguid"].to_list()
    ['a']
    """
    return Places(areas)


def place_figures(places: Places, whole: Row, language: str) -> Json:
    """Put together map, divisions and lists of areas.

    Parameters
    ----------
    places : Places
        The areas of the jurisdiction.
    whole : mapping
        The row of the jurisdiction as a whole.
    language : str
        ``en`` or ``fr``.
    """
    levels = levels_named(places.level, language)
    is_wide = places.measure == "evi"
    total = int(places.most["people_high"].sum())
    return {
        "map": None if is_wide else brief_map(places.areas, whole, language, _MAP),
        "map_caption": stated("map_caption", language, levels=levels),
        "middle": _middle(places, whole, language),
        "highest_title": stated("highest_score" if is_wide else "highest", language, levels=levels),
        "highest": [_line(row, language) for row in places.ranked.head(_HIGHEST).to_dicts()],
        "most_title": stated("most", language, levels=levels),
        "most_note": stated(
            "most_note",
            language,
            total=numeral(total, language),
            half=numeral(places.half, language),
            all=numeral(places.rows.height, language),
            levels=levels,
        ),
        "most": [
            [
                name_of(row, language),
                numeral(row["people_high"], language),
                percent(row["people_high"] / total if total else None, language),
                score_of(row, language),
                interval_of(row, "evi", language),
            ]
            for row in places.most.head(_MOST).to_dicts()
        ],
    }


def _line(row: Row, language: str) -> list[str]:
    """Write an area: people, score, difference, ranks, quality."""
    return [
        name_of(row, language),
        numeral(number(row, "population_16plus"), language),
        score_of(row, language),
        interval_of(row, "evi", language),
        signed(number(row, "evi_relative"), language),
        interval_of(row, "evi_relative", language, sign=True),
        _ranks(row, language),
        str(row["quality_relative"] or row["quality"] or "–"),
    ]


def _ranks(row: Row, language: str) -> str:
    low, high = number(row, "rank_low"), number(row, "rank_high")
    if low is None or high is None:
        return "–"
    between = {"en": "to", "fr": "à"}[language]
    return f"{numeral(low, language)} {between} {numeral(high, language)}"


def _middle(places: Places, whole: Row, language: str) -> Json | None:
    """Give every area of the level between the whole and the level that is ranked."""
    level = "pr" if whole["level"] == "canada" else "cd" if whole["level"] == "pr" else ""
    if level in {"", places.level}:
        return None
    measure = "evi" if level == "pr" else "evi_relative"
    inside = places.areas.filter((pl.col("level") == level) & pl.col(measure).is_not_null())
    if level == "cd":
        inside = inside.filter(pl.col("province") == pl.lit(whole["province"]))
    rows = inside.sort([measure, "dguid"], descending=[True, False]).to_dicts()
    if len(rows) < 2:
        return None
    is_signed = measure == "evi_relative"
    spans = [
        Span(name_of(row, language), row[measure], row[f"{measure}_low"], row[f"{measure}_high"])
        for row in rows
    ]
    write = signed if is_signed else numeral
    names = [name_of(row, language) for row in (rows[0], rows[-1])]
    values = [write(row[measure], language, 1) for row in (rows[0], rows[-1])]
    levels = levels_named(level, language)
    return {
        "title": stated("middle", language, levels=levels),
        "caption": stated(
            "middle_caption" if is_signed else "middle_score_caption", language, levels=levels
        ),
        "chart": interval_chart(spans, language, sign=is_signed),
        "alt": stated(
            "middle_alt",
            language,
            count=len(rows),
            levels=levels,
            first=names[0],
            high=values[0],
            last=names[1],
            low=values[1],
        ),
        "rows": [[*_line(row, language), numeral(row["people_high"], language)] for row in rows],
    }
