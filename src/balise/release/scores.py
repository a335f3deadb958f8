"""Checks of scores: archetypes rebuild them, intervals hold them, quality tells their width."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from balise.release.findings import Finding, found
from balise.release.reading import Release
from balise.release.rebuilding import evi_column, rebuild
from balise.release.shared_columns import GRADES
from balise.release.type_tables import AGGREGATIONS, SHARE_TOTAL
from balise.vocabulary import CELLS, DIMENSIONS

__all__ = ["WIDTHS", "check_scores"]

TOLERANCE = 0.1
"""Largest gap between a published score and the one rebuilt [points]."""

WIDTHS = (1.0, 2.0, 3.5, 5.0, 8.0)
"""Half-widths at which grades A to E end [points]."""

_SLACK = 0.01
_DIMENSIONS = [each.code for each in DIMENSIONS]
_EVI = [f"evi_{each.code}" for each in AGGREGATIONS]
_KEYS = {
    "areas": ("area_archetypes", ("dguid",)),
    "groups": ("group_archetypes", ("dguid", "group")),
    "catchments": ("catchment_archetypes", ("service_point", "reach")),
}


def check_scores(release: Release) -> tuple[Finding, ...]:
    """Check shares, rebuilt scores, intervals, reasons and quality."""
    return (
        found("shares of person types sum to one", _share_faults(release), "all rows"),
        *_rebuilt(release),
        found("intervals hold their value", _interval_faults(release), "all measures"),
        found("every score left empty has its reason", _reason_faults(release), "all rows"),
        found(
            "quality is not better than the half-width of the interval",
            _quality_faults(release),
            "all rows",
        ),
    )


def _share_faults(release: Release) -> Iterator[str]:
    cells = [cell.code for cell in CELLS]
    for name, keys in _KEYS.values():
        table = release.table(name)
        total = pl.sum_horizontal(pl.col(cells).cast(pl.Int64))
        for row in table.filter(total != SHARE_TOTAL).select(keys).iter_rows():
            yield f"{name} {row}: person types do not sum to {SHARE_TOTAL:,}"
        sums = table.group_by(keys).agg(pl.col("share").sum(), pl.len()).sort(keys)
        # Shares carry six decimals: each may be off by half a millionth.
        wrong = sums.filter((pl.col("share") - 1).abs() > 1e-6 * pl.col("len"))
        for row in wrong.iter_rows():
            yield f"{name} {row[:-2]}: provinces and types of area sum to {row[-2]:.6f}"


def _rebuilt(release: Release) -> Iterator[Finding]:
    archetypes = release.table("archetypes")
    own = evi_column(release.record)
    areas = None
    for name, (shares, keys) in _KEYS.items():
        rebuilt = rebuild(
            release.table(shares), archetypes, keys, [*dict.fromkeys((*_EVI, *_DIMENSIONS))]
        )
        areas = rebuilt if areas is None else areas
        scored = release.table(name).filter(pl.col("evi").is_not_null())
        pairs = {"evi": own} | {each: each for each in _DIMENSIONS}
        yield _compare(f"archetypes rebuild every score of {name}", scored, rebuilt, keys, pairs)
    if areas is not None:
        yield from _rebuilt_alternatives(release, areas)


def _rebuilt_alternatives(release: Release, areas: pl.DataFrame) -> Iterator[Finding]:
    sensitivity = release.table("sensitivity")
    for assumption in sensitivity["assumption"].unique().sort():
        kind, _, value = str(assumption).partition("=")
        if kind == "weights" and evi_column(release.record) != "evi_mean":
            continue
        alternative = _alternative(kind, value, areas)
        if alternative is None:
            continue
        rows = sensitivity.filter(
            (pl.col("assumption") == assumption)
            & pl.col("evi").is_not_null()
            & ~pl.col("dguid").str.starts_with("balise:catchment")
        )
        yield _compare(
            f"archetypes rebuild every score under {assumption}",
            rows,
            alternative,
            ("dguid",),
            {"evi": "alternative"},
        )


def _alternative(kind: str, value: str, areas: pl.DataFrame) -> pl.DataFrame | None:
    """Scores under another aggregation, or other weights of the mean; else None."""
    column = f"evi_{value.replace('-', '_')}"
    if kind == "aggregation" and column in _EVI:
        return areas.select("dguid", alternative=column)
    if kind == "weights":
        weights = [float(each) for each in value.split(":")]
        total = sum(w * pl.col(name) for w, name in zip(weights, _DIMENSIONS, strict=True))
        return areas.select("dguid", alternative=100 * total / sum(weights))
    return None


def _compare(
    name: str,
    published: pl.DataFrame,
    rebuilt: pl.DataFrame,
    keys: Sequence[str],
    pairs: Mapping[str, str],
) -> Finding:
    """Compare published measures with rebuilt ones, in points."""
    other = rebuilt.rename({column: f"{column}_rebuilt" for column in set(pairs.values())})
    joined = published.select(*keys, *pairs).join(
        other, on=list(keys), how="left", maintain_order="left"
    )
    gaps = [
        (pl.col(column) - pl.col(f"{source}_rebuilt")).abs().fill_null(float("inf"))
        * (1 if column == "evi" else 100)
        for column, source in pairs.items()
    ]
    measured = joined.select(*keys, gap=pl.max_horizontal(gaps)).sort("gap", descending=True)
    largest = max(measured["gap"].to_list(), default=0.0)
    return found(
        name,
        (
            f"{' '.join(map(str, row[:-1]))} off by {row[-1]:.3f} points"
            if row[-1] < float("inf")
            else f"{' '.join(map(str, row[:-1]))} has no person types"
            for row in measured.filter(pl.col("gap") > TOLERANCE).iter_rows()
        ),
        f"{measured.height:,} rows, largest gap {largest:.3f} points, {TOLERANCE} allowed",
    )


def _interval_faults(release: Release) -> Iterator[str]:
    for name, (_, keys) in _KEYS.items():
        table = release.table(name)
        scales = {"evi": 1.0} | dict.fromkeys(_DIMENSIONS, 100.0)
        if name == "areas":
            scales["evi_relative"] = 1.0
        for measure, scale in scales.items():
            low, value, high = (pl.col(f"{measure}{end}") * scale for end in ("_low", "", "_high"))
            wrong = table.filter((low > value + _SLACK) | (value > high + _SLACK))
            for row in wrong.select(keys).iter_rows():
                yield f"{name} {' '.join(map(str, row))}: {measure} lies outside its interval"
        if name == "areas":
            ranks = table.filter(pl.col("rank_low") > pl.col("rank_high"))
            for dguid in ranks["dguid"]:
                yield f"areas {dguid}: rank_low is after rank_high"


def _reason_faults(release: Release) -> Iterator[str]:
    for name, (_, keys) in _KEYS.items():
        silent = release.table(name).filter(pl.col("evi").is_null() & pl.col("reason").is_null())
        for row in silent.select(keys).iter_rows():
            yield f"{name} {' '.join(map(str, row))}: no score and no reason"


def _quality_faults(release: Release) -> Iterator[str]:
    checks = [("areas", "evi", "quality"), ("areas", "evi_relative", "quality_relative")]
    checks += [(name, "evi", "quality") for name in ("groups", "catchments")]
    for name, measure, quality in checks:
        half = (pl.col(f"{measure}_high") - pl.col(f"{measure}_low")) / 2
        best = sum(((half - _SLACK >= width).cast(pl.Int64) for width in WIDTHS), pl.lit(0))
        grade = pl.col(quality).replace_strict(
            {letter: place for place, letter in enumerate(GRADES)},
            default=None,
            return_dtype=pl.Int64,
        )
        keys = _KEYS[name][1]
        rows = release.table(name).with_columns(half=half, best=best, grade=grade)
        wrong = rows.filter(
            pl.col("half").is_not_null()
            & (pl.col("grade").is_null() | (pl.col("grade") < pl.col("best")))
        )
        for row in wrong.sort("half", descending=True).select(*keys, quality, "half").iter_rows():
            yield (
                f"{name} {' '.join(map(str, row[:-2]))}: {quality} {row[-2]}, but the half-width "
                f"is {row[-1]:.2f} points"
            )
