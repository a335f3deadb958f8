"""From a panel to an answer: effects, checks, and the verdict that follows from them."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from balise.impact.answers import Answer, Check, Estimate
from balise.impact.did import table_checks, trend_checks, unit_checks
from balise.impact.did.aggregate import Averages, aggregate
from balise.impact.did.event_study import event_study
from balise.impact.did.group_time import GroupTime, group_time
from balise.impact.did.influence import Errors, estimate_with_errors, make_errors
from balise.impact.did.sample import Sample, make_sample
from balise.impact.did.unit_checks import Choices, Effect
from balise.impact.digests import digest_of_code
from balise.impact.frame import Panel
from balise.impact.verdicts import decide
from balise.vocabulary import ImpactError

__all__ = ["DECIDING", "NEEDED", "Settings", "estimate_did"]

DECIDING = frozenset({"constant_outcome", "few_units", "pre_trends"})
"""Checks without which nothing can be attributed."""

NEEDED = frozenset(
    {
        "always_treated",
        "few_units",
        "influence",
        "panel",
        "permutation",
        "placebo_date",
        "placebo_group",
        "pre_trends",
        "pre_trends_power",
        "regression_to_mean",
        "sensitivity",
        "weighting",
    }
)
"""Checks that must pass for the first verdict; a caution makes it the second."""

KINDS = ("simple", "group", "dynamic", "calendar")
DRAWS = 999  # behind uniform bands where no bootstrap is asked for


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen.

    Attributes
    ----------
    control : str
        ``never`` or ``notyet``.
    base : str
        ``varying`` or ``universal``: what periods before treatment are compared with.
    anticipation : int
        Periods before its start in which the program may act already.
    draws : int
        Of the multiplier bootstrap; 0 for analytic errors.
    multipliers : str
        ``rademacher`` or ``mammen``.
    seed : int
        Of all that is drawn.
    unbalanced : bool
        Whether units with gaps stay in.
    """

    control: str = "never"
    base: str = "varying"
    anticipation: int = 0
    draws: int = 0
    multipliers: str = "rademacher"
    seed: int = 1
    unbalanced: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that count nothing."""
        for name in ("draws", "anticipation", "seed"):
            value = getattr(self, name)
            if value < 0:
                raise ImpactError(
                    f"Setting {name}: found {value}. Expected zero or more. Correct the number."
                )


def estimate_did(panel: Panel, settings: Settings | None = None) -> Answer:
    """Estimate what a program did from units treated at different times, and judge it.

    Parameters
    ----------
    panel : Panel
        With first treated periods.
    settings : Settings, optional

    Returns
    -------
    Answer
        ``headline`` is ``simple``: the average over all treated units and periods.

    Raises
    ------
    ImpactError
        If nobody can be compared.

    Examples
    --------
    >>> from balise.impact.did.simulation import Program, invent
    >>> answer = estimate_did(invent("effect", 1, Program(units=80)))
    >>> answer.verdict in {"attributable", "probably", "contributes", "no_evidence", "cannot"}
    True
    """
    settings = settings or Settings()
    sample = make_sample(
        panel,
        control=settings.control,
        anticipation=settings.anticipation,
        unbalanced=settings.unbalanced,
    )
    choices = Choices(settings.control, settings.base, settings.anticipation)
    effects = group_time(
        sample, control=choices.control, base=choices.base, anticipation=choices.anticipation
    )
    if not (effects.post & np.isfinite(effects.effect)).any():
        raise ImpactError(
            "No treated unit could be compared in any period. Expected units seen before and "
            "after their start, and others untreated at that time whose covariates overlap with "
            "theirs. Leave out covariates that never vary or tell the groups apart, or add units."
        )
    averages = {kind: aggregate(effects, kind) for kind in KINDS}
    columns = np.column_stack([each.overall_influence for each in averages.values()])
    errors = _errors(columns, sample, settings)
    estimates = {
        kind: estimate_with_errors(each.overall, float(errors.se[place]))
        for place, (kind, each) in enumerate(averages.items())
    }
    headline = averages["simple"]
    effect = Effect(headline.overall, float(errors.se[0]), headline.overall_influence)
    study = event_study(sample, control=choices.control, anticipation=choices.anticipation)
    before = trend_checks.look_before(study, effect.value, effects)
    checks = _checks(sample, choices, settings, effect, estimates, before)
    present = {each.code for each in checks}
    told = frozenset({"treatment_reversal", "spillovers"}) & present
    if panel.exposed is None:
        told -= {"spillovers"}
    verdict, reasons = decide(estimates["simple"], checks, deciding=DECIDING, needed=NEEDED | told)
    rows = _rows(effects, sample, settings)
    return Answer(
        design="did",
        roles=panel.roles.to_json(),
        headline="simple",
        estimates=estimates,
        checks=checks,
        verdict=verdict,
        reasons=reasons,
        group_time=rows,
        series={
            **_series(averages, sample, settings),
            "sensitivity": trend_checks.sensitivity_rows(study) if effect.se > 0 else [],
        },
        counts={**sample.counts, "settings": asdict(settings)},
        notes=_notes(sample, effects, checks, settings),
        digests={**panel.digests, "code": digest_of_code()},
    )


def _errors(influence: np.ndarray[Any, Any], sample: Sample, settings: Settings) -> Errors:
    return make_errors(
        influence,
        sample.clusters,
        draws=settings.draws or DRAWS,
        bootstrap=settings.draws > 0,
        rng=np.random.default_rng(settings.seed),
        kind=settings.multipliers,
    )


def _checks(
    sample: Sample,
    choices: Choices,
    settings: Settings,
    effect: Effect,
    estimates: dict[str, Estimate],
    before: trend_checks.Before,
) -> tuple[Check, ...]:
    panel = sample.panel
    constant = table_checks.check_constant(sample, effect)
    if constant.state == "fail":
        return (constant, unit_checks.check_few_units(sample), *panel.faults)
    rng = np.random.default_rng([settings.seed, 1])
    others = {kind: estimates[kind].estimate for kind in KINDS[1:]}
    other = _other_way(panel, settings, sample)
    return (
        trend_checks.check_trends(before),
        trend_checks.check_power(before),
        trend_checks.check_placebo_dates(before),
        unit_checks.check_placebo_groups(sample, rng),
        unit_checks.check_permutation(sample, choices, rng),
        trend_checks.check_sensitivity(before),
        trend_checks.check_dip(before),
        unit_checks.check_influence(sample, choices, effect),
        unit_checks.check_spillovers(sample, choices, effect),
        table_checks.check_panel(sample, other, choices, effect),
        table_checks.check_always_treated(sample),
        unit_checks.check_weighting(sample, choices, effect, others),
        unit_checks.check_few_units(sample),
        constant,
        *panel.faults,
    )


def _other_way(panel: Panel, settings: Settings, sample: Sample) -> Sample | None:
    """Make the sample with gaps where it has none, or without; None if that is the same."""
    try:
        other = make_sample(
            panel,
            control=settings.control,
            anticipation=settings.anticipation,
            unbalanced=not settings.unbalanced,
        )
    except ImpactError:
        return None
    if other.size == sample.size or len(other.times) != len(sample.times):
        return None
    return other


def _rows(effects: GroupTime, sample: Sample, settings: Settings) -> list[dict[str, Any]]:
    known = np.isfinite(effects.effect)
    errors = _errors(effects.influence[:, known], sample, settings)
    se = np.full(len(known), np.nan)
    se[known] = errors.se
    rows = []
    for place, value in enumerate(effects.effect):
        told = estimate_with_errors(float(value), float(se[place])).to_json()
        wide = errors.critical * se[place]
        rows.append(
            {
                "group": sample.panel.time_name(float(effects.group[place])),
                "time": sample.panel.time_name(float(effects.time[place])),
                **told,
                "band_low": float(value - wide),
                "band_high": float(value + wide),
                "is_treated": bool(effects.post[place]),
            }
        )
    return rows


def _series(
    averages: dict[str, Averages], sample: Sample, settings: Settings
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    names = {"group": "by_group", "dynamic": "event_study", "calendar": "by_period"}
    for kind, name in names.items():
        each = averages[kind]
        errors = _errors(each.influence, sample, settings)
        found[name] = [
            {
                "at": float(at) if kind == "dynamic" else sample.panel.time_name(float(at)),
                **estimate_with_errors(float(value), float(se)).to_json(),
                "band_low": float(value - errors.critical * se),
                "band_high": float(value + errors.critical * se),
            }
            for at, value, se in zip(each.at, each.effect, errors.se, strict=True)
        ]
    treated = np.isfinite(sample.group) & (sample.group <= sample.times[-1])
    with np.errstate(invalid="ignore"):
        means = [
            [
                float(np.nanmean(sample.outcome[who, t])) if who.any() else None
                for who in (treated, ~treated)
            ]
            for t in range(len(sample.times))
        ]
    found["means"] = [
        {"time": sample.panel.time_name(float(time)), "treated": one, "comparison": two}
        for time, (one, two) in zip(sample.times, means, strict=True)
    ]
    return found


def _notes(
    sample: Sample, effects: GroupTime, checks: tuple[Check, ...], settings: Settings
) -> tuple[tuple[str, str], ...]:
    notes = list(sample.notes)
    holes = int((~np.isfinite(effects.effect)).sum())
    if holes:
        notes.append(
            (
                f"{holes} group-time effects could not be estimated (nobody to compare, or "
                "covariates that tell the groups apart) and are in no average.",
                f"{holes} effets par groupe et période n’ont pu être estimés (personne à comparer, "
                "ou covariables qui séparent les groupes) et ne sont dans aucune moyenne.",
            )
        )
    later = int(str(sample.counts["treated_after_last_period"]))
    if later:
        notes.append(
            (
                f"{later} units start after the last period: they count as not treated.",
                f"{later} unités commencent après la dernière période\u00a0: elles comptent comme "
                "non traitées.",
            )
        )
    if settings.control == "notyet":
        notes.append(
            (
                "Units are compared with those not treated yet, as was asked.",
                "Les unités sont comparées à celles qui ne sont pas encore traitées, comme "
                "demandé.",
            )
        )
    warned = [each for each in checks if each.code in _WARN and each.state in {"fail", "caution"}]
    return (*notes, *((each.en, each.fr) for each in warned))


_WARN = frozenset(
    {"constant_outcome", "few_units", "panel", "regression_to_mean", "treatment_reversal"}
)
