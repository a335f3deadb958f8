"""A report on results in a few sentences, each with its numbers."""

from collections.abc import Iterator

import polars as pl

from balise.release import Release
from balise.reports.figures import Row, interval_of, number, percent, score_of
from balise.reports.numerals import numeral
from balise.reports.result_places import Places
from balise.reports.result_reach import beyond_reach
from balise.reports.result_words import levels_named, stated
from balise.reports.words import name_of, term

__all__ = ["in_brief"]

_FAR = 50.0
"""Reach told first, where the release has it [km]."""


def in_brief(
    release: Release, whole: Row, beside: Row | None, places: Places, language: str
) -> list[str]:
    """Say the main results, the score first.

    Parameters
    ----------
    release : Release
        The release reported on.
    whole : mapping
        The row of the jurisdiction as a whole.
    beside : mapping or None
        The row of Canada, unless the jurisdiction is Canada.
    places : Places
        Its areas.
    language : str
        ``en`` or ``fr``.
    """
    told = [
        *_score(whole, beside, language),
        *_groups(release, whole, language),
        *_where(places, language),
        *_reach(release, language),
        *_doubt(places, language),
        *_checks(release, language),
    ]
    return [each.strip() for each in told]


def _score(whole: Row, beside: Row | None, language: str) -> Iterator[str]:
    if whole["evi"] is None:
        return
    scored = {"score": score_of(whole, language), "interval": interval_of(whole, "evi", language)}
    first = stated("brief_score", language, area=name_of(whole, language), **scored)
    if beside is not None:
        around = interval_of(beside, "evi", language)
        score = score_of(beside, language)
        first += " " + stated("brief_beside", language, score=score, interval=around)
    yield first
    high, people = number(whole, "people_high"), number(whole, "population_16plus")
    if high is not None and people:
        numbers = {"high": numeral(high, language), "people": numeral(people, language)}
        yield stated("brief_people", language, **numbers, share=percent(high / people, language))


def _groups(release: Release, whole: Row, language: str) -> Iterator[str]:
    rows = release.table("groups").filter(pl.col("dguid") == whole["dguid"])
    scored = rows.filter(pl.col("evi").is_not_null()).sort(
        ["evi", "group"], descending=[True, False]
    )
    if scored.height:
        first = scored.row(0, named=True)
        yield stated(
            "brief_group",
            language,
            group=term(first["group"], language),
            score=score_of(first, language),
            interval=interval_of(first, "evi", language),
            published=scored.height,
            all=rows.height,
        )


def _where(places: Places, language: str) -> Iterator[str]:
    if places.measure == "evi_relative" and places.most.height > 1:
        counts = {"above": places.above, "all": places.rows.height, "half": places.half}
        numbers = {key: numeral(count, language) for key, count in counts.items()}
        yield stated(
            "brief_places", language, levels=levels_named(places.level, language), **numbers
        )


def _reach(release: Release, language: str) -> Iterator[str]:
    found = [each for each in beyond_reach(release) if each["people"] is not None and each["km"]]
    chosen = next((each for each in found if each["km"] == _FAR), found[-1] if found else None)
    if chosen is not None:
        yield stated(
            "brief_reach",
            language,
            beyond=numeral(chosen["people"], language),
            share=percent(chosen["share"], language),
            km=numeral(chosen["km"], language),
        )


def _doubt(places: Places, language: str) -> Iterator[str]:
    grades = places.rows[places.grade]
    counts = {
        "all": places.rows.height,
        "caution": int((grades == "E").sum()),
        "unsure": int((grades == "F").sum()),
        "none": int(grades.null_count()),
    }
    numbers = {key: numeral(count, language) for key, count in counts.items()}
    yield stated("brief_doubt", language, levels=levels_named(places.level, language), **numbers)


def _checks(release: Release, language: str) -> Iterator[str]:
    checks = release.table("validation").filter(pl.col("verdict") != "printed")
    met = checks.filter(verdict="met")
    if checks.height:
        yield stated(
            "brief_checks",
            language,
            limited=numeral(checks.height, language),
            met=numeral(met.height, language),
            held=numeral(met.filter(use="held_out").height, language),
        )
