"""Which designs can answer, what each assumes, and the smallest effect it would find."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from balise.impact.power import Setup, reckon
from balise.vocabulary import ImpactError

__all__ = ["Design", "collect_first", "designs"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Design:
    """A design, whether it can answer, and why.

    Attributes
    ----------
    code : str
        The verb of ``balise impact`` that runs it.
    can : bool
    best : str
        The best verdict that it can have.
    why : tuple of (en, fr)
        What is missing where it cannot.
    assumes : tuple of (en, fr)
    detectable : float, optional
        The smallest effect found eight times in ten [unit of the outcome].
    told : tuple of (en, fr)
        The same in words.
    """

    code: str
    can: bool
    best: str
    name: Pair
    why: tuple[Pair, ...]
    assumes: tuple[Pair, ...]
    detectable: float | None
    told: tuple[Pair, ...]

    def to_json(self) -> dict[str, Any]:
        """Give everything as plain values."""
        plain = asdict(self)
        for name in ("why", "assumes", "told"):
            plain[name] = [{"en": en, "fr": fr} for en, fr in getattr(self, name)]
        plain["name"] = {"en": self.name[0], "fr": self.name[1]}
        return plain


NAMES: dict[str, Pair] = {
    "experiment": ("randomised trial", "essai à répartition aléatoire"),
    "did": ("difference-in-differences", "différence de différences"),
    "synth": ("synthetic control", "témoin synthétique"),
    "its": ("interrupted time series", "série chronologique interrompue"),
    "match": ("matching and weighting", "appariement et pondération"),
}
BEST = {
    "experiment": "attributable",
    "did": "attributable",
    "synth": "attributable",
    "its": "probably",
    "match": "probably",
}
ASSUMES: dict[str, tuple[Pair, ...]] = {
    "experiment": (
        (
            "The draw was respected, and one unit’s program does not reach another.",
            "Le tirage a été respecté, et le programme d’une unité n’en touche pas une autre.",
        ),
    ),
    "did": (
        (
            "Without the program, those who got it and the others would have moved alike.",
            "Sans le programme, ceux qui l’ont obtenu et les autres auraient évolué de même.",
        ),
        (
            "Nobody acted on it before it started, and nothing else began with it for them alone.",
            "Personne n’a agi par avance, et rien d’autre n’a commencé avec lui pour eux seuls.",
        ),
    ),
    "synth": (
        (
            "A mixture of the others that followed the unit before would have followed it after.",
            "Un mélange des autres qui suivait l’unité avant l’aurait suivie après.",
        ),
    ),
    "its": (
        (
            "The course from before would have gone on, and nothing else changed at that time.",
            "L’évolution d’avant se serait poursuivie, et rien d’autre n’a changé à ce moment.",
        ),
    ),
    "match": (
        (
            "Those who got it differ from the others only in what was measured.",
            "Ceux qui l’ont obtenu ne diffèrent des autres que par ce qui a été mesuré.",
        ),
    ),
}

# By design: what it needs (a test of the answers), told where it is missing.
_DRAW = ("Who got it was not drawn by lot.", "Ceux qui l’ont obtenu n’ont pas été tirés au sort.")
_OTHERS = (
    "There are too few others to compare with.",
    "Il y a trop peu d’autres unités à qui comparer.",
)
_BEFORE = (
    "Too few periods are known before the start.",
    "Trop peu de périodes sont connues avant le début.",
)
_AFTER = (
    "Too few periods are known after the start.",
    "Trop peu de périodes sont connues après le début.",
)
_ALSO = (
    "Something else changed at the same time, and nobody is there to compare with.",
    "Autre chose a changé au même moment, et il n’y a personne à qui comparer.",
)
_KNOWN = (
    "It is not known how units were before.",
    "On ne sait pas comment étaient les unités avant.",
)
_FEW = ("Too few units got it.", "Trop peu d’unités l’ont obtenu.")


def designs(answers: dict[str, dict[str, Any]]) -> tuple[Design, ...]:
    """Weigh every design against what is known: those that can answer come first.

    Parameters
    ----------
    answers : dict
        As :func:`balise.impact.design.complete` gives them.
    """
    made = [_design(code, answers) for code in NAMES]
    return tuple(sorted(made, key=lambda each: not each.can))


def _missing(code: str, answers: dict[str, dict[str, Any]]) -> tuple[Pair, ...]:
    data, change = answers["data"], answers["change"]
    treated, others = int(data["treated_units"]), int(data["comparison_units"])
    before, after = int(data["periods_before"]), int(data["periods_after"])
    alone = data["comparison"] == "none"
    never = data["comparison"] == "never"
    needs: dict[str, tuple[tuple[bool, Pair], ...]] = {
        "experiment": (
            (change["decided_by"] == "random", _DRAW),
            (not alone and others >= 4, _OTHERS),
            (treated >= 4, _FEW),
        ),
        "did": (
            (not alone and others >= 5, _OTHERS),
            (treated >= 5, _FEW),
            (before >= 2, _BEFORE),
            (after >= 1, _AFTER),
        ),
        "synth": (
            (not alone and others >= 8, _OTHERS),
            (before >= 8, _BEFORE),
            (after >= 1, _AFTER),
        ),
        "its": (
            (before >= 8, _BEFORE),
            (after >= 4, _AFTER),
            (not str(change["also"]).strip() or not alone, _ALSO),
        ),
        "match": (
            (never and others >= 20, _OTHERS),
            (treated >= 20, _FEW),
            (data["covariates"] == "yes", _KNOWN),
        ),
    }
    return tuple(told for is_there, told in needs[code] if not is_there)


def _design(code: str, answers: dict[str, dict[str, Any]]) -> Design:
    why = _missing(code, answers)
    found: float | None = None
    told: tuple[Pair, ...] = ()
    if not why:
        setup = _setup(code, answers)
        if setup is None:
            told = (
                (
                    "How small an effect it would find depends on how well the others follow the "
                    "unit before the start: placebos will tell.",
                    "L’effet le plus petit qu’il décèlerait dépend de la façon dont les autres "
                    "suivent l’unité avant le début\u00a0: les placebos le diront.",
                ),
            )
        else:
            reckoned = reckon(setup)
            found = reckoned.effect if np.isfinite(reckoned.effect) else None
            told = reckoned.sentences
    return Design(
        code,
        not why,
        BEST[code],
        NAMES[code],
        why,
        ASSUMES[code],
        found,
        (*told, *_large(found, answers)),
    )


def _setup(code: str, answers: dict[str, dict[str, Any]]) -> Setup | None:
    data, outcome = answers["data"], answers["outcome"]
    treated, others = int(data["treated_units"]), int(data["comparison_units"])
    share = float(outcome["share"]) if outcome["kind"] == "share" else None
    if share is not None and not 0 < share < 1:
        raise ImpactError(
            f"Design: found outcome.share = {share:g}. Expected the share that has the outcome "
            "today, above 0 and below 1. Correct it."
        )
    sd = float(outcome["sd"])
    if code == "synth":
        return None
    before, after = int(data["periods_before"]), int(data["periods_after"])
    if code == "its":
        return Setup("its", sd=sd, periods=before + after, start=before + 1)
    whole = treated + others
    size: dict[str, Any] = {"units": whole, "treated_share": treated / whole, "sd": sd}
    if code == "did":
        waves = min(after, 3) if answers["change"]["decided_by"] == "waves" else 1
        return Setup("rollout", periods=before + after, start=before + 1, waves=waves, **size)
    people = int(data["cluster_size"])
    if people > 1:
        return Setup("clusters", cluster_size=float(people), share=share, **size)
    return Setup("means" if share is None else "shares", share=share, **size)


def _large(found: float | None, answers: dict[str, dict[str, Any]]) -> tuple[Pair, ...]:
    expected = abs(float(answers["outcome"]["expected"]))
    if found is None or expected == 0:
        return ()
    if expected >= found:
        return (
            (
                "The change that is expected is large enough to be found.",
                "Le changement attendu est assez grand pour être décelé.",
            ),
        )
    return (
        (
            "The change that is expected is smaller than that: it would probably not be found even "
            "if it is there.",
            "Le changement attendu est plus petit\u00a0: il ne serait sans doute pas décelé, même "
            "s’il existe.",
        ),
    )


def collect_first(answers: dict[str, dict[str, Any]]) -> tuple[Pair, ...]:
    """Tell what to collect first where no design can answer."""
    data, change = answers["data"], answers["change"]
    told: list[Pair] = []
    if data["comparison"] == "none" or int(data["comparison_units"]) < 8:
        told.append(
            (
                "Find others who do not have it, or not yet: at least 20, measured in the same way "
                "and at the same times.",
                "Trouvez d’autres unités qui ne l’ont pas, ou pas encore\u00a0: au moins 20, "
                "mesurées de la même façon et aux mêmes moments.",
            )
        )
    if int(data["periods_before"]) < 8:
        told.append(
            (
                "Recover past figures: two periods or more before the start where there are others "
                "to compare with, eight or more where there are none.",
                "Retrouvez des chiffres passés\u00a0: au moins deux périodes avant le début s’il y "
                "a d’autres unités à qui comparer, au moins huit sinon.",
            )
        )
    if data["covariates"] != "yes":
        told.append(
            (
                "Note how units are before they start: age, need, past use.",
                "Notez comment sont les unités avant de commencer\u00a0: âge, besoin, usage passé.",
            )
        )
    if change["decided_by"] != "random":
        told.append(
            (
                "If places are scarce or starts are staggered, draw by lot who begins first: "
                "nothing answers better.",
                "Si les places sont rares ou les débuts échelonnés, tirez au sort qui commence en "
                "premier\u00a0: rien ne répond mieux.",
            )
        )
    return tuple(told)
