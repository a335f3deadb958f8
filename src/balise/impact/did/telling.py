"""A difference-in-differences in plain words, in one language, for a terminal."""

from balise.impact.answers import Answer, Estimate
from balise.impact.did.sentences import figure
from balise.impact.verdicts import STATE_WORDS, WORDS

__all__ = ["lead", "told_did", "unattributed"]

_NAMES = {
    "simple": ("all treated units and periods", "toutes les unités et périodes traitées"),
    "group": ("each group, then all groups", "chaque groupe, puis tous les groupes"),
    "dynamic": ("each time since the start alike", "chaque ancienneté à parts égales"),
    "calendar": ("each treated period alike", "chaque période traitée à parts égales"),
}
_WORDS = {
    "notes": ("Warnings", "Mises en garde"),
    "estimates": ("Effect, averaged over", "Effet moyen, sur"),
    "differences": ("Difference, averaged over", "Écart moyen, sur"),
    "time": ("Difference by time since the start", "Écart selon le temps écoulé depuis le début"),
    "checks": ("Checks", "Vérifications"),
    "verdict": ("Verdict: ", "Verdict\u00a0: "),
    "alone": ("no interval", "sans intervalle"),
    "to": ("to", "à"),
}


def lead(answer: Answer, lang: str = "en") -> str:
    """Tell the finding in one or two sentences that somebody may repeat.

    Only the two first verdicts say "because of".
    """
    effect = answer.estimates[answer.headline]
    outcome = answer.roles.get("outcome", "")
    value = figure(abs(effect.estimate), lang)
    if answer.verdict == "cannot" or effect.low is None or effect.high is None:
        each = " par unité et par période" if lang == "fr" else " for a unit in a period"
        return unattributed(outcome, figure(effect.estimate, lang) + each, lang)
    low, high = sorted((abs(effect.low), abs(effect.high)))
    between = (figure(low, lang), figure(high, lang))
    if answer.verdict == "no_evidence":
        ends = (figure(effect.low, lang), figure(effect.high, lang))
        if lang == "fr":
            return (
                f"Aucun effet sur «\u00a0{outcome}\u00a0» ne se distingue du hasard\u00a0: s’il y "
                f"en a un, il se situe entre {ends[0]} et {ends[1]} par unité et par période."
            )
        return (
            f"No effect on {outcome!r} can be told from chance: if there is one, it lies between "
            f"{ends[0]} and {ends[1]} for a unit in a period."
        )
    more = effect.estimate > 0
    if lang == "fr":
        start = {
            "attributable": "En raison du programme, les",
            "probably": "Probablement en raison du programme, les",
        }.get(answer.verdict, "Les")
        return (
            f"{start} unités traitées ont eu, par période, entre {between[0]} et {between[1]} de "
            f"{'plus' if more else 'moins'} pour «\u00a0{outcome}\u00a0» que ce que laissaient "
            f"attendre les autres (estimation\u00a0: {value})."
            + (
                ""
                if answer.verdict != "contributes"
                else " Le programme y contribue, sans que sa part puisse être isolée."
            )
        )
    start = {
        "attributable": "Because of the program, treated",
        "probably": "Probably because of the program, treated",
    }.get(answer.verdict, "Treated")
    return (
        f"{start} units had between {between[0]} and {between[1]} {'more' if more else 'less'} of "
        f"{outcome!r} in a period than the others led to expect (best estimate: {value})."
        + (
            ""
            if answer.verdict != "contributes"
            else " The program contributes; its part cannot be separated."
        )
    )


def unattributed(outcome: str, value: str, lang: str) -> str:
    """Tell a difference that must not be told as an effect."""
    if lang == "fr":
        return (
            "Ces données ne permettent pas de dire si le programme a changé «\u00a0"
            f"{outcome}\u00a0». L’écart trouvé, {value}, ne doit pas être présenté"
            " comme un effet."
        )
    return (
        f"These data cannot tell whether the program changed {outcome!r}. The difference that was "
        f"found, {value}, is not to be told as an effect."
    )


def told_did(answer: Answer, lang: str = "en") -> list[str]:
    """Tell an answer: plain words, warnings, estimates, checks, verdict.

    Parameters
    ----------
    answer : Answer
    lang : str
        ``en`` or ``fr``.
    """
    french = int(lang == "fr")
    words = {name: pair[french] for name, pair in _WORDS.items()}
    lines = [lead(answer, lang), ""]
    if answer.notes:
        lines += [words["notes"], *(f"  {each[french]}" for each in answer.notes), ""]
    lines.append(words["differences" if answer.verdict == "cannot" else "estimates"])
    lines += [
        f"  {_NAMES[name][french]:42}{_interval(each, lang)}"
        for name, each in answer.estimates.items()
    ]
    lines += ["", words["time"]]
    for row in answer.series.get("event_study", ()):
        each = Estimate(row["estimate"], row["se"], row["low"], row["high"])
        lines.append(f"  {row['at']:+6g}  {_interval(each, lang)}")
    lines += ["", words["checks"]]
    lines += [
        f"  [{STATE_WORDS[each.state][french]}] {each.fr if french else each.en}"
        for each in answer.checks
    ]
    lines += ["", words["verdict"] + WORDS[answer.verdict][french] + "."]
    lines += [f"  {each[french]}" for each in answer.reasons]
    return lines


def _interval(effect: Estimate, lang: str) -> str:
    value = figure(effect.estimate, lang)
    french = int(lang == "fr")
    if effect.low is None or effect.high is None:
        return f"{value:>10}  ({_WORDS['alone'][french]})"
    low, high = figure(effect.low, lang), figure(effect.high, lang)
    return f"{value:>10}  (95\u00a0% {low} {_WORDS['to'][french]} {high})"
