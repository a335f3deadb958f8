"""From treated and untreated units to an answer: who is alike, and what differs then."""

from pathlib import Path
from typing import Any

import numpy as np

from balise.impact.answers import Answer, Check, Estimate
from balise.impact.balance import balance_rows
from balise.impact.columns import FloatArray
from balise.impact.did.sentences import plural
from balise.impact.digests import digest_of_code
from balise.impact.evalues import EValue, e_value_of_difference, e_value_of_shares
from balise.impact.experiment import Fitted, Trial, lee_bounds, read_trial, with_interval
from balise.impact.experiment.outcome_checks import check_attrition, check_constant
from balise.impact.experiment.regression import independent
from balise.impact.matching import checks
from balise.impact.matching.effects import METHODS, Found, doubly_robust, estimate_by
from balise.impact.matching.propensity import Propensity, fit_propensity
from balise.impact.roles import Roles
from balise.impact.verdicts import decide
from balise.vocabulary import ImpactError

__all__ = ["ask_covariates", "estimate_matched", "estimate_matching"]

DECIDING = frozenset({"constant_outcome", "few_units", "overlap"})
NEEDED = frozenset({"attrition", "balance", "e_value", "few_units", "influence", "overlap"}) | {
    "sensitivity"
}
WARNED = frozenset({"attrition", "balance", "constant_outcome", "few_units", "overlap"})
BINS = 20
ERRORS = {
    "entropy": (
        "Errors allow for the weights having been estimated (influence of each unit).",
        "Les erreurs tiennent compte de ce que les poids sont estimés (influence de chaque unité).",
    ),
    "ipw": (
        "Errors allow for the chances of being treated having been estimated (influence of each "
        "unit).",
        "Les erreurs tiennent compte de ce que les chances d’être traité sont estimées (influence "
        "de chaque unité).",
    ),
    "ps": (
        "Errors are those of Abadie and Imbens for neighbours used more than once; they take the "
        "chances of being treated as known.",
        "Les erreurs sont celles d’Abadie et Imbens pour des voisins employés plus d’une "
        "fois\u00a0; elles tiennent les chances d’être traité pour connues.",
    ),
    "mahalanobis": (
        "Errors are those of Abadie and Imbens for neighbours used more than once.",
        "Les erreurs sont celles d’Abadie et Imbens pour des voisins employés plus d’une fois.",
    ),
}
HIDDEN = (
    "Units were not assigned at random: what was not measured may differ between the groups, and "
    "no check can rule that out. The verdict is at most “probably”.",
    "Les unités n’ont pas été réparties au hasard\u00a0: ce qui n’a pas été mesuré peut différer "
    "d’un groupe à l’autre, et aucune vérification ne peut l’exclure. Le verdict est au plus "
    "«\u00a0probablement\u00a0».",
)


def estimate_matching(path: Path, roles: Roles, *, method: str = "entropy") -> Answer:
    """Read a table and compare treated units with others made alike.

    Parameters
    ----------
    path : Path
        One row for each unit.
    roles : Roles
        ``outcome``, ``treated``, ``covariates``.
    method : str
        ``entropy``, ``ps``, ``mahalanobis`` or ``ipw``.

    Raises
    ------
    ImpactError
        If no covariates are named, or the table cannot be read.
    """
    return estimate_matched(read_trial(path, ask_covariates(roles, path)), method=method)


def ask_covariates(roles: Roles, path: Path) -> Roles:
    """Make sure that covariates were named: they are what units are made alike in."""
    if not roles.covariates:
        raise ImpactError(
            f"Table {path.name}: found no covariates named. Expected the columns in which units "
            "are to be made alike, measured before the start. Name them with --covariates a,b."
        )
    return roles


def estimate_matched(trial: Trial, *, method: str = "entropy") -> Answer:
    """Estimate the effect on the treated from untreated units made like them, and judge it.

    Examples
    --------
    >>> from balise.impact.experiment import invent_trial
    >>> estimate_matched(invent_trial(1, effect=1.0)).verdict
    'probably'
    """
    if method not in METHODS:
        raise ImpactError(
            f"Method {method!r}: found no method of that name. Expected one of "
            f"{', '.join(METHODS)}. Correct it."
        )
    seen = trial.of(trial.seen)
    kept = independent(seen.columns, np.ones(len(seen.treated), dtype=bool))
    columns, names = seen.columns[:, kept], tuple(seen.names[place] for place in kept)
    few, constant = checks.check_few(seen.treated), check_constant(trial)
    attrition = check_attrition(trial, lee_bounds(trial))
    if not kept or "fail" in {few.state, constant.state}:
        return _stopped(trial, (constant, few, attrition))
    propensity = fit_propensity(columns, seen.treated)
    found = {
        each: estimate_by(each, seen.outcome, seen.treated, columns, propensity) for each in METHODS
    }
    overlap = checks.check_overlap(seen.treated, propensity, found[method])
    chosen = found[method]
    if chosen is None:
        return _stopped(trial, (overlap, constant, few, attrition))
    robust = doubly_robust(seen.outcome, seen.treated, columns, propensity)
    estimates = {
        "simple": _told(chosen, seen),
        "doubly_robust": _told(robust, seen),
        **{each: _told(one, seen) for each, one in found.items() if one and each != method},
    }
    effect = estimates["simple"]
    others = {name: each for name, each in estimates.items() if name != "simple"}
    estimates["unmatched"] = _unmatched(seen)
    made: tuple[Check, ...] = (
        overlap,
        checks.check_balance_after(names, columns, seen.treated, _all_weights(seen, chosen)),
        checks.check_e_value(_e_value(seen, effect), is_share=_is_share(seen.outcome)),
        checks.check_methods(effect, others),
        checks.check_weighing(chosen, effect),
        attrition,
        constant,
        few,
    )
    verdict, reasons = decide(effect, made, deciding=DECIDING, needed=NEEDED, at_most="probably")
    if verdict == "probably" and all(each.state == "pass" for each in made):
        reasons = (HIDDEN,)
    return Answer(
        design="match",
        roles={**trial.roles.to_json(), "method": method},
        headline="simple",
        estimates=estimates,
        checks=made,
        verdict=verdict,
        reasons=reasons,
        series={
            "balance": balance_rows(names, columns, seen.treated, _all_weights(seen, chosen)),
            "propensity": _histogram(propensity, seen),
        },
        counts=_counts(trial, chosen),
        notes=_notes(trial, made, method, chosen),
        digests={**trial.digests, "code": digest_of_code()},
    )


def _stopped(trial: Trial, made: tuple[Check, ...]) -> Answer:
    """Answer with the plain difference, which is no effect."""
    effect = _unmatched(trial.of(trial.seen))
    verdict, reasons = decide(effect, made, deciding=DECIDING, needed=NEEDED, at_most="contributes")
    note = (
        "The figure is the plain difference between the groups: it is not an effect.",
        "Le chiffre est le simple écart entre les groupes\u00a0: ce n’est pas un effet.",
    )
    if verdict != "cannot":
        reasons = (
            (
                "No covariate varies: nothing can be made alike.",
                "Aucune covariable ne varie\u00a0: rien ne peut être rendu semblable.",
            ),
        )
    return Answer(
        design="match",
        roles=trial.roles.to_json(),
        headline="unmatched",
        estimates={"unmatched": effect},
        checks=made,
        verdict="cannot",
        reasons=reasons,
        counts=_counts(trial, None),
        notes=(*trial.notes, note, *((each.en, each.fr) for each in made if each.state == "fail")),
        digests={**trial.digests, "code": digest_of_code()},
    )


def _told(found: Found, seen: Trial) -> Estimate:
    return with_interval(Fitted(found.value, found.se, float(len(seen.outcome) - 2)))


def _unmatched(seen: Trial) -> Estimate:
    one, zero = seen.outcome[seen.treated], seen.outcome[~seen.treated]
    spread = float(np.sqrt(one.var(ddof=1) / len(one) + zero.var(ddof=1) / len(zero)))
    value = float(one.mean() - zero.mean())
    return with_interval(Fitted(value, spread, float(len(seen.outcome) - 2)))


def _all_weights(seen: Trial, found: Found) -> FloatArray:
    weights = np.zeros(len(seen.treated))
    weights[seen.treated] = np.where(found.kept, 1.0, 0.0)
    weights[~seen.treated] = found.weights
    return weights


def _is_share(outcome: FloatArray) -> bool:
    return bool(np.isin(outcome, (0, 1)).all())


def _e_value(seen: Trial, effect: Estimate) -> EValue:
    if effect.se is None or effect.low is None or effect.high is None:
        return EValue(1.0, 1.0, 1.0)
    if _is_share(seen.outcome):
        share = float(seen.outcome[seen.treated].mean())
        return e_value_of_shares(share, effect.estimate, effect.low, effect.high)
    spread = float(seen.outcome.std(ddof=1))
    return e_value_of_difference(effect.estimate, effect.se, spread)


def _histogram(propensity: Propensity, seen: Trial) -> list[dict[str, Any]]:
    edges = np.linspace(0, 1, BINS + 1)
    one = np.histogram(propensity.chance[seen.treated], edges)[0]
    zero = np.histogram(propensity.chance[~seen.treated], edges)[0]
    return [
        {"from": float(edges[k]), "to": float(edges[k + 1])}
        | {"treated": int(one[k]), "comparison": int(zero[k])}
        for k in range(BINS)
    ]


def _counts(trial: Trial, found: Found | None) -> dict[str, Any]:
    return {
        "units": len(trial.outcome),
        "treated_units": int(trial.treated.sum()),
        "comparison_units": int((~trial.treated).sum()),
        "outcomes_missing": int((~trial.seen).sum()),
        "treated_without_match": 0 if found is None else int((~found.kept).sum()),
        "comparison_units_used": 0 if found is None else int((found.weights > 0).sum()),
    }


def _notes(
    trial: Trial, made: tuple[Check, ...], method: str, found: Found
) -> tuple[tuple[str, str], ...]:
    notes = [HIDDEN, ERRORS[method], *trial.notes]
    lost = int((~found.kept).sum())
    if lost:
        notes.append(
            (
                f"{plural(lost, 'treated unit has', 'treated units have')} nobody near enough and "
                f"{'is' if lost == 1 else 'are'} left out: the effect is that on the others.",
                f"{plural(lost, 'unité traitée n’a', 'unités traitées n’ont', 'fr')} personne "
                f"d’assez proche et {'est écartée' if lost == 1 else 'sont écartées'}\u00a0: "
                "l’effet est celui sur les autres.",
            )
        )
    missing = int((~trial.seen).sum())
    if missing:
        notes.append(
            (
                f"{plural(missing, 'row has', 'rows have')} no outcome and "
                f"{'is' if missing == 1 else 'are'} left out.",
                f"{plural(missing, 'ligne est', 'lignes sont', 'fr')} sans résultat et "
                f"{'est écartée' if missing == 1 else 'sont écartées'}.",
            )
        )
    warned = [each for each in made if each.code in WARNED and each.state in {"fail", "caution"}]
    return (*notes, *((each.en, each.fr) for each in warned))
