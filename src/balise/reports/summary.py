"""What a release says, in short: a plain mapping, the same for screens and programs."""

from collections.abc import Iterator, Mapping

import polars as pl

from balise.release import Release
from balise.reports.reach_words import in_reach_order
from balise.reports.words import name_of, refuse_language, say
from balise.vocabulary import LEVELS, PROVINCES, BaliseError, nearest

__all__ = ["ranked_level", "summarise"]

_FINE = ("region", "csd", "da", "ada", "cd", "er", "pr", "canada")
_WIDE = ("pr", "canada")
"""Levels that are not compared with a province: their scores are ranked themselves."""
_MEASURES = ("evi", "evi_relative")
_COMPARED = ("evi_relative", "quality_relative")
_DIMENSIONS = ("means", "willingness", "abilities")


def summarise(
    release: Release, language: str = "en", level: str | None = None, length: int = 10
) -> dict[str, object]:
    """Sum up a release.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    language : str
        ``en`` or ``fr``, for names.
    level : str, optional
        Level of the areas to rank; unless said, service regions where there are
        any, else census subdivisions, else the finest level there is.
    length : int
        How many of the highest and of the lowest areas to list; where fewer than
        twice as many are ranked, all are in one list.

    Returns
    -------
    dict
        Plain numbers, texts, lists and mappings, ready for JSON: title, years,
        whole, ranking, levels, groups, catchments, sensitivity, models, validation, warnings,
        licence, citation. Scores are in points, shares 0 to 1.
    """
    refuse_language(language)
    areas = release.table("areas")
    chosen = ranked_level(areas, level)
    record = release.record
    ranking = _ranking(areas, chosen, length, language)
    main = _main_areas(release, areas)
    summary: dict[str, object] = {
        "title": _title(record, language),
        "recipe": record.get("recipe_name"),
        "code_version": record.get("code_version"),
        "years": record.get("years", {}),
        "whole": [_scored(row, language) for row in main],
        "ranking": ranking,
        "levels": _levels(areas, language),
        "groups": _groups(release, main, language),
        "catchments": _catchments(release),
        "sensitivity": _sensitivity(release, main),
        "models": _models(record, language),
        "validation": _verdicts(release),
        "licence": _in_language(record.get("licence"), language),
        "citation": _in_language(record.get("citation"), language),
    }
    summary["warnings"] = list(_warnings(release, summary, areas, language))
    return summary


def _title(record: Mapping[str, object], language: str) -> str:
    recipe = record.get("recipe")
    stated = recipe.get(f"title_{language}") if isinstance(recipe, Mapping) else None
    return str(stated or record.get("recipe_name", ""))


def _in_language(value: object, language: str) -> object:
    """Take the wording in the language where a record holds both."""
    return value.get(language) if isinstance(value, Mapping) else value


def ranked_level(areas: pl.DataFrame, level: str | None) -> str:
    """Choose the level to rank: service regions, else subdivisions, else the finest there is.

    Raises
    ------
    BaliseError
        If the release has no area of the level asked for.
    """
    present = set(areas["level"])
    if level is None:
        return next(each for each in _FINE if each in present)
    if level not in present:
        raise BaliseError(
            f"The release has no area of level {level!r}. {nearest(level, present)} "
            "Ask for one of these levels."
        )
    return level


def _main_areas(release: Release, areas: pl.DataFrame) -> list[dict[str, object]]:
    """Give the jurisdiction itself: its provinces, or its division; then Canada.

    Canada comes first where every province is in the jurisdiction.
    """
    finer = areas.filter(pl.col("level").is_in(["csd", "cd", "da", "region"]))
    provinces = finer["province"].drop_nulls().unique().to_list()
    recipe = release.record.get("recipe")
    stated = recipe.get("jurisdiction") if isinstance(recipe, Mapping) else None
    codes = stated if isinstance(stated, list) else [str(stated)]
    own = areas.filter((pl.col("level") == "cd") & pl.col("code").is_in(codes))
    inside = areas.filter((pl.col("level") == "pr") & pl.col("province").is_in(provinces))
    canada = areas.filter(pl.col("level") == "canada")
    is_whole = "canada" in codes or len(provinces) == len(PROVINCES)
    return pl.concat([canada, inside] if is_whole else [own, inside, canada]).to_dicts()


def _scored(row: Mapping[str, object], language: str) -> dict[str, object]:
    measures = [f"{name}{end}" for name in _MEASURES for end in ("", "_low", "_high")]
    kept = ("dguid", "level", "code", "province", "population", *measures, *_DIMENSIONS)
    more = ("quality", "quality_relative", "rank_low", "rank_high", "people_high", "reason")
    return {"name": name_of(row, language)} | {key: row.get(key) for key in (*kept, *more)}


def _ranking(areas: pl.DataFrame, level: str, length: int, language: str) -> dict[str, object]:
    """Rank areas by what sets them apart from their province; provinces by their score.

    Areas that rest on an assumption stay out: no survey goes there, so that their
    place would be that of the assumption.
    """
    measure, quality = ("evi", "quality") if level in _WIDE else _COMPARED
    inside = areas.filter(pl.col("level") == level)
    scored = inside.filter(pl.col(measure).is_not_null())
    surveyed = scored.filter(pl.col("origin").ne_missing("assumed"))
    ranked = surveyed.filter(pl.col(quality) != "F").sort(
        [measure, "dguid"], descending=[True, False]
    )
    rows = [_scored(row, language) for row in ranked.to_dicts()]
    is_short = len(rows) < 2 * length
    return {
        "level": level,
        "measure": measure,
        "all": inside.height,
        "ranked": ranked.height,
        "unpublished": inside.height - scored.height,
        "assumed": scored.height - surveyed.height,
        "unreliable": surveyed.height - ranked.height,
        "caution": ranked.filter(pl.col(quality) == "E").height,
        "listed": rows if is_short else [],
        "highest": [] if is_short else rows[:length],
        "lowest": [] if is_short else rows[: -length - 1 : -1],
    }


def _levels(areas: pl.DataFrame, language: str) -> list[dict[str, object]]:
    rows = []
    for each in LEVELS:
        inside = areas.filter(pl.col("level") == each.code)
        if inside.height:
            rows.append(
                {
                    "level": each.code,
                    "name": getattr(each, language),
                    "areas": inside.height,
                    "with_score": int(inside["evi"].count()),
                }
            )
    return rows


def _groups(release: Release, main: list[dict[str, object]], language: str) -> dict[str, object]:
    """Give the groups of the jurisdiction, and those that wait for a table."""
    if not main:
        return {"area": None, "published": [], "missing": []}
    rows = release.table("groups").filter(pl.col("dguid") == main[0]["dguid"])
    columns = ("group", "people", "share", "evi", "evi_low", "evi_high", "quality", "reason")
    published = rows.filter(pl.col("evi").is_not_null()).sort("evi", descending=True)
    missing = rows.filter(pl.col("evi").is_null())
    return {
        "area": name_of(main[0], language),
        "published": published.select(columns).to_dicts(),
        "missing": missing.select("group", "reason", "missing_table").to_dicts(),
    }


def _catchments(release: Release) -> list[dict[str, object]]:
    """Give the union of offices, nobody counted twice, for each reach."""
    columns = ("reach", "reach_km", "reach_min", "people", "people_low", "people_high")
    shares = ("share_of_province", "share_low", "share_high", "reason")
    scores = ("evi", "evi_low", "evi_high", "quality", "travel", "detour", "speed_kmh")
    rows = release.table("catchments").filter(pl.col("service_point") == "all")
    return in_reach_order(rows).select(*columns, *shares, *scores).to_dicts()


def _sensitivity(release: Release, main: list[dict[str, object]]) -> list[dict[str, object]]:
    """Give the score of the jurisdiction under each alternative, the strongest first."""
    if not main:
        return []
    rows = release.table("sensitivity").filter(
        (pl.col("dguid") == main[0]["dguid"]) & pl.col("evi").is_not_null()
    )
    ordered = rows.sort([pl.col("change").abs(), "assumption"], descending=[True, False])
    return ordered.select("assumption", "evi", "change").to_dicts()


def _verdicts(release: Release) -> dict[str, int]:
    verdicts = release.table("validation")["verdict"]
    return {each: int((verdicts == each).sum()) for each in ("met", "not_met", "printed")}


def _models(record: Mapping[str, object], language: str) -> list[dict[str, object]]:
    """Tell for each model how many directions data fixed, and what priors did.

    ``data_fixed`` maps a model to ``{"directions": n, "total": n}``; ``priors`` maps
    it to coefficients, each with mean, sd, source and, where fitted, value and se.
    A coefficient is led by its prior where its standard error is still more than
    0.7 of the prior's: data told less than the prior did.
    """
    fixed, priors = record.get("data_fixed"), record.get("priors")
    fixed = fixed if isinstance(fixed, Mapping) else {}
    priors = priors if isinstance(priors, Mapping) else {}
    models = []
    for name in dict.fromkeys((*fixed, *priors)):
        directions, total = _directions(fixed.get(name))
        stated = priors.get(name)
        coefficients = stated if isinstance(stated, Mapping) else {}
        parts = {key: each for key, each in coefficients.items() if isinstance(each, Mapping)}
        models.append(
            {
                "model": name,
                "directions": directions,
                "total": total,
                "priors": len(coefficients) or None,
                "led": [key for key, each in parts.items() if _is_led(each)],
                "is_fitted": any(_number(each.get("se")) is not None for each in parts.values()),
                "sources": sorted(
                    {
                        str(each.get(f"source_{language}") or each["source"])
                        for each in parts.values()
                        if each.get("source")
                    }
                ),
            }
        )
    return models


def _directions(stated: object) -> tuple[float | None, float | None]:
    if isinstance(stated, Mapping):
        first = next(
            (stated[key] for key in ("directions", "data", "fixed") if key in stated), None
        )
        return _number(first), _number(stated.get("total"))
    return _number(stated), None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _is_led(prior: Mapping[str, object]) -> bool:
    sd, se = _number(prior.get("sd")), _number(prior.get("se"))
    if se is None:
        return prior.get("declared") is True  # no data ever met it
    return sd is not None and sd > 0 and se / sd > 0.7


def _warnings(
    release: Release, summary: Mapping[str, object], areas: pl.DataFrame, language: str
) -> Iterator[str]:
    failed = _verdicts(release)["not_met"]
    if failed:
        yield say("not_met_warning", language, count=failed)
    assumed = areas.filter((pl.col("origin") == "assumed") & pl.col("evi").is_not_null()).height
    if assumed:
        yield say("assumed_warning", language, count=assumed)
    ranking = summary["ranking"]
    if isinstance(ranking, Mapping) and ranking["caution"]:
        yield say("caution_warning", language, count=ranking["caution"])
    errata = release.record.get("errata")
    for each in errata if isinstance(errata, list) else ():
        yield say("errata_warning", language, text=_in_language(each, language))
