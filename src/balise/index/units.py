"""The areas that are published, as sets of base areas.

A unit holds each base area with a weight: one for the areas of a census division,
between zero and one for a catchment that cuts through some of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_matrix

from balise.vocabulary import PROVINCES, make_dguid, own_identifier

__all__ = ["NESTED_LEVELS", "Units", "level_units", "region_units", "weighted_units"]

Array = npt.NDArray[np.float64]

NESTED_LEVELS: Final = ("canada", "pr", "er", "cd", "csd", "ada", "da")

_CODE_COLUMN: Final = {
    "pr": "pruid",
    "er": "eruid",
    "cd": "cduid",
    "csd": "csduid",
    "ada": "adauid",
}
_WHOLE: Final = ("canada", "pr", "er")
"""Levels that keep the areas outside the jurisdiction: a part under the name of the whole
would be taken for it."""

_PARENT: Final[Mapping[str, tuple[str, ...]]] = {
    "pr": ("canada",),
    "er": ("pr",),
    "cd": ("er", "pr"),
    "csd": ("cd", "pr"),
    "ada": ("cd", "pr"),
    "da": ("csd", "cd", "pr"),
}


@dataclass(frozen=True, slots=True)
class Units:
    """Areas of one level.

    Attributes
    ----------
    level : str
    table : DataFrame
        ``dguid, level, code, name_en, name_fr, parent, province, vintage, lon, lat,
        population, areas_total, areas_suppressed, areas_reassigned, missing, unsurveyed`` (margins
        without which more than half of the people are fitted), one row for each unit;
        ``province`` is null where a unit lies in several.
    members : csr_matrix, shape (u, n)
        Weight of each base area.
    """

    level: str
    table: pl.DataFrame
    members: csr_matrix


_MARGINS: Final = (
    "mean_age",
    "income",
    "postsecondary_15plus",
    "postsecondary_25_64",
    "non_immigrants",
)


def _sums(areas: pl.DataFrame, by: str) -> pl.DataFrame:
    """Sum counts, centre and missing margins of the units that share a code.

    An area counts by its people, times its ``_weight`` where it has one.
    """
    people = pl.col("population").fill_null(0)
    weighted = people * pl.col("_weight") if "_weight" in areas.columns else people
    placed = weighted * pl.col("lon").is_not_null().cast(pl.Int64)
    missing = pl.sum_horizontal(
        [
            ((weighted * pl.col(f"{name}_coverage")).sum() < 0.5 * weighted.sum()).cast(pl.Int64)
            for name in _MARGINS
        ]
    )
    unsurveyed = (weighted * pl.col("unsurveyed")).sum() / weighted.sum()
    return (
        areas.group_by(by)
        .agg(
            pl.when(pl.col("pruid").n_unique() == 1)
            .then(pl.col("pruid").first())
            .otherwise(None)
            .alias("province"),
            ((pl.col("lon") * placed).sum() / placed.sum()).round(5).alias("lon"),
            ((pl.col("lat") * placed).sum() / placed.sum()).round(5).alias("lat"),
            pl.when(pl.col("population").is_not_null().any())
            .then(people.sum())
            .otherwise(None)
            .alias("population"),
            pl.col("n_areas").sum().alias("areas_total"),
            pl.col("n_suppressed").sum().alias("areas_suppressed"),
            pl.col("n_reassigned").sum().alias("areas_reassigned"),
            missing.alias("missing"),
            unsurveyed.fill_nan(0.0).alias("unsurveyed"),
        )
        .with_columns(pl.col("lon", "lat").fill_nan(None))
        .sort(by)
        .rename({by: "code"})
    )


def level_units(
    level: str,
    areas: pl.DataFrame,
    names: pl.DataFrame,
    levels: Sequence[str],
    inside: npt.NDArray[np.bool_],
) -> Units:
    """Gather the base areas of a jurisdiction into the areas of one level.

    Parameters
    ----------
    level : str
        One of :data:`NESTED_LEVELS`.
    areas : DataFrame
        Base areas, in the order of the people table.
    names : DataFrame
        ``level, code, name_en, name_fr`` of divisions, subdivisions, economic regions.
    levels : sequence of str
        Levels of the release: the parent of an area is the nearest of them above it.
    inside : array of bool, shape (n,)
        Base areas of the jurisdiction. Canada and the provinces take all, an economic
        region that lies in part in the jurisdiction takes all of its own.

    Returns
    -------
    Units
        In order of code.
    """
    if level in _WHOLE:
        inside = np.ones_like(inside) if level != "er" else _whole_regions(areas, inside)
    rows = np.flatnonzero(inside)
    own = areas[rows].with_columns(canada=pl.lit("01"))
    by = "code" if level == "da" else _CODE_COLUMN.get(level, "canada")
    own = own.with_row_index("_row").filter(pl.col(by).is_not_null())
    kept = rows[own["_row"].to_numpy()]
    own = own.drop("_row")
    table = _sums(own, by)
    if level == "csd":
        table = _with_empty(table, own, names)
    place = {code: row for row, code in enumerate(table["code"])}
    unit = np.array([place[code] for code in own[by]], dtype=np.int64)
    members = csr_matrix(
        (np.ones(len(kept)), (unit, kept)), shape=(table.height, areas.height), dtype=np.float64
    )
    first = own.unique(by, keep="first", maintain_order=True).sort(by)
    vintage = int(first["vintage"][0]) if level == "da" else 2021
    table = table.with_columns(
        pl.lit(level).alias("level"),
        pl.Series("dguid", [make_dguid(level, code, vintage) for code in table["code"]]),
        pl.Series("parent", _parents(level, table["code"], first, levels), dtype=pl.String),
        pl.lit(vintage, dtype=pl.Int64).alias("vintage"),
    )
    return Units(level, _named(level, table, names), members)


def _whole_regions(areas: pl.DataFrame, inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Find base areas of the economic regions that lie in part in the jurisdiction."""
    touched = areas.filter(pl.Series(inside))["eruid"].drop_nulls().unique().to_list()
    return np.asarray(areas["eruid"].is_in(touched).fill_null(value=False).to_numpy())


def _with_empty(table: pl.DataFrame, own: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Keep the subdivisions of these divisions that no base area lies in, without people."""
    divisions = own["cduid"].unique().to_list()
    empty = names.filter(
        (pl.col("level") == "csd")
        & pl.col("code").str.slice(0, 4).is_in(divisions)
        & ~pl.col("code").is_in(table["code"].to_list())
    ).select("code", province=pl.col("code").str.slice(0, 2))
    counts = ("areas_total", "areas_suppressed", "areas_reassigned", "missing", "unsurveyed")
    rows = pl.concat([table, empty], how="diagonal_relaxed").with_columns(
        pl.col(counts).fill_null(0)
    )
    return rows.select(table.columns).cast(dict(table.schema)).sort("code")  # type: ignore[arg-type]


def _parents(
    level: str, codes: pl.Series, first: pl.DataFrame, levels: Sequence[str]
) -> list[str | None]:
    """Find the parent of each unit: the nearest level above it that the release has."""
    above = next((each for each in _PARENT.get(level, ()) if each in levels), None)
    if above is None:
        return [None] * len(codes)
    if above == "canada":
        return [make_dguid("canada", "01", 2021)] * len(codes)
    by = "code" if level == "da" else _CODE_COLUMN[level]
    known = dict(first.select(by, _CODE_COLUMN[above]).iter_rows())
    digits = {"cd": 4, "pr": 2}.get(above, 0)  # the code of an empty subdivision begins so
    return [make_dguid(above, known.get(code, code[:digits]), 2021) for code in codes]


def _named(level: str, table: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Give each unit its names; smaller areas have none."""
    if level == "canada":
        known = {"01": ("Canada", "Canada")}
    elif level == "pr":
        known = {each.code: (each.en, each.fr) for each in PROVINCES}
    elif level in ("er", "cd", "csd"):
        rows = names.filter(pl.col("level") == level)
        known = {
            code: (en, fr) for code, en, fr in rows.select("code", "name_en", "name_fr").iter_rows()
        }
    else:
        known = {}
    pairs = [known.get(code, (None, None)) for code in table["code"]]
    return table.with_columns(
        pl.Series("name_en", [en for en, _ in pairs], dtype=pl.String),
        pl.Series("name_fr", [fr for _, fr in pairs], dtype=pl.String),
    )


def region_units(regions: pl.DataFrame, areas: pl.DataFrame) -> Units:
    """Gather base areas into the service regions of a recipe.

    Parameters
    ----------
    regions : DataFrame
        ``region, name_en, name_fr, code``: one row for each base area.
    areas : DataFrame
        Base areas.

    Returns
    -------
    Units
        In order of region; one that spans provinces lies in none.
    """
    place = {code: row for row, code in enumerate(areas["code"])}
    names = regions.unique("region", keep="first", maintain_order=True).sort("region")
    weights = [
        np.array([place[code] for code in regions.filter(pl.col("region") == name)["code"]])
        for name in names["region"]
    ]
    rows = np.repeat(np.arange(len(weights)), [len(each) for each in weights])
    columns = np.concatenate(weights)
    members = csr_matrix(
        (np.ones(len(columns)), (rows, columns)), shape=(len(weights), areas.height)
    )
    identity = [
        (own_identifier("region", name), name, en, fr)
        for name, en, fr in names.select("region", "name_en", "name_fr").iter_rows()
    ]
    return weighted_units("region", identity, members, areas)


def weighted_units(
    level: str,
    identity: Sequence[tuple[str, str, str | None, str | None]],
    members: csr_matrix,
    areas: pl.DataFrame,
) -> Units:
    """Units that hold base areas with weights of their own.

    Parameters
    ----------
    level : str
        ``region`` or ``catchment``.
    identity : sequence of (dguid, code, name_en, name_fr)
    members : csr_matrix, shape (u, n)
        Weight of each base area, 0 to 1.
    areas : DataFrame
        Base areas.

    Returns
    -------
    Units
        Population is the published count where every area is whole, else rounded to base 5.
    """
    parts = []
    for row, (dguid, code, name_en, name_fr) in enumerate(identity):
        inside = members[row]
        own = areas[inside.indices].with_columns(
            pl.Series("_weight", inside.data),
            pl.lit(code).alias("_unit"),
        )
        whole = own["_weight"].to_numpy() >= 1 - 1e-9
        people = own["population"].fill_null(0).to_numpy()
        sums = _sums(own, "_unit") if own.height else None
        parts.append(
            {
                "dguid": dguid,
                "code": code,
                "name_en": name_en,
                "name_fr": name_fr,
                "province": sums["province"][0] if sums is not None else None,
                "lon": sums["lon"][0] if sums is not None else None,
                "lat": sums["lat"][0] if sums is not None else None,
                "population": _people(people, own["_weight"].to_numpy(), whole),
                "areas_total": int(own["n_areas"].sum()),
                "areas_suppressed": int(own["n_suppressed"].sum()),
                "areas_reassigned": int(own["n_reassigned"].sum()),
                "missing": sums["missing"][0] if sums is not None else 0,
                "unsurveyed": sums["unsurveyed"][0] if sums is not None else 0.0,
            }
        )
    table = pl.DataFrame(
        parts,
        schema={
            "dguid": pl.String,
            "code": pl.String,
            "name_en": pl.String,
            "name_fr": pl.String,
            "province": pl.String,
            "lon": pl.Float64,
            "lat": pl.Float64,
            "population": pl.Int64,
            "areas_total": pl.Int64,
            "areas_suppressed": pl.Int64,
            "areas_reassigned": pl.Int64,
            "missing": pl.Int64,
            "unsurveyed": pl.Float64,
        },
    ).with_columns(
        pl.lit(level).alias("level"),
        pl.lit(None, dtype=pl.String).alias("parent"),
        pl.lit(None, dtype=pl.Int64).alias("vintage"),
    )
    return Units(level, table, members)


def _people(people: npt.NDArray[np.int64], weights: Array, whole: npt.NDArray[np.bool_]) -> int:
    """Count published people where every area is whole, otherwise rounded to base 5."""
    if whole.all():
        return int(people.sum())
    return int(np.floor(float(people @ weights) / 5 + 0.5) * 5)
