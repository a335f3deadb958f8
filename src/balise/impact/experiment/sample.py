"""A trial made ready: arms, strata, clusters, and covariates without holes."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from balise.impact.columns import ROLE_NAMES, FloatArray, numbers, plain_name, read_columns
from balise.impact.did.sentences import plural
from balise.impact.faults import listed
from balise.impact.frame import Cross, IntArray, read_cross
from balise.impact.roles import Roles
from balise.vocabulary import ImpactError

__all__ = ["Trial", "fill_holes", "make_trial", "read_trial"]

BoolArray = npt.NDArray[np.bool_]
FEW_VALUES = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """Who was assigned to the program, and what came of it.

    Attributes
    ----------
    outcome : array of float, shape (n,)
        NaN where it is missing.
    treated : array of bool, shape (n,)
    columns : array of float, shape (n, k)
        Covariates; where one is missing it has its mean, and a column of its own says so.
    names : tuple of str
    named : bool
        Whether the user named the covariates; if not, ``columns`` are other columns of the
        table, looked at and not adjusted for.
    strata : array of int, shape (n,)
        All 0 if there are none.
    clusters : array of int, shape (n,), or None
    """

    outcome: FloatArray
    treated: BoolArray
    columns: FloatArray
    names: tuple[str, ...]
    named: bool
    strata: IntArray
    clusters: IntArray | None
    roles: Roles
    notes: tuple[tuple[str, str], ...]
    digests: dict[str, str]

    @property
    def seen(self) -> BoolArray:
        """Rows whose outcome is known."""
        return np.isfinite(self.outcome)

    @property
    def is_clustered(self) -> bool:
        """Whether whole clusters were assigned."""
        if self.clusters is None:
            return False
        high = np.zeros(int(self.clusters.max()) + 1, dtype=bool)
        low = high.copy()
        high[self.clusters[self.treated]] = True
        low[self.clusters[~self.treated]] = True
        return not bool((high & low).any())

    def of(self, rows: BoolArray) -> "Trial":
        """Keep some rows."""
        return replace(
            self,
            outcome=self.outcome[rows],
            treated=self.treated[rows],
            columns=self.columns[rows],
            strata=_packed(self.strata[rows]),
            clusters=None if self.clusters is None else _packed(self.clusters[rows]),
        )


def _packed(codes: IntArray) -> IntArray:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def read_trial(path: Path, roles: Roles) -> Trial:
    """Read a trial: one row for each unit, treatment 1 or 0, and the outcome.

    Where no covariates are named, other columns of numbers are read as well, to see
    whether the arms look alike.

    Raises
    ------
    ImpactError
        If a role has no column, a value cannot be read, or an arm has fewer than two
        outcomes.
    """
    try:
        cross = read_cross(path, roles)
    except ImpactError as error:
        raise ImpactError(str(error).replace("--treated-column", "--treatment")) from error
    if roles.covariates:
        return make_trial(cross)
    used = set(cross.roles.to_json().values())
    table, comma = read_columns(path)
    others: dict[str, FloatArray] = {}
    for name in table.columns:
        if name in used:
            continue
        try:
            values = numbers(table, name, decimal_comma=comma)
        except ImpactError:
            continue
        is_name = plain_name(name) in ROLE_NAMES["unit"] or _counts_rows(values)
        if np.isfinite(values).sum() >= FEW_VALUES and not is_name:
            others[name] = values
    if others:
        cross = replace(
            cross, covariates=np.column_stack(list(others.values())), covariate_names=tuple(others)
        )
    return make_trial(cross)


def _counts_rows(values: FloatArray) -> bool:
    """Tell whether a column only names the rows: whole numbers, each once, in order or all."""
    if not np.isfinite(values).all() or len(np.unique(values)) < len(values):
        return False
    steps = np.diff(values)
    is_whole = bool((values == np.round(values)).all())
    in_order = bool((steps > 0).all() or (steps < 0).all())
    return is_whole and (in_order or bool(values.max() - values.min() == len(values) - 1))


def make_trial(cross: Cross) -> Trial:
    """Make a trial ready: arms must have two outcomes each; strata with one arm are left out."""
    treated = cross.treated == 1
    seen = np.isfinite(cross.outcome)
    for arm, name in ((treated, "treated (1)"), (~treated, "not treated (0)")):
        if int((arm & seen).sum()) < 2:
            raise ImpactError(
                f"Column {cross.roles.treated}: found {int(arm.sum())} units that are {name}, "
                f"{int((arm & seen).sum())} of them with an outcome in {cross.roles.outcome}. "
                "Expected two or more in each arm: one unit has no spread, so chance cannot be "
                "told. Add units, or choose another column."
            )
    columns, names, notes = fill_holes(cross.covariates, cross.covariate_names)
    named = bool(cross.roles.covariates)
    strata = cross.strata if cross.strata is not None else np.zeros(len(treated), dtype=np.int64)
    trial = Trial(
        outcome=cross.outcome,
        treated=treated,
        columns=columns,
        names=names,
        named=named,
        strata=strata,
        clusters=cross.clusters,
        roles=cross.roles,
        notes=notes if named else (),
        digests=dict(cross.digests),
    )
    return _without_lone_strata(trial)


def fill_holes(
    covariates: FloatArray, names: tuple[str, ...]
) -> tuple[FloatArray, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Put the mean where a covariate is missing, and a column that says where.

    Returns
    -------
    tuple of (columns, names, notes)
    """
    holes = ~np.isfinite(covariates)
    if not holes.any():
        return covariates, names, ()
    empty: BoolArray = np.asarray(holes.all(axis=0))
    covariates, holes = covariates[:, ~empty], holes[:, ~empty]
    names = tuple(
        name for name, is_empty in zip(names, empty.tolist(), strict=True) if not is_empty
    )
    filled = np.where(holes, np.nanmean(np.where(holes, np.nan, covariates), axis=0), covariates)
    missing = np.flatnonzero(holes.any(axis=0))
    told = [names[place] for place in missing]
    count = int(holes.any(axis=1).sum())
    note = (
        f"{plural(count, 'row lacks', 'rows lack')} a value of {listed(told, 'en')}: the mean "
        "stands in its place, and a column of its own tells where it was missing.",
        f"{plural(count, 'ligne est', 'lignes sont', 'fr')} sans valeur de "
        f"{listed(told, 'fr')}\u00a0: la moyenne en tient lieu, et une colonne à part dit où elle "
        "manquait.",
    )
    marks = holes[:, missing].astype(float)
    marked = (*names, *(f"{name} = ?" for name in told))
    return np.hstack([filled, marks]), marked, (note,) if told else ()


def _without_lone_strata(trial: Trial) -> Trial:
    count = int(trial.strata.max()) + 1
    seen = trial.seen
    ones = np.bincount(trial.strata[trial.treated & seen], minlength=count)
    zeros = np.bincount(trial.strata[~trial.treated & seen], minlength=count)
    whole = (ones > 0) & (zeros > 0)
    if whole.all():
        return trial
    if not whole.any():
        raise ImpactError(
            f"Column {trial.roles.strata}: found no stratum with both treated and untreated units. "
            "Expected both arms in each stratum, since units are compared within it. Choose "
            "another column, or leave out --strata."
        )
    rows = whole[trial.strata]
    lost, strata = int((~rows).sum()), int((~whole).sum())
    note = (
        f"{plural(strata, 'stratum has', 'strata have')} one arm only; "
        f"{plural(lost, 'row', 'rows')} of it {'is' if lost == 1 else 'are'} left out, since there "
        "is nobody to compare with.",
        f"{plural(strata, 'strate n’a', 'strates n’ont', 'fr')} qu’un seul groupe\u00a0; "
        f"{plural(lost, 'ligne est écartée', 'lignes sont écartées', 'fr')}, faute de comparaison.",
    )
    kept = trial.of(rows)
    if min(int((kept.treated & kept.seen).sum()), int((~kept.treated & kept.seen).sum())) < 2:
        raise ImpactError(
            f"Column {trial.roles.strata}: found one treated or untreated unit only in strata that "
            "have both. Expected two or more of each. Leave out --strata, or merge strata."
        )
    return replace(kept, notes=(*trial.notes, note))
