"""What a report on results says, as texts: every number as the language writes it."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from balise.release import Release, compare_releases
from balise.reports.about import errata_of
from balise.reports.brief_words import grade_named
from balise.reports.charts import Span, interval_chart
from balise.reports.figures import (
    Json,
    Row,
    area_of,
    capital,
    dimension_lines,
    group_lines,
    in_language,
    interval_of,
    number,
    percent,
    score_of,
    seal_line,
    source_rows,
    title_of,
    years_line,
)
from balise.reports.model_words import publisher_names
from balise.reports.numerals import numeral
from balise.reports.pipeline import PipelineLine, pipeline_lines
from balise.reports.result_brief import in_brief
from balise.reports.result_doubt import check_figures, doubt_figures, move_figures
from balise.reports.result_places import Places, place_figures, read_places
from balise.reports.result_reach import reach_figures
from balise.reports.result_words import HEADINGS, stated
from balise.reports.source_words import source_words
from balise.reports.summary import summarise
from balise.reports.words import name_of, say, term

__all__ = ["result_figures"]


def result_figures(
    release: Release,
    language: str,
    compared_with: Release | None = None,
    pipeline: Sequence[PipelineLine] = (),
) -> Json:
    """Put together what the report on results of a release says.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    language : str
        ``en`` or ``fr``.
    compared_with : Release, optional
        An earlier release: what moved since is told.
    pipeline : sequence of PipelineLine
        Pilots under way; without any, nothing is said of pilots.

    Returns
    -------
    dict
        Texts and lists of texts, ready for the page; numbers are formatted.
    """
    areas = release.table("areas")
    record, summary = release.record, summarise(release, language)
    wholes = _wholes(areas, summary)
    whole, places = wholes[0], read_places(areas)
    beside = None if whole["level"] == "canada" else _canada(areas)
    title, report = title_of(record, language), stated("report", language)
    reach = reach_figures(release, language)
    return {
        "lang": language,
        "title": stated("title", language, report=report, release=title),
        "report": report,
        "release": title,
        "years": years_line(record, language),
        "higher": say("higher", language),
        "modelled": say("modelled", language),
        "seal": seal_line(record, language),
        "words": {key: stated(key, language) for key in HEADINGS},
        "brief": in_brief(release, whole, beside, places, language),
        "wholes": [_whole(release, each, beside, language) for each in wholes],
        "places": place_figures(places, whole, language),
        "reach": reach,
        "no_reach": stated("no_reach", language),
        "doubt": doubt_figures(release, summary, places, whole, language),
        "moves": _moves(release, compared_with, (places, whole), language),
        "pipeline": pipeline_lines(pipeline, language),
        "checks": check_figures(release, language),
        "may": [stated(f"may_{each}", language) for each in (1, 2, 3)],
        "may_not": [stated(f"not_{each}", language) for each in (1, 2, 3, 4)],
        "parameters": _parameters(record, language),
        "method_2": _draws(record, language),
        "sources": [
            [
                each["title"],
                publisher_names([each["publisher"]], language),
                *(
                    source_words(each[key], language)
                    for key in ("table", "reference_period", "licence")
                ),
            ]
            for each in source_rows(record, language)
        ],
        "licence": in_language(record.get("licence"), language),
        "citation": in_language(record.get("citation"), language),
        "errata": errata_of(record, language),
    }


def _wholes(areas: pl.DataFrame, summary: Mapping[str, object]) -> list[dict[str, object]]:
    """Give the jurisdiction itself: Canada, its provinces, or its division."""
    listed = summary["whole"]
    rows = (
        [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    )
    if rows and rows[0]["level"] == "canada":
        rows = rows[:1]
    else:
        rows = [each for each in rows if each["level"] != "canada"]
        finest = [each for each in rows if each["level"] != "pr"]
        rows = finest or rows
    found = [area_of(areas, each["dguid"]) for each in rows]
    return [each for each in found if each is not None] or areas.head(1).to_dicts()


def _canada(areas: pl.DataFrame) -> dict[str, object] | None:
    found = areas.filter((pl.col("level") == "canada") & pl.col("evi").is_not_null()).to_dicts()
    return found[0] if found else None


def _whole(release: Release, row: Row, beside: Row | None, language: str) -> Json:
    """Tell the jurisdiction: score, dimensions, groups, and a chart of them."""
    groups = group_lines(release, row["dguid"], language)
    published = [each for each in groups if not each["reason"]]
    scored = release.table("groups").filter(
        (pl.col("dguid") == row["dguid"]) & pl.col("evi").is_not_null()
    )
    rows = scored.sort(["evi", "group"], descending=[True, False]).to_dicts()
    order = [capital(term(each["group"], language)) for each in rows]
    published.sort(key=lambda each: order.index(str(each["name"])))
    return {
        "name": name_of(row, language),
        "score": [
            score_of(row, language),
            interval_of(row, "evi", language),
            grade_named(row["quality"], language),
        ],
        "people": [
            numeral(number(row, key), language)
            for key in ("population", "population_16plus", "people_high")
        ],
        "dimensions": dimension_lines(row, beside, language),
        "beside": name_of(beside, language) if beside else "",
        "groups": published,
        "left": [[each["name"], each["reason"]] for each in groups if each["reason"]],
        "chart": _chart(row, beside, zip(order, rows, strict=True), language),
    }


def _chart(
    row: Row, beside: Row | None, groups: Iterable[tuple[str, Row]], language: str
) -> Json | None:
    if row["evi"] is None:
        return None
    spans = [
        Span(name_of(each, language), *_ends(each), strong=True)
        for each in (row, beside)
        if each is not None
    ]
    spans += [Span(name, *_ends(each)) for name, each in groups]
    first, last = max(spans, key=_value), min(spans, key=_value)
    return {
        "chart": interval_chart(spans, language, mark=number(row, "evi")),
        "caption": stated("groups_caption", language),
        "alt": stated(
            "groups_alt",
            language,
            count=len(spans),
            first=first.label,
            high=numeral(first.value, language, 1),
            last=last.label,
            low=numeral(last.value, language, 1),
        ),
    }


def _value(span: Span) -> float:
    return span.value


def _ends(row: Row) -> tuple[float, float | None, float | None]:
    return number(row, "evi") or 0.0, number(row, "evi_low"), number(row, "evi_high")


def _moves(
    release: Release, old: Release | None, told: tuple[Places, Row], language: str
) -> Json | None:
    if old is None:
        return None
    places, whole = told
    title = stated("moves", language, old=title_of(old.record, language))
    seal = seal_line(old.record, language)
    figures = move_figures(compare_releases(old, release), places, whole, language)
    return {"title": title, "seal": seal} | figures


def _parameters(record: Row, language: str) -> str:
    stated_ones, weights = record.get("parameters"), record.get("weights")
    parameters = stated_ones if isinstance(stated_ones, Mapping) else {}
    shares = weights if isinstance(weights, Mapping) else {}
    return stated(
        "parameters",
        language,
        weights=", ".join(
            percent(number(shares, each), language)
            for each in ("means", "willingness", "abilities")
        ),
        how=say(str(parameters.get("aggregation", "mean")), language),
        k=numeral(number(parameters, "k"), language, 2),
        n=numeral(number(parameters, "n"), language, 2),
    )


def _draws(record: Row, language: str) -> str:
    recipe = record.get("recipe")
    draws = number(recipe, "draws") if isinstance(recipe, Mapping) else None
    return stated("method_2", language, draws=numeral(draws, language))
