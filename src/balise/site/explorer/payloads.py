"""What the API answers with, as plain values: names, numbers and texts of a release."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from balise.reports import missing_table, name_of, term
from balise.site.explorer.reach_figures import REACH, reach_levels, reach_table
from balise.site.explorer.releases import Loaded
from balise.vocabulary import CELLS, LEVELS, REASONS

__all__ = ["ANSWERS", "Json", "RefusedError", "area_answer", "columnar"]

Query = Mapping[str, str]
Json = dict[str, object]

_SHARE_COLUMNS = ("dguid", "province", "area_type", "share", *(cell.code for cell in CELLS))
_BY_AREA = ("groups", "indicators", "sensitivity")


class RefusedError(Exception):
    """A question without an answer: what is wrong with it, and what is known instead."""

    def __init__(self, status: int, what: str, name: str, known: Sequence[str] = ()) -> None:
        super().__init__(status, what, name)
        self.status, self.what, self.name, self.known = status, what, name, tuple(known)


def columnar(table: pl.DataFrame) -> Json:
    """Give a table as its columns and its rows.

    Examples
    --------
    >>> columnar(pl.DataFrame({"code": ["a", "b"], "people": [1, None]}))
    {'columns': ['code', 'people'], 'rows': [('a', 1), ('b', None)]}
    """
    return {"columns": table.columns, "rows": table.rows()}


def _inside(loaded: Loaded, query: Query) -> pl.DataFrame:
    """Give the areas of a level, or those of them that lie in one area."""
    level, known = query.get("level"), list(loaded.levels)
    if not level:
        raise RefusedError(400, "no_level", "level", known)
    if level not in known:
        raise RefusedError(404, "level", level, known)
    areas = loaded.tables["areas"].filter(pl.col("level") == level)
    parent = query.get("parent")
    if parent:
        if parent not in loaded.areas:
            raise RefusedError(404, "area", parent)
        areas = areas.filter(pl.col("parent") == parent)
    return areas


def _chosen(table: pl.DataFrame, query: Query, left_out: Sequence[str] = ()) -> pl.DataFrame:
    """Keep the columns asked for."""
    asked = query.get("columns")
    if not asked:
        return table.drop(left_out)
    names = list(dict.fromkeys(asked.split(",")))
    for name in names:
        if name not in table.columns:
            raise RefusedError(400, "column", name, table.columns)
    return table.select(names)


def _areas(loaded: Loaded, query: Query, language: str) -> Json:
    """Give areas with a name: in the language, else in the other, else the code."""
    table = _inside(loaded, query)
    order = ("name_en", "name_fr") if language == "en" else ("name_fr", "name_en")
    place = table.columns.index("name_en")
    name = pl.coalesce(*order, "code", "dguid").alias("name")
    named = table.select(*table.columns[:place], name, *table.columns[place:])
    return columnar(_chosen(named, query))


def _groups(loaded: Loaded, query: Query, language: str) -> Json:
    inside = _inside(loaded, query).select("dguid")
    groups = loaded.tables["groups"]
    known = groups["group"].unique().sort().to_list()
    asked = query.get("group")
    if asked:
        if asked not in known:
            raise RefusedError(404, "group", asked, known)
        groups = groups.filter(pl.col("group") == asked)
    rows = groups.join(inside, on="dguid", how="semi", maintain_order="left")
    return columnar(_chosen(rows, query)) | {
        "names": {each: term(each, language) for each in known},
        "reasons": _reasons(language),
        "missing_tables": _missing_tables(rows, language),
    }


def _missing_tables(rows: pl.DataFrame, language: str) -> dict[str, str | None]:
    """Name the tables that are missing; none where a name is known in English only."""
    named = rows["missing_table"].drop_nulls().unique().sort()
    return {name: missing_table(name, language) for name in named}


def _group_levels(loaded: Loaded, _query: Query, language: str) -> Json:
    """Count the scores of each group at each level."""
    levels = loaded.tables["areas"].select("dguid", "level")
    counted = (
        loaded.tables["groups"]
        .join(levels, on="dguid")
        .group_by("level", "group")
        .agg(areas=pl.len(), with_score=pl.col("evi").count())
    )
    found = {(row[0], row[1]): row[2:] for row in counted.iter_rows()}
    groups = sorted({group for _, group in found})
    rows = [
        (level, group, term(group, language), *found[level, group])
        for level in loaded.levels
        for group in groups
        if (level, group) in found
    ]
    return {"columns": ["level", "group", "name", "areas", "with_score"], "rows": rows}


def _group_shares(loaded: Loaded, query: Query, _language: str) -> Json:
    """Give the shares of person types of one group in the areas of a level."""
    inside = _inside(loaded, query).select("dguid")
    shares = loaded.tables["group_archetypes"]
    known = loaded.tables["groups"]["group"].unique().sort().to_list()
    asked = query.get("group")
    if not asked:
        raise RefusedError(400, "no_group", "group", known)
    if asked not in known:
        raise RefusedError(404, "group", asked, known)
    rows = shares.filter(pl.col("group") == asked).join(
        inside, on="dguid", how="semi", maintain_order="left"
    )
    return columnar(rows.select(_SHARE_COLUMNS)) | {"total": 10_000}


def _shares(loaded: Loaded, query: Query, _language: str) -> Json:
    inside = _inside(loaded, query).select("dguid")
    shares = loaded.tables["area_archetypes"]
    rows = shares.join(inside, on="dguid", how="semi", maintain_order="left")
    return columnar(rows.select(_SHARE_COLUMNS)) | {"total": 10_000}


def _archetypes(loaded: Loaded, query: Query, language: str) -> Json:
    names = ("name_en", "name_fr")
    table = loaded.tables["archetypes"].with_columns(pl.col(f"name_{language}").alias("name"))
    return columnar(_chosen(table, query, ("archetype", "name", *names)))


def _levels(loaded: Loaded, _query: Query, language: str) -> Json:
    names = {each.code: getattr(each, language) for each in LEVELS}
    rows = [
        (
            level,
            names[level],
            len(areas),
            sum(row["evi"] is not None for row in areas),
            reach_levels(loaded).get(level, 0),
        )
        for level, areas in loaded.levels.items()
    ]
    return {"columns": ["level", "name", "areas", "with_score", "with_reach"], "rows": rows}


def _access(loaded: Loaded, query: Query, language: str) -> Json:
    """Give the nearest office of areas, and the share of their people beyond a reach."""
    inside = _inside(loaded, query).select("dguid")
    known = loaded.tables["beyond"]["reach"].unique().sort().to_list()
    asked = query.get("reach") or next((each for each in (REACH, *known) if each in known), REACH)
    if known and asked not in known:
        raise RefusedError(404, "reach", asked, known)
    rows = reach_table(loaded, asked).join(inside, on="dguid", how="semi", maintain_order="left")
    return columnar(rows) | {"reach": asked, "reasons": _reasons(language)}


def _catchments(loaded: Loaded, _query: Query, _language: str) -> Json:
    return {
        "service_points": columnar(loaded.tables["service_points"]),
        "catchments": columnar(loaded.tables["catchments"]),
    }


def _method(loaded: Loaded, _query: Query, _language: str) -> Json:
    """Give what a release rests on: years, weights, parameters, sources, checks, errata."""
    kept = ("years", "weights", "parameters", "sources", "priors", "data_fixed", "errata")
    told = {key: loaded.record.get(key) for key in kept}
    told["boundaries"] = loaded.record.get("boundaries")
    return told | {"validation": columnar(loaded.tables["validation"])}


ANSWERS: Mapping[str, Callable[[Loaded, Query, str], Json]] = {
    "areas": _areas,
    "groups": _groups,
    "group_levels": _group_levels,
    "group_shares": _group_shares,
    "shares": _shares,
    "archetypes": _archetypes,
    "levels": _levels,
    "access": _access,
    "catchments": _catchments,
    "method": _method,
}
"""What can be asked of a release, by the last part of the address."""


def _reasons(language: str) -> dict[str, str]:
    """Say in words why a figure is not published."""
    return {each.code: getattr(each, language) for each in REASONS}


def area_answer(loaded: Loaded, dguid: str, language: str) -> Json:
    """Give all that a release says of an area, with its reasons as sentences."""
    row = loaded.areas.get(dguid)
    if row is None:
        raise RefusedError(404, "area", dguid)
    reasons = _reasons(language)
    above, parent = [], loaded.areas.get(str(row["parent"]))
    while parent is not None:
        above.append(
            {key: parent[key] for key in ("dguid", "level")} | {"name": name_of(parent, language)}
        )
        parent = loaded.areas.get(str(parent["parent"]))
    return {
        "area": {"name": name_of(row, language), **row},
        "reason": reasons.get(str(row["reason"])),
        "above": above,
        **{each: columnar(loaded.sheets[each].of(dguid).drop("dguid")) for each in _BY_AREA},
        "reasons": reasons,
    }
