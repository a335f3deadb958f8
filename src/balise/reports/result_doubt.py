"""What is uncertain, what was checked and what moved, as a report on results tells it."""

from collections.abc import Mapping, Sequence

import polars as pl

from balise.release import Comparison, Release
from balise.reports.brief_words import assumption_named
from balise.reports.charts import Span, interval_chart
from balise.reports.figures import Json, Row, capital, sensitivity_lines
from balise.reports.missing_tables import missing_table
from balise.reports.numerals import numeral, signed
from balise.reports.result_places import Places
from balise.reports.result_words import levels_named, stated
from balise.reports.words import name_of, say, term

__all__ = ["check_figures", "doubt_figures", "move_figures"]

_GRADES = ("A", "B", "C", "D", "E", "F")
_USES = ("held_out", "fit", "method")
_VERDICTS = ("met", "not_met", "printed")
_ALTERNATIVES = 10
_MOVED = 8
_CHANGES = 12
_FITTED = (".value", ".se")
"""Ends of what a fit found: results, not choices."""


def doubt_figures(
    release: Release, summary: Mapping[str, object], places: Places, whole: Row, language: str
) -> Json:
    """Put together grades, assumptions, what data fixed, and what data would help."""
    name = name_of(whole, language)
    lines = sensitivity_lines(release, whole["dguid"], language, _ALTERNATIVES)
    return {
        "grades": _grades(places.areas, language),
        "sensitivity_title": stated("sensitivity", language, area=name),
        "sensitivity": lines,
        "sensitivity_chart": _sensitivity_chart(release, whole, name, language),
        "fixed": _fixed(summary, language),
        "helpful": _helpful(release, whole, language),
        "waiting": _waiting(places.rows, language),
    }


def _grades(areas: pl.DataFrame, language: str) -> list[list[str]]:
    """Count areas by grade of what they are read by, for each level."""
    found = []
    for level in ("pr", "er", "cd", "region", "csd", "ada", "da"):
        inside = areas.filter(pl.col("level") == level)
        if inside.height:
            grades = inside["quality" if level == "pr" else "quality_relative"]
            counts = [int((grades == each).sum()) for each in _GRADES]
            counts.append(int(grades.null_count()))
            name = capital(levels_named(level, language))
            found.append([name, *(numeral(each, language) for each in counts)])
    return found


def _sensitivity_chart(release: Release, whole: Row, name: str, language: str) -> Json | None:
    rows = release.table("sensitivity").filter(
        (pl.col("dguid") == whole["dguid"]) & pl.col("evi").is_not_null()
    )
    ordered = rows.sort([pl.col("change").abs(), "assumption"], descending=[True, False])
    listed = ordered.head(_ALTERNATIVES).to_dicts()
    if not listed:
        return None
    labels = [capital(assumption_named(row["assumption"], language)) for row in listed]
    spans = [Span(label, row["change"]) for label, row in zip(labels, listed, strict=True)]
    return {
        "chart": interval_chart(spans, language, sign=True),
        "caption": stated("sensitivity_caption", language, area=name),
        "alt": stated(
            "sensitivity_alt",
            language,
            area=name,
            count=len(listed),
            first=labels[0],
            high=signed(listed[0]["change"], language),
        ),
    }


def _fixed(summary: Mapping[str, object], language: str) -> list[str]:
    models = summary["models"]
    return [
        stated(
            "fixed",
            language,
            model=capital(term(str(each["model"]), language)),
            part=numeral(each["directions"], language),
            whole=numeral(each["total"], language),
        )
        for each in (models if isinstance(models, list) else [])
        if each["directions"] is not None and each["total"]
    ]


def _helpful(release: Release, whole: Row, language: str) -> list[list[str]]:
    """List missing tables: name, groups each would make possible, language of the name."""
    rows = release.table("groups").filter(
        (pl.col("dguid") == whole["dguid"]) & pl.col("missing_table").is_not_null()
    )
    tables: dict[str, list[str]] = {}
    for row in rows.sort("missing_table", "group").to_dicts():
        tables.setdefault(row["missing_table"], []).append(term(row["group"], language))
    return [
        [
            missing_table(table, language) or table,
            ", ".join(groups),
            language if missing_table(table, language) else "en",
        ]
        for table, groups in tables.items()
    ]


def _waiting(rows: pl.DataFrame, language: str) -> list[str]:
    counts = {
        "no_source": rows.filter(pl.col("reason") == "no_source").height,
        "assumed": rows.filter(pl.col("origin") == "assumed").height,
        "suppressed": rows.filter(pl.col("areas_suppressed") > 0).height,
    }
    return [
        stated(key, language, count=numeral(count, language))
        for key, count in counts.items()
        if count
    ]


def check_figures(release: Release, language: str) -> Json:
    """Count checks by use of the figure and verdict; name those that did not hold."""
    checks = release.table("validation")
    counts = [
        [
            capital(stated("method_use" if use == "method" else use, language)),
            *(
                numeral(checks.filter(use=use, verdict=verdict).height, language)
                for verdict in _VERDICTS
            ),
        ]
        for use in _USES
        if checks.filter(use=use).height
    ]
    failed = checks.filter(verdict="not_met").sort("check", "source", "use", "place").to_dicts()
    return {
        "counts": counts,
        "failed": [
            [
                f"{row['source']}, {row['place']}",
                numeral(row["published"], language, 2),
                numeral(row["rebuilt"], language, 2),
            ]
            for row in failed
        ],
    }


def move_figures(comparison: Comparison, places: Places, whole: Row, language: str) -> Json:
    """Tell what moved: the whole first, then the areas that moved most."""
    moves = comparison.moves
    rest = moves.filter((pl.col("level") == places.level) & (pl.col("move") != 0))
    rest = rest.sort([pl.col("move").abs(), "dguid"], descending=[True, False]).head(_MOVED)
    counts = {
        each: numeral(getattr(comparison, each).height, language)
        for each in ("only_old", "only_new", "unscored")
    }
    first = moves.filter(pl.col("dguid") == whole["dguid"])
    changes = [
        [capital(say(f"changed_{each.kind}", language)), each.what, each.old, each.new]
        for each in comparison.changes
        if not each.what.endswith(_FITTED)
    ]
    return {
        "count": stated("moves_count", language, both=numeral(moves.height, language), **counts),
        "rows": [_move(row, language) for row in [*first.to_dicts(), *rest.to_dicts()]],
        "changes": _shortened(changes),
        "more": len(changes) > _CHANGES,
        "unchanged": stated("nothing_changed", language),
    }


def _shortened(changes: Sequence[Sequence[str]]) -> list[list[str]]:
    return [
        [each if len(each) <= 60 else each[:57] + "…" for each in change]
        for change in changes[:_CHANGES]
    ]


def _move(row: Mapping[str, object], language: str) -> list[str]:
    values = {key: row[key] for key in ("move", "people", "behaviour", "remainder")}
    told = [
        signed(value if isinstance(value, float) else None, language, 2)
        for value in values.values()
    ]
    ends = [row["evi_old"], row["evi_new"]]
    scores = [numeral(each if isinstance(each, float) else None, language, 2) for each in ends]
    return [name_of(row, language), *scores, *told]
