"""The verdict: five words, from the checks and the interval, by rules that are printed.

Who reads the report sees the rules that decided. Only the two first verdicts may be told
with "because of".
"""

from collections.abc import Sequence

from balise.impact.answers import Check, Estimate, State, Verdict

__all__ = ["STATE_WORDS", "WORDS", "decide"]

WORDS: dict[Verdict, tuple[str, str]] = {
    "attributable": ("attributable to the program", "attribuable au programme"),
    "probably": ("probably attributable to the program", "probablement attribuable au programme"),
    "contributes": (
        "the program contributes, and its part cannot be separated",
        "le programme y contribue, sans que sa part puisse être isolée",
    ),
    "no_evidence": ("no evidence of an effect", "aucune preuve d’un effet"),
    "cannot": (
        "cannot be attributed with these data",
        "ne peut être attribué à partir de ces données",
    ),
}
"""Each verdict in both languages."""

STATE_WORDS: dict[State, tuple[str, str]] = {
    "pass": ("pass", "réussie"),
    "caution": ("caution", "réserve"),
    "fail": ("fail", "échec"),
    "not_done": ("not done", "non faite"),
}
"""Each state of a check in both languages."""


def decide(
    effect: Estimate,
    checks: Sequence[Check],
    *,
    deciding: frozenset[str],
    needed: frozenset[str],
    at_most: Verdict = "attributable",
) -> tuple[Verdict, tuple[tuple[str, str], ...]]:
    """Decide how an effect may be told.

    Parameters
    ----------
    effect : Estimate
        Of the headline; without an interval it is at most ``contributes``.
    checks : sequence of Check
    deciding : frozenset of str
        Codes of checks without which the design does not hold: one that fails, or could
        not be done, ends in ``cannot``.
    needed : frozenset of str
        Codes of checks that must pass for ``attributable``: a caution lowers the verdict
        to ``probably``, a failure to ``contributes``; one not done counts as a caution.
    at_most : str
        The best verdict that the design can have.

    Returns
    -------
    tuple of (verdict, reasons)
        Reasons are pairs of sentences, English and French, those that weigh most first.
    """
    found = {each.code: each for each in checks}
    reasons: list[tuple[str, str]] = []
    broken = [
        each for each in checks if each.code in deciding and each.state in {"fail", "not_done"}
    ]
    if broken:
        return "cannot", tuple((each.en, each.fr) for each in broken)
    if effect.low is None or effect.high is None:
        reasons.append(
            (
                "There is no interval around the effect: chance cannot be told from it.",
                "L’effet n’a pas d’intervalle : on ne peut le distinguer du hasard.",
            )
        )
        return _lowest("contributes", at_most), tuple(reasons)
    if effect.low <= 0 <= effect.high:
        reasons.append(
            (
                "The 95 % interval of the effect holds zero.",
                "L’intervalle à 95 % de l’effet contient zéro.",
            )
        )
        return "no_evidence", tuple(reasons)
    states = {code: found[code].state if code in found else "not_done" for code in needed}
    ordered = sorted(needed, key=_rank)
    failed = [found[code] for code in ordered if states[code] == "fail"]
    doubtful = [code for code in ordered if states[code] in {"caution", "not_done"}]
    if failed:
        reasons += [(each.en, each.fr) for each in failed]
        return _lowest("contributes", at_most), tuple(reasons)
    if doubtful:
        reasons += [
            (found[code].en, found[code].fr)
            if code in found
            else (
                f"The check {code} was not done.",
                f"La vérification {code} n’a pas été faite.",
            )
            for code in doubtful
        ]
        return _lowest("probably", at_most), tuple(reasons)
    reasons.append(
        (
            "The interval leaves zero out, and every check that decides was passed.",
            "L’intervalle exclut zéro, et toutes les vérifications décisives sont réussies.",
        )
    )
    return _lowest("attributable", at_most), tuple(reasons)


_WEIGHTIEST = (
    *("pre_trends", "sensitivity", "randomisation", "attrition", "overlap", "balance", "fit"),
    *("e_value", "permutation", "placebo_date", "placebo_group", "regression_to_mean"),
    *("spillovers", "influence", "weighting", "pre_trends_power"),
)
_LAST = ("always_treated", "treatment_reversal", "clusters", "few_units", "panel")


def _rank(code: str) -> tuple[int, str]:
    """Order checks by what they weigh; those without a place come before what is last."""
    if code in _LAST:
        return len(_WEIGHTIEST) + 1 + _LAST.index(code), code
    place = _WEIGHTIEST.index(code) if code in _WEIGHTIEST else len(_WEIGHTIEST)
    return place, code


_ORDER: tuple[Verdict, ...] = ("cannot", "no_evidence", "contributes", "probably", "attributable")


def _lowest(one: Verdict, other: Verdict) -> Verdict:
    return min(one, other, key=_ORDER.index)
