"""Compare two releases: how far each score moved, and whether people or behaviour moved it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.release.reading import Release
from balise.release.rebuilding import evi_column
from balise.release.type_tables import SHARE_TOTAL
from balise.vocabulary import CELLS

__all__ = ["Change", "Comparison", "compare_releases"]

_CELLS = [cell.code for cell in CELLS]
_NAMES = ("level", "name_en", "name_fr", "population", "evi", "reason")
_VERSIONS = ("schema_version", "code_version", "python", "packages", "random_seed", "years")
_RECIPE = ("recipe", "recipe_name", "weights", "parameters", "priors")

Scores = Mapping[tuple[object, ...], npt.NDArray[np.float64]]
Shares = dict[str, dict[tuple[object, ...], npt.NDArray[np.float64]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing stated differently: ``kind`` is recipe, source or version."""

    kind: str
    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases side by side.

    ``moves`` has one row per area scored in both: dguid, level, name_en, name_fr,
    evi_old, evi_new, move, people, behaviour, remainder [points]. The move is
    people + behaviour + remainder, where the remainder is what rounding of the
    published scores and shares leaves over. ``only_old`` and ``only_new`` list areas
    in one release only, ``unscored`` those in both of which one has no score, with
    the reasons.
    """

    moves: pl.DataFrame
    only_old: pl.DataFrame
    only_new: pl.DataFrame
    unscored: pl.DataFrame
    changes: tuple[Change, ...]


def compare_releases(old: Release, new: Release) -> Comparison:
    """Split each area's move in score exactly into people and behaviour.

    With shares s and scores v of the person types before (0) and after (1), the
    rebuilt score is the sum of s v and its move is

        people    = sum of (s1 - s0) (v0 + v1) / 2
        behaviour = sum of (s0 + s1) (v1 - v0) / 2

    The two sum to the move, whatever the order in which one imagines the changes.
    A person type known in one release only has the score it has there, so that
    its coming or going counts as people.

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games: with two factors, the
    midpoint rule. Das Gupta, P. (1993), Standardization and decomposition of
    rates, U.S. Bureau of the Census, P23-186.
    """
    before, after = (_named(release) for release in (old, new))
    both = before.join(after, on="dguid", how="inner", suffix="_new").sort("dguid")
    is_scored = pl.col("evi").is_not_null() & pl.col("evi_new").is_not_null()
    scored = both.filter(is_scored)
    parts = _split(scored["dguid"].to_list(), (old, new))
    move = pl.col("evi_new") - pl.col("evi_old")
    moves = (
        scored.select(
            "dguid",
            level="level_new",
            name_en="name_en_new",
            name_fr="name_fr_new",
            evi_old="evi",
            evi_new="evi_new",
        )
        .with_columns(move=move)
        .hstack(parts)
        .with_columns(remainder=pl.col("move") - pl.col("people") - pl.col("behaviour"))
    )
    return Comparison(
        moves,
        before.join(after, on="dguid", how="anti").sort("dguid"),
        after.join(before, on="dguid", how="anti").sort("dguid"),
        both.filter(~is_scored).select(
            "dguid",
            level="level_new",
            name_en="name_en_new",
            name_fr="name_fr_new",
            evi_old="evi",
            evi_new="evi_new",
            reason_old="reason",
            reason_new="reason_new",
        ),
        tuple(_changes(old.record, new.record)),
    )


def _named(release: Release) -> pl.DataFrame:
    return release.table("areas").select("dguid", *_NAMES)


def _scores(release: Release) -> Scores:
    """Score of every person type, by province and area type; NaN where unknown."""
    column = evi_column(release.record)
    places = {cell: place for place, cell in enumerate(_CELLS)}
    found = {}
    types = release.table("archetypes")
    for kind, rows in types.partition_by("province", "area_type", as_dict=True).items():
        scores = np.full(len(_CELLS), np.nan)
        scores[[places[cell] for cell in rows["cell"]]] = rows[column].to_numpy()
        found[kind] = scores
    return found


def _shares(release: Release) -> Shares:
    """Shares of person types, by area, then province and area type, shape (112,)."""
    table = release.table("area_archetypes")
    weights = table.select(_CELLS).to_numpy() * (table["share"].to_numpy()[:, None] / SHARE_TOTAL)
    found: Shares = {}
    kinds = table.select("province", "area_type").rows()
    for dguid, kind, row in zip(table["dguid"], kinds, weights, strict=True):
        found.setdefault(dguid, {})[kind] = row
    return found


def _split(dguids: Sequence[str], releases: tuple[Release, Release]) -> pl.DataFrame:
    scores = [_scores(release) for release in releases]
    shares = [_shares(release) for release in releases]
    nothing, unknown = np.zeros(len(_CELLS)), np.full(len(_CELLS), np.nan)
    rows = np.zeros((len(dguids), 2))
    for place, dguid in enumerate(dguids):
        held = [each.get(dguid, {}) for each in shares]
        for kind in sorted({*held[0], *held[1]}, key=str):
            s0, s1 = (each.get(kind, nothing) for each in held)
            v0, v1 = (each.get(kind, unknown) for each in scores)
            v0, v1 = np.where(np.isnan(v0), v1, v0), np.where(np.isnan(v1), v0, v1)
            v0, v1 = np.nan_to_num(v0), np.nan_to_num(v1)
            rows[place] += ((s1 - s0) @ (v0 + v1) / 2, (s0 + s1) @ (v1 - v0) / 2)
    return pl.DataFrame(rows, schema={"people": pl.Float64, "behaviour": pl.Float64})


def _changes(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    for kind, keys in (("recipe", _RECIPE), ("version", _VERSIONS)):
        for key in keys:
            yield from _differences(kind, key, old.get(key), new.get(key))
    before, after = (_by_name(record.get("sources")) for record in (old, new))
    for name in sorted({*before, *after}):
        yield from _differences("source", name, before.get(name), after.get(name))


def _by_name(sources: object) -> dict[str, object]:
    listed = sources if isinstance(sources, list) else []
    return {
        str(each.get("name", each.get("path", ""))): each
        for each in listed
        if isinstance(each, Mapping)
    }


def _differences(kind: str, what: str, old: object, new: object) -> Iterator[Change]:
    """Walk two stated values down to the smallest parts that differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from _differences(kind, f"{what}.{key}", old.get(key), new.get(key))
    elif old != new:
        yield Change(kind, what, _stated(old), _stated(new))


def _stated(value: object) -> str:
    return "-" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
