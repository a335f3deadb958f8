"""An answer in lines of plain words, in one language, for a terminal."""

from balise.impact.answers import Answer, Estimate
from balise.impact.did.sentences import figure, percent
from balise.impact.did.telling import unattributed
from balise.impact.verdicts import STATE_WORDS, WORDS

__all__ = ["told"]

_WORDS = {
    "verdict": ("Verdict: ", "Verdict\u00a0: "),
    "effect": ("Effect: ", "Effet\u00a0: "),
    "why": ("Why: ", "Pourquoi\u00a0: "),
    "weights": ("Made of: ", "Composé de\u00a0: "),
    "checks": ("Checks", "Vérifications"),
    "notes": ("Remarks", "Remarques"),
    "alone": (" (no interval)", " (sans intervalle)"),
}


def told(answer: Answer, lang: str) -> list[str]:
    """Tell an answer: verdict, effect, reasons, weights, checks, remarks; an empty line between.

    Parameters
    ----------
    answer : Answer
    lang : str
        ``en`` or ``fr``.
    """
    french = int(lang == "fr")
    words = {name: pair[french] for name, pair in _WORDS.items()}
    lines = [
        words["verdict"] + WORDS[answer.verdict][french] + ".",
        _effect(answer, lang),
        *(words["why"] + each[french] for each in answer.reasons),
    ]
    heavy = {name: weight for name, weight in answer.weights.items() if weight >= 0.01}
    if heavy:
        shares = ", ".join(f"{name} {percent(weight, lang)}" for name, weight in heavy.items())
        lines += [f"{words['weights']}{shares}."]
    lines += ["", words["checks"]]
    lines += [
        f"  [{STATE_WORDS[each.state][french]}] {each.fr if french else each.en}"
        for each in answer.checks
    ]
    if answer.notes:
        lines += ["", words["notes"], *(f"  {each[french]}" for each in answer.notes)]
    return lines


def _effect(answer: Answer, lang: str) -> str:
    """Tell the effect, or, where nothing can be attributed, a difference that is none."""
    effect = answer.estimates[answer.headline]
    if answer.verdict == "cannot":
        return unattributed(answer.roles.get("outcome", ""), figure(effect.estimate, lang), lang)
    return _WORDS["effect"][lang == "fr"] + interval(effect, lang) + "."


def interval(effect: Estimate, lang: str) -> str:
    """Write an effect with its 95 % interval.

    Examples
    --------
    >>> interval(Estimate(-18.98, 1.5, -24.7, -11.3), "en")
    '-18.98 (95 % interval from -24.70 to -11.30)'
    >>> interval(Estimate(2.5), "fr")
    '2,50 (sans intervalle)'
    """
    value = figure(effect.estimate, lang, 3)
    if effect.low is None or effect.high is None:
        return value + _WORDS["alone"][lang == "fr"]
    low, high = figure(effect.low, lang, 3), figure(effect.high, lang, 3)
    if lang == "fr":
        return f"{value} (intervalle à 95\u00a0% de {low} à {high})"
    return f"{value} (95 % interval from {low} to {high})"
