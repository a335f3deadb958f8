"""Faults of a user's table, each named and explained in both languages."""

from collections.abc import Sequence

from balise.impact.answers import Check, State
from balise.vocabulary import sample

__all__ = ["listed", "reversal"]


def listed(names: Sequence[str], lang: str, most: int = 5) -> str:
    """Name the first few of a list, and count the others.

    Examples
    --------
    >>> listed(["a", "b", "c"], "fr", 2)
    'a, b et 1 autre'
    """
    if lang == "en":
        return sample(names, most)
    rest = len(names) - most
    shown = ", ".join(names[:most])
    return f"{shown} et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else shown


def reversal(names: Sequence[str], treated: int) -> Check:
    """Tell whether treatment turns off again for some of the treated units."""
    if not names:
        return Check(
            "treatment_reversal",
            "pass",
            "No unit stops being treated once it has started.",
            "Aucune unité ne cesse d’être traitée après avoir commencé.",
            {"units": 0.0},
        )
    state: State = "fail" if 2 * len(names) > treated else "caution"
    count = len(names)
    en = (
        f"Treatment turns off again for {count} of {treated} treated units "
        f"({listed(names, 'en')}). They are counted as treated from their first treated period "
        "on: the figures tell the effect of having started, not that of being treated at the time."
    )
    fr = (
        f"Le traitement s’interrompt pour {count} des {treated} unités traitées "
        f"({listed(names, 'fr')}). Elles comptent comme traitées dès leur première période "
        "traitée\u00a0: les chiffres disent l’effet d’avoir commencé, non celui d’être traité au "
        "moment même."
    )
    return Check("treatment_reversal", state, en, fr, {"units": count, "treated": treated})
