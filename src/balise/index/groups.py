"""Population groups as published: people, share and score, or the reason there is none."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from balise.index.grades import grade_scores, grade_shares
from balise.index.publication import Z95, Rules, frame, rounded_people, score_measures
from balise.index.scores import Scored
from balise.index.units import NESTED_LEVELS
from balise.vocabulary import DIMENSIONS

__all__ = ["GroupRule", "group_table", "waiting_group"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How one population group is published.

    Attributes
    ----------
    code : str
    on_income : bool
        Whether its definition reads household income.
    finest : str
        Finest level at which its people are known, one of
        :data:`balise.index.NESTED_LEVELS`; regions and catchments count as subdivisions.
    """

    code: str
    on_income: bool
    finest: str


def _area_reason(rule: GroupRule, level: str, population: int | None, rules: Rules) -> str | None:
    """Why no group of the kind is published in an area of that level and size, if so."""
    place = NESTED_LEVELS.index(level if level in NESTED_LEVELS else "csd")
    if place > NESTED_LEVELS.index(rule.finest):
        return "no_margin"
    small = place > NESTED_LEVELS.index("pr") and (population or 0) < rules.income
    if rule.finest != "da" and small:
        return "under_250_people_income" if rule.on_income else "too_uncertain"
    return None


def _group_reason(people: float, adults: float, grade: str | None, fewest: int) -> str | None:
    """Why a group of that many people among adults is not published, if so.

    A group is hidden with its complement: adults less the group would tell it. A group of
    everybody has no complement.
    """
    if people < fewest:
        return "under_40_people"
    if 1e-6 * adults < adults - people < fewest:
        return "complementary"
    return "too_uncertain" if grade == "F" else None


def _reasons(
    areas: pl.DataFrame, rule: GroupRule, people: Array, adults: Array, rules: Rules
) -> Iterator[str | None]:
    """Why the group is not published in each area; ``areas`` carry the ``grade`` of its share."""
    rows = areas.select("level", "population", "reason", "grade").iter_rows()
    for (level, population, reason, grade), own, all_adults in zip(
        rows, people, adults, strict=True
    ):
        yield (
            reason
            or _area_reason(rule, level, population, rules)
            or _group_reason(own, all_adults, grade, rules.people)
        )


def group_table(
    areas: pl.DataFrame,
    rule: GroupRule,
    scored: Scored,
    adults: Array,
    rules: Rules,
    share_se: Array | None = None,
) -> pl.DataFrame:
    """Publish one population group in every area.

    Parameters
    ----------
    areas : DataFrame
        Published areas, with ``dguid, level, population, reason`` and ``missing``: margins
        an area lacks, one grade lower for each.
    rule : GroupRule
    scored : Scored
        The group, in the order of ``areas``.
    adults : array of float, shape (u,)
        All people aged 16 and over.
    rules : Rules
    share_se : array of float, shape (u,), optional
        Standard error of the group's share of adults; NaN where it is not known.

    Returns
    -------
    DataFrame
        The ``groups`` table of a release for this group: shares 0 to 1, scores in points.
    """
    columns = score_measures(scored, rules.weights)
    known = np.full(len(adults), np.nan) if share_se is None else share_se
    share = scored.people / np.where(adults > 0, adults, np.nan)
    columns |= {"share": share, "share_se": known, "people": scored.people}
    grades = grade_shares(known / np.where(share > 0, share, np.nan))
    graded = areas.with_columns(pl.Series("grade", grades, dtype=pl.String))
    reasons = list(_reasons(graded, rule, scored.people, adults, rules))
    hidden = np.array([reason is not None for reason in reasons], dtype=bool)
    shown = {name: np.where(hidden, np.nan, values) for name, values in columns.items()}
    people = rounded_people(shown.pop("people"))
    shares = frame({name: shown.pop(name) for name in ("share", "share_se")})
    quality = grade_scores(Z95 * shown["evi_se"], areas["missing"].to_numpy())
    return areas.select("dguid").with_columns(
        pl.lit(rule.code).alias("group"),
        people.alias("people"),
        *shares.get_columns(),
        *frame(shown).get_columns(),
        pl.Series("quality", quality, dtype=pl.String),
        pl.Series("reason", reasons, dtype=pl.String),
        pl.lit(None, dtype=pl.String).alias("missing_table"),
    )


def waiting_group(
    areas: pl.DataFrame, group: str, reason: str | None, missing_table: str | None
) -> pl.DataFrame:
    """Rows of a group that is not scored: the reason, and the table that is missing.

    Examples
    --------
    >>> rows = waiting_group(pl.DataFrame({"dguid": ["x"]}), "remote", "no_margin", "Index")
    >>> rows.select("dguid", "group", "people", "reason", "missing_table").row(0)
    ('x', 'remote', None, 'no_margin', 'Index')
    """
    empty = [
        pl.lit(None, dtype=pl.Float64).alias(f"{name}{part}")
        for name in ("evi", *[each.code for each in DIMENSIONS])
        for part in ("", "_se", "_low", "_high")
    ]
    return areas.select(
        "dguid",
        pl.lit(group).alias("group"),
        pl.lit(None, dtype=pl.Int64).alias("people"),
        pl.lit(None, dtype=pl.Float64).alias("share"),
        pl.lit(None, dtype=pl.Float64).alias("share_se"),
        *empty,
        pl.lit(None, dtype=pl.String).alias("quality"),
        pl.lit(reason, dtype=pl.String).alias("reason"),
        pl.lit(missing_table, dtype=pl.String).alias("missing_table"),
    )
