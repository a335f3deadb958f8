"""What would change a verdict, from its rules and from the checks that were not passed."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.impact import Answer, Check
from balise.reports.impact_words import check_name, picked

__all__ = ["advice", "is_limit", "rules"]

_RULES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "attributable": (
            "The 95% interval leaves zero out, and every check that this design needs was passed.",
            "L’intervalle à 95\u00a0% exclut zéro, et toutes les vérifications que demande cette "
            "méthode sont réussies.",
        ),
        "probably": (
            "The 95% interval leaves zero out and no check that counts failed, but the best "
            "verdict is not reached, for this reason:",
            "L’intervalle à 95\u00a0% exclut zéro et aucune vérification qui compte n’a échoué, "
            "mais le meilleur verdict n’est pas atteint, pour la raison suivante\u00a0:",
        ),
        "contributes": (
            "The effect cannot be separated from something else, for this reason:",
            "L’effet ne peut être séparé d’autre chose, pour la raison suivante\u00a0:",
        ),
        "no_evidence": (
            "Chance alone could make a difference like this one:",
            "Le hasard seul pourrait donner un écart comme celui-ci\u00a0:",
        ),
        "cannot": (
            "A check without which the method does not hold failed, or could not be done:",
            "Une vérification sans laquelle la méthode ne tient pas a échoué, ou n’a pu être "
            "faite\u00a0:",
        ),
    }
)

_LIMIT = (
    "The 95% interval leaves zero out and every check that counts was passed, but with these data "
    "this method allows no better verdict.",
    "L’intervalle à 95\u00a0% exclut zéro et toutes les vérifications qui comptent sont réussies, "
    "mais avec ces données cette méthode ne permet pas de meilleur verdict.",
)

_BOUND: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "its": (
            "A series that the program did not touch, but everything else did (--comparison), "
            "would allow the best verdict.",
            "Une série que le programme n’a pas touchée, mais que tout le reste a touchée "
            "(--comparison), permettrait le meilleur verdict.",
        ),
        "experiment": (
            "Columns that tell what was known of everybody before the draw (--covariates) would "
            "show whether the lots were fair: without them the verdict is at most probable.",
            "Des colonnes disant ce que l’on savait de chacun avant le tirage (--covariates) "
            "montreraient si le sort a été juste\u00a0: sans elles, le verdict est au mieux "
            "probable.",
        ),
        "match": (
            "This method cannot do better than “probably”: only drawing by lot, or following both "
            "groups over time, would tell whether something unmeasured made the difference.",
            "Cette méthode ne peut faire mieux que «\u00a0probablement\u00a0»\u00a0: seul un "
            "tirage au sort, ou le suivi des deux groupes dans le temps, dirait si autre chose, "
            "non mesuré, a fait la différence.",
        ),
    }
)

_NEXT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pre_trends": (
            "compare with units that moved alike before the start (other units, or similar ones "
            "chosen by --covariates), and add earlier periods",
            "comparer avec des unités qui évoluaient de même avant le début (d’autres unités, ou "
            "des unités semblables choisies par --covariates), et ajouter des périodes antérieures",
        ),
        "pre_trends_power": (
            "add earlier periods or more units, so that a trend would show",
            "ajouter des périodes antérieures ou des unités, pour qu’une tendance se voie",
        ),
        "placebo_date": (
            "find out what changed before the start, or compare with units it changed too",
            "chercher ce qui a changé avant le début, ou comparer avec des unités qui l’ont aussi "
            "vécu",
        ),
        "placebo_group": (
            "add a comparison that the program did not reach but everything else did",
            "ajouter une comparaison que le programme n’a pas touchée, mais que tout le reste a "
            "touchée",
        ),
        "permutation": (
            "add units to compare with, or more periods after the start",
            "ajouter des unités de comparaison, ou des périodes après le début",
        ),
        "sensitivity": (
            "add earlier periods and steadier data, so that the doubt about diverging trends is "
            "smaller than the effect",
            "ajouter des périodes antérieures et des données plus stables, pour que le doute sur "
            "des tendances divergentes soit plus petit que l’effet",
        ),
        "e_value": (
            "measure what may explain both who had the program and the outcome",
            "mesurer ce qui peut expliquer à la fois qui a eu le programme et le résultat",
        ),
        "influence": (
            "look at the case that is named: is its data right, did something else happen there?",
            "examiner le cas nommé\u00a0: ses données sont-elles justes, s’y est-il passé autre "
            "chose\u00a0?",
        ),
        "spillovers": (
            "name the units that may have felt the program without having it, or leave them out",
            "nommer les unités qui ont pu ressentir le programme sans l’avoir, ou les écarter",
        ),
        "panel": (
            "complete the missing values at their source",
            "compléter les valeurs manquantes à la source",
        ),
        "always_treated": (
            "add periods before the first start, or leave these units out of what is claimed",
            "ajouter des périodes antérieures au premier début, ou ne rien affirmer de ces unités",
        ),
        "weighting": (
            "decide beforehand which average answers the question, and say why",
            "décider d’avance quelle moyenne répond à la question, et dire pourquoi",
        ),
        "fit": (
            "add units to compare with that resembled the treated one, or earlier periods",
            "ajouter des unités de comparaison qui ressemblaient à l’unité traitée, ou des "
            "périodes antérieures",
        ),
        "predictors": (
            "end the spans of the predictors before the start",
            "arrêter les périodes des prédicteurs avant le début",
        ),
        "starts": (
            "ask for fewer predictors, so that the mixture of units is not in doubt",
            "demander moins de prédicteurs, pour que le mélange d’unités ne fasse pas de doute",
        ),
        "balance": (
            "take account of what differs between the groups (--covariates)",
            "tenir compte de ce qui diffère entre les groupes (--covariates)",
        ),
        "overlap": (
            "keep only those who have somebody alike in the other group",
            "ne garder que ceux qui ont leur semblable dans l’autre groupe",
        ),
        "randomisation": (
            "find out how units were really assigned; name what was known of them before "
            "(--covariates); if it was not by lot, choose a method for comparisons without lots",
            "vérifier comment les unités ont vraiment été réparties\u00a0; nommer ce qu’on savait "
            "d’elles avant (--covariates)\u00a0; sans tirage au sort, choisir une méthode faite "
            "pour cela",
        ),
        "attrition": (
            "find the outcomes that are missing, above all where one group lost more",
            "retrouver les résultats manquants, surtout là où un groupe en a perdu davantage",
        ),
        "clusters": (
            "add groups that were assigned together (offices, communities), not people in them",
            "ajouter des groupes répartis ensemble (bureaux, collectivités), et non des personnes",
        ),
        "autocorrelation": (
            "add periods, or a comparison series that carries the same ups and downs",
            "ajouter des périodes, ou une série de comparaison qui porte les mêmes hauts et bas",
        ),
        "seasonality": (
            "add whole cycles (years) before the start",
            "ajouter des cycles entiers (années) avant le début",
        ),
        "regression_to_mean": (
            "add earlier periods, and compare with units that had the same bad spell without the "
            "program",
            "ajouter des périodes antérieures, et comparer avec des unités qui ont connu le même "
            "creux sans le programme",
        ),
        "few_units": (
            "add units, or periods before the start",
            "ajouter des unités, ou des périodes avant le début",
        ),
        "treatment_reversal": (
            "leave out units whose program stopped, or study them apart",
            "écarter les unités dont le programme s’est arrêté, ou les étudier à part",
        ),
        "constant_outcome": (
            "measure something that varies",
            "mesurer quelque chose qui varie",
        ),
    }
)


_OWN: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("its", "pre_trends"): (
            "add earlier periods, or a comparison series with the same bend",
            "ajouter des périodes antérieures, ou une série de comparaison au même infléchissement",
        ),
        ("its", "placebo_date"): (
            "find out what changed at those dates, or give a comparison series that it changed too",
            "chercher ce qui a changé à ces dates, ou donner une série de comparaison qui l’a "
            "aussi vécu",
        ),
        ("its", "placebo_group"): (
            "give a comparison series that nothing else disturbed",
            "donner une série de comparaison que rien d’autre n’a perturbée",
        ),
        ("experiment", "sensitivity"): (
            "find out why both differ: the groups may not have been alike at the start",
            "chercher pourquoi les deux diffèrent\u00a0: les groupes n’étaient peut-être pas "
            "semblables au départ",
        ),
        ("match", "sensitivity"): (
            "find out why the methods differ: often few units are alike in all columns",
            "chercher pourquoi les méthodes diffèrent\u00a0: souvent, peu d’unités se ressemblent "
            "selon toutes les colonnes",
        ),
        ("match", "balance"): (
            "keep fewer columns, or look for units to compare with that resemble the treated more",
            "garder moins de colonnes, ou chercher des unités de comparaison plus semblables",
        ),
    }
)


def rules(answer: Answer, language: str) -> str:
    """Tell the rule behind a verdict; its reasons follow."""
    if is_limit(answer):
        return picked(_LIMIT, language)
    return picked(_RULES[answer.verdict], language)


def advice(answer: Answer, language: str) -> list[str]:
    """Tell what would raise a verdict, check by check, and what would lower it."""
    fr = language == "fr"
    found = [
        _raise(each, answer.design, language) for each in _in_the_way(answer) if each.code in _NEXT
    ]
    if len(found) > 4:
        rest = (
            "Then take the other checks that were not passed, one after another.",
            "Reprendre ensuite une à une les autres vérifications qui ne sont pas réussies.",
        )
        found = [*found[:3], picked(rest, language)]
    if answer.verdict in {"probably", "contributes"} and _is_bound(answer):
        found.append(picked(_BOUND[answer.design], language))
    if answer.verdict == "no_evidence":
        found.append(
            "Plus d’unités ou de périodes rétréciraient l’intervalle. Le verdict ne monte que si "
            "l’intervalle exclut zéro\u00a0: cela peut aussi ne jamais arriver, si le programme "
            "n’a pas d’effet."
            if fr
            else "More units or periods would narrow the interval. The verdict rises only if the "
            "interval leaves zero out: that may never be, if the program has no effect."
        )
    if _effect_alone(answer):
        found.append(
            "Il faut un intervalle autour de l’effet, donc plus de périodes ou d’unités."
            if fr
            else "The effect needs an interval, hence more periods or units."
        )
    if answer.verdict in {"attributable", "probably", "contributes"}:
        found.append(
            "Le verdict baisserait si, avec de nouvelles données, une vérification qui compte "
            "échouait, ou si l’intervalle contenait zéro."
            if fr
            else "The verdict would fall if, with new data, a check that counts failed, or the "
            "interval held zero."
        )
    return found


def is_limit(answer: Answer) -> bool:
    """Tell whether every check was passed, and the design alone allows no better verdict."""
    return answer.verdict == "probably" and any(
        en.startswith("The interval leaves zero out") for en, _fr in answer.reasons
    )


def _is_bound(answer: Answer) -> bool:
    """Tell whether the data given keep a design from its best verdict."""
    missing = {"its": "comparison", "experiment": "covariates"}.get(answer.design)
    return answer.design == "match" or (missing is not None and not answer.roles.get(missing))


def _in_the_way(answer: Answer) -> list[Check]:
    told = {en for en, _fr in answer.reasons}
    return [each for each in answer.checks if each.en in told]


def _effect_alone(answer: Answer) -> bool:
    return answer.verdict == "contributes" and answer.estimates[answer.headline].low is None


def _raise(check: Check, design: str, language: str) -> str:
    told = _OWN.get((design, check.code)) or _NEXT[check.code]
    name, to_do = check_name(check.code, design, language), picked(told, language)
    return f"{name} {to_do[0].upper()}{to_do[1:]}."
