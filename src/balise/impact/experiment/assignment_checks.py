"""Checks of the assignment: whether the arms were formed at random, and are alike."""

import numpy as np

from balise.impact.answers import Check, State
from balise.impact.balance import differences
from balise.impact.did.sentences import chance, figure, percent, plural
from balise.impact.experiment.permutation import Joint, assignments
from balise.impact.experiment.sample import Trial
from balise.impact.faults import listed

__all__ = ["check_balance", "check_few_units", "check_randomisation", "check_return"]

REJECTED, DOUBTED = 0.001, 0.01  # probabilities
TOO_FAR, APART = 0.5, 0.25  # standardised differences
RELATED = 0.3  # correlation with the outcome of what may be its value before


def check_randomisation(trial: Trial, joint: Joint | None) -> Check:
    """Tell whether covariates say that the arms were not formed at random."""
    if joint is None:
        return Check(
            "randomisation",
            "caution",
            "No covariates were named and the table has no other column of numbers: nothing shows "
            "that the arms were formed at random. Name columns measured before the start with "
            "--covariates.",
            "Aucune covariable n’a été nommée et le tableau n’a pas d’autre colonne de "
            "nombres\u00a0: rien ne montre que les groupes ont été formés au hasard. Nommez par "
            "--covariates des "
            "colonnes mesurées avant le début.",
        )
    gaps = differences(trial.columns, trial.treated, None, trial.strata)
    far = [trial.names[place] for place in np.flatnonzero(np.abs(gaps) > TOO_FAR)]
    numbers = {
        "p": joint.p,
        "f_p": joint.f_p,
        "largest_difference": joint.largest,
        "by_chance": joint.by_chance,
        "columns": float(len(trial.names)),
    }
    if not trial.named:
        return _unnamed(far, numbers)
    rejected = joint.p < REJECTED
    state: State = "fail" if rejected or far else "caution" if joint.p < DOUBTED else "pass"
    en = (
        f"Dealt out at random, covariates would differ between the arms as much as they do, all "
        f"together, with a probability of {chance(joint.p)}"
    )
    fr = (
        "Une répartition au hasard donnerait, toutes covariables ensemble, des écarts aussi grands "
        f"entre les groupes avec une probabilité de {chance(joint.p, 'fr')}"
    )
    if far:
        en += (
            f"; {listed(far, 'en')} {'differs' if len(far) == 1 else 'differ'} by more than half a "
            f"standard deviation (largest: {_size(joint.largest, 'en')}). These groups are not "
            "those of a trial, and their outcomes cannot be compared as if they were."
        )
        fr += (
            f"\u00a0; {listed(far, 'fr')} {'diffère' if len(far) == 1 else 'diffèrent'} de plus "
            f"d’un demi-écart-type (le plus grand écart\u00a0: {_size(joint.largest, 'fr')}). Ces "
            "groupes ne sont pas ceux d’un essai, et leurs résultats ne peuvent être comparés "
            "comme s’ils l’étaient."
        )
        if not rejected and joint.by_chance > DOUBTED:
            en += (
                f" With so few units chance alone makes such a difference in "
                f"{percent(joint.by_chance)} of cases: the trial is too small to tell."
            )
            fr += (
                " Avec si peu d’unités, le hasard seul fait un tel écart dans "
                f"{percent(joint.by_chance, 'fr')} des cas\u00a0: l’essai est trop petit pour "
                "trancher."
            )
    elif rejected:
        en += ": the arms were not formed at random, or units were lost from one of them."
        fr += (
            "\u00a0: les groupes n’ont pas été formés au hasard, ou l’un d’eux a perdu des unités."
        )
    elif state == "caution":
        en += ": that is rare. Make sure of how the arms were formed."
        fr += "\u00a0: c’est rare. Assurez-vous de la façon dont les groupes ont été formés."
    else:
        en += ": nothing speaks against chance."
        fr += "\u00a0: rien ne contredit le hasard."
    return Check("randomisation", state, en, fr, numbers)


def _unnamed(far: list[str], numbers: dict[str, float]) -> Check:
    if far:
        verb = "differs" if len(far) == 1 else "differ"
        en = (
            f"No covariates were named. Other columns of the table were looked at: "
            f"{listed(far, 'en')} {verb} between the arms by more than half a standard deviation. "
            "If they were measured before the start, these groups are not those of a trial. Name "
            "what was measured before with --covariates, and take later results out of the table."
        )
        fr = (
            "Aucune covariable n’a été nommée. D’autres colonnes du tableau ont été "
            f"examinées\u00a0: {listed(far, 'fr')} "
            f"{'diffère' if len(far) == 1 else 'diffèrent'} de plus d’un demi-écart-type entre les "
            "groupes. Si elles ont été mesurées avant le début, ces groupes ne sont pas ceux d’un "
            "essai. Nommez par --covariates ce qui a été mesuré avant, et retirez du tableau les "
            "résultats ultérieurs."
        )
        return Check("randomisation", "fail", en, fr, numbers)
    en = (
        "No covariates were named, so that nothing shows that the arms were formed at random; "
        "other columns of the table differ by less than half a standard deviation. Name those "
        "measured before the start with --covariates."
    )
    fr = (
        "Aucune covariable n’a été nommée, et rien ne montre donc que les groupes ont été formés "
        "au hasard\u00a0; d’autres colonnes du tableau diffèrent de moins d’un demi-écart-type. "
        "Nommez par --covariates celles qui ont été mesurées avant le début."
    )
    return Check("randomisation", "caution", en, fr, numbers)


def _size(value: float, lang: str) -> str:
    if value >= 10:
        return "more than 10" if lang == "en" else "plus de 10"
    return figure(value, lang, 2)


def check_balance(trial: Trial, *, adjusted: bool) -> Check:
    """Tell which covariates differ between the arms, and by how much."""
    if not trial.named or not trial.names:
        return Check(
            "balance",
            "not_done",
            "Not done: no covariates were named.",
            "Non faite\u00a0: aucune covariable n’a été nommée.",
        )
    gaps = np.abs(differences(trial.columns, trial.treated, None, trial.strata))
    worst = int(gaps.argmax())
    apart = int((gaps > APART).sum())
    state: State = "fail" if gaps[worst] > TOO_FAR else "caution" if apart else "pass"
    numbers = {"largest_difference": float(gaps[worst]), "over_a_quarter": float(apart)}
    en = (
        f"The covariate that differs most between the arms is {trial.names[worst]!r}, by "
        f"{_size(float(gaps[worst]), 'en')} standard deviations."
    )
    fr = (
        "La covariable qui diffère le plus entre les groupes est "
        f"«\u00a0{trial.names[worst]}\u00a0», de "
        f"{_size(float(gaps[worst]), 'fr')} écart{'s' if gaps[worst] >= 2 else ''}-type"
        f"{'s' if gaps[worst] >= 2 else ''}."
    )
    if state == "caution" and adjusted:
        en += " The estimate with covariates takes it into account."
        fr += " L’estimation avec covariables en tient compte."
    return Check("balance", state, en, fr, numbers)


def check_few_units(trial: Trial) -> Check:
    """Tell in how many ways treatment could have been dealt out: under 20, chance always wins."""
    seen = trial.of(trial.seen)
    ways = assignments(seen)
    one, zero = int(seen.treated.sum()), int((~seen.treated).sum())
    units = one + zero
    state: State = "fail" if ways < 20 else "caution" if min(one, zero) < 10 else "pass"
    numbers = {"treated": float(one), "others": float(zero), "ways": ways}
    en = f"{plural(one, 'unit', 'units')} treated and {zero:,} not, with an outcome."
    fr = (
        f"{plural(one, 'unité traitée', 'unités traitées', 'fr')} et "
        f"{f'{zero:,}'.replace(',', chr(160))} non traitée{'s' if zero > 1 else ''}, dont le "
        "résultat est connu."
    )
    if state == "fail":
        number = f"{ways:.0f}"
        en += (
            f" Treatment could be dealt out in {number} ways only: with fewer than 20, no result "
            "can be told from chance."
        )
        fr += (
            f" Le traitement ne pouvait être réparti que de {number} façons\u00a0: à moins de 20, "
            "aucun résultat ne se distingue du hasard."
        )
    elif state == "caution":
        en += f" With {units} units, errors rest on few values."
        fr += f" Avec {units} unités, les erreurs reposent sur peu de valeurs."
    return Check("few_units", state, en, fr, numbers)


def check_return(trial: Trial) -> Check:
    """Tell whether one arm began lower or higher: it would come back to the middle by itself."""
    seen = trial.of(trial.seen)
    zero = ~seen.treated
    if not trial.named or not trial.names or zero.sum() < 5:
        return Check(
            "regression_to_mean",
            "not_done",
            "Not done: no covariate tells where each arm stood before the start.",
            "Non faite\u00a0: aucune covariable ne dit où en était chaque groupe avant le début.",
        )
    inside = seen.columns[zero] - seen.columns[zero].mean(axis=0)
    rest = seen.outcome[zero] - seen.outcome[zero].mean()
    scale = np.sqrt((inside**2).sum(axis=0) * (rest**2).sum())
    related = np.where(scale > 0, inside.T @ rest / np.where(scale > 0, scale, 1.0), 0.0)
    best = int(np.abs(related).argmax())
    gap = float(differences(seen.columns, seen.treated, None, seen.strata)[best])
    name = seen.names[best]
    is_off = abs(related[best]) >= RELATED and abs(gap) > APART
    numbers = {"correlation": float(related[best]), "difference": gap}
    if is_off:
        side = ("below", "sous") if gap * related[best] < 0 else ("above", "au-dessus de")
        en = (
            f"Before the start the treated stood {side[0]} the others in {name!r} "
            f"({figure(gap, 'en', 2)} standard deviations), which goes with the outcome: part of "
            "the difference may be a return to the middle."
        )
        fr = (
            f"Avant le début, les unités traitées étaient {side[1]} la moyenne des autres pour "
            f"«\u00a0{name}\u00a0» ({figure(gap, 'fr', 2)} écart-type), qui va de pair avec le "
            "résultat\u00a0: "
            "une part de l’écart peut être un retour vers la moyenne."
        )
        return Check("regression_to_mean", "caution", en, fr, numbers)
    en = (
        f"Both arms began alike in {name!r}, the covariate that goes most with the outcome: a "
        "return to the middle would touch both alike."
    )
    fr = (
        f"Les deux groupes étaient semblables au départ pour «\u00a0{name}\u00a0», la covariable "
        "la plus liée au "
        "résultat\u00a0: un retour vers la moyenne les toucherait de même."
    )
    if abs(related[best]) < RELATED:
        en = "No covariate goes closely with the outcome: a return to the middle is not seen."
        fr = "Aucune covariable n’est liée de près au résultat\u00a0: aucun retour vers la moyenne."
    return Check("regression_to_mean", "pass", en, fr, numbers)
