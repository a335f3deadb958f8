"""Words of a report on what a program did: designs, checks, states, headings."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from balise.reports.numerals import MINUS

__all__ = [
    "CHECKS",
    "DESIGNS",
    "LABELS",
    "STATES",
    "amount",
    "check_name",
    "label",
    "picked",
    "polish",
]

_NBSP = "\N{NO-BREAK SPACE}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"

DESIGNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "did": ("difference-in-differences", "différence de différences"),
        "synth": ("synthetic control", "témoin synthétique"),
        "its": ("interrupted time series", "série chronologique interrompue"),
        "experiment": ("randomised trial", "essai à répartition aléatoire"),
        "match": ("matching and weighting", "appariement et pondération"),
    }
)

STATES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pass": ("Passed", "Réussie"),
        "caution": ("Caution", "Réserve"),
        "fail": ("Failed", "Échec"),
        "not_done": ("Not done", "Non faite"),
    }
)

CHECKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pre_trends": (
            "Did both sides move alike before the start?",
            "Les deux côtés évoluaient-ils de même avant le début\u00a0?",
        ),
        "pre_trends_power": (
            "Would these data have shown a drift?",
            "Ces données auraient-elles montré une dérive\u00a0?",
        ),
        "placebo_date": (
            "Is an effect found at dates when nothing began?",
            "Trouve-t-on un effet à des dates où rien n’a commencé\u00a0?",
        ),
        "placebo_group": (
            "Is an effect found where there was no program?",
            "Trouve-t-on un effet là où il n’y avait pas de programme\u00a0?",
        ),
        "permutation": (
            "Could chance alone do this?",
            "Le hasard seul suffirait-il\u00a0?",
        ),
        "sensitivity": (
            "Would it hold if both sides had drifted apart anyway?",
            "Cela tiendrait-il si les deux côtés s’étaient éloignés de toute façon\u00a0?",
        ),
        "e_value": (
            "How strong would an unseen cause have to be?",
            "Quelle force devrait avoir une cause non observée\u00a0?",
        ),
        "influence": (
            "Does it hang on a single case?",
            "Cela tient-il à un seul cas\u00a0?",
        ),
        "spillovers": (
            "Did others feel the program too?",
            "D’autres ont-ils aussi ressenti le programme\u00a0?",
        ),
        "panel": (
            "Are data missing?",
            "Manque-t-il des données\u00a0?",
        ),
        "always_treated": (
            "Did some have the program from the outset?",
            "Certains avaient-ils le programme dès le départ\u00a0?",
        ),
        "weighting": (
            "Do other ways to compute it agree?",
            "D’autres façons de calculer concordent-elles\u00a0?",
        ),
        "fit": (
            "Was the mixture close before the start?",
            "Le mélange était-il proche avant le début\u00a0?",
        ),
        "predictors": (
            "Does all that is matched date from before the start?",
            "Tout ce qui est rapproché date-t-il d’avant le début\u00a0?",
        ),
        "starts": (
            "Does the computation come out the same each time?",
            "Le calcul donne-t-il chaque fois la même chose\u00a0?",
        ),
        "balance": (
            "Were the groups alike beforehand?",
            "Les groupes se ressemblaient-ils avant\u00a0?",
        ),
        "overlap": (
            "Is there somebody alike to compare with?",
            "Y a-t-il des semblables à qui comparer\u00a0?",
        ),
        "randomisation": (
            "Do the groups look drawn by lot?",
            "Les groupes ont-ils l’air tirés au sort\u00a0?",
        ),
        "attrition": (
            "Were outcomes lost on the way?",
            "Des résultats se sont-ils perdus en route\u00a0?",
        ),
        "clusters": (
            "Are there enough groups that share their luck?",
            "Y a-t-il assez de groupes au sort commun\u00a0?",
        ),
        "autocorrelation": (
            "Are the errors right, when periods resemble their neighbours?",
            "Les erreurs sont-elles justes, si des périodes voisines se ressemblent\u00a0?",
        ),
        "seasonality": (
            "Were seasons taken into account?",
            "A-t-on tenu compte des saisons\u00a0?",
        ),
        "regression_to_mean": (
            "Did it start after a bad spell that would have passed?",
            "A-t-il commencé après un creux qui serait passé tout seul\u00a0?",
        ),
        "few_units": (
            "Are there enough data?",
            "Y a-t-il assez de données\u00a0?",
        ),
        "treatment_reversal": (
            "Did the program stop again somewhere?",
            "Le programme s’est-il arrêté quelque part\u00a0?",
        ),
        "constant_outcome": (
            "Does the outcome vary at all?",
            "Le résultat varie-t-il\u00a0?",
        ),
    }
)

_OWN: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("its", "pre_trends"): (
            "Was the trend before the start straight?",
            "La tendance d’avant le début était-elle droite\u00a0?",
        ),
        ("its", "placebo_group"): (
            "Did the comparison series stay on its course?",
            "La série de comparaison a-t-elle gardé son cours\u00a0?",
        ),
        ("experiment", "sensitivity"): (
            "Does it agree with and without what was known before?",
            "Est-ce pareil avec et sans ce que l’on savait avant\u00a0?",
        ),
        ("match", "sensitivity"): (
            "Do other methods agree?",
            "D’autres méthodes concordent-elles\u00a0?",
        ),
        ("match", "balance"): (
            "Are the groups alike, once compared?",
            "Les groupes se ressemblent-ils, une fois comparés\u00a0?",
        ),
    }
)

LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kind": ("Report on the effect of a program", "Rapport sur l’effet d’un programme"),
        "title": ("Did it work, and was it the program?", "Est-ce l’effet du programme\u00a0?"),
        "titled": ("Effect of {program}", "L’effet {of_program}"),
        "this": ("the program", "le programme"),
        "finding": ("In plain words", "En clair"),
        "asked": ("What was asked", "La question"),
        "chart": ("What the data show", "Ce que montrent les données"),
        "numbers": ("The numbers of the chart", "Les nombres du graphique"),
        "verdict": ("Verdict", "Verdict"),
        "change": ("What would change the verdict", "Ce qui changerait le verdict"),
        "checks": ("The checks", "Les vérifications"),
        "check": ("Question", "Question"),
        "state": ("Result", "Résultat"),
        "found": ("What was found", "Ce qui a été trouvé"),
        "warnings": ("Read with the number", "À lire avec le nombre"),
        "method": ("How it was computed", "Comment c’est calculé"),
        "estimates": ("Estimates", "Estimations"),
        "estimate": ("Averaged over", "Moyenne sur"),
        "value": ("Effect", "Effet"),
        "interval": ("95% interval", "Intervalle à 95\u00a0%"),
        "departures": ("Departures from the registered plan", "Écarts au plan enregistré"),
        "no_departure": (
            "None: the analysis is the one that was registered.",
            "Aucun\u00a0: l’analyse est celle qui a été enregistrée.",
        ),
        "no_plan": (
            "No plan was given to this report: nothing shows that the analysis was chosen "
            "before the data were seen.",
            "Aucun plan n’a été fourni à ce rapport\u00a0: rien n’atteste que l’analyse a été "
            "choisie avant que les données soient vues.",
        ),
        "digests": ("To do it again", "Pour refaire le calcul"),
        "digests_note": (
            "These fingerprints (SHA-256) change if one character of the file changes.",
            "Ces empreintes (SHA-256) changent si un seul caractère du fichier change.",
        ),
        "data": ("Data", "Données"),
        "code": ("Code", "Code"),
        "reading": (
            "How to read this: \u201cp\u201d is the probability that chance alone gives a "
            "difference at least as large (0.05 is 1 in 20). The 95% interval is built so that it "
            "holds the true effect 19 times out of 20, if what the method assumes is true. "
            "\u201cTreated\u201d means: had the program.",
            "Pour lire ce tableau\u00a0: «\u00a0p\u00a0» est la probabilité que le hasard seul "
            "donne un écart au moins aussi grand (0,05, c’est 1 fois sur 20). L’intervalle à "
            "95\u00a0% est construit pour contenir l’effet réel 19 fois sur 20, si ce que suppose "
            "la méthode est vrai. «\u00a0Traité\u00a0» veut dire\u00a0: a eu le programme.",
        ),
        "seal": (
            "Balise · computed from the data whose fingerprint is at the end",
            "Balise · calculé à partir des données dont l’empreinte est à la fin",
        ),
        "rules": ("How a verdict follows", "Comment le verdict s’ensuit"),
        "rules_told": (
            "Cannot be attributed: a check without which the method does not hold failed, or could "
            "not be done. If not, no evidence: the 95% interval holds zero. If not, contributes: "
            "a check that counts failed, or there is no interval. If not, probably attributable: "
            "a check that counts calls for caution or could not be done, or the method allows no "
            "better. If not, attributable.",
            "Ne peut être attribué\u00a0: une vérification sans laquelle la méthode ne tient pas a "
            "échoué, ou n’a pu être faite. Sinon, aucune preuve\u00a0: l’intervalle à 95\u00a0% "
            "contient zéro. Sinon, y contribue\u00a0: une vérification qui compte a échoué, ou il "
            "n’y a pas d’intervalle. Sinon, probablement attribuable\u00a0: une vérification qui "
            "compte appelle une réserve ou n’a pu être faite, ou la méthode ne permet pas mieux. "
            "Sinon, attribuable.",
        ),
        "more": (
            "{count} other checks in the same way: see the table of checks.",
            "{count} autres vérifications de même\u00a0: voir le tableau des vérifications.",
        ),
        "page": ("Page {page} of {pages}", "Page {page} de {pages}"),
    }
)


def picked(pair: tuple[str, str], language: str) -> str:
    """Give the one of two texts that is in a language."""
    return pair[int(language == "fr")]


def check_name(code: str, design: str, language: str) -> str:
    """Give the question that a check answers; by its code if it has no words yet.

    Examples
    --------
    >>> check_name("permutation", "did", "en"), check_name("new_check", "did", "fr")
    ('Could chance alone do this?', 'new check')
    """
    pair = _OWN.get((design, code)) or CHECKS.get(code)
    return picked(pair, language) if pair else code.replace("_", " ")


def label(name: str, language: str, **values: str) -> str:
    """Give a label, its places filled."""
    text = picked(LABELS[name], language)
    return text.format(**values) if values else text


def amount(value: float, language: str) -> str:
    """Write an amount with three significant digits, as a reader of the language expects.

    Examples
    --------
    >>> amount(-0.33421, "en"), amount(137.27, "fr"), amount(6.0, "en"), amount(1e-12, "en")
    ('−0.334', '137', '6.00', '0')
    >>> amount(12345.6, "fr").replace("\N{NO-BREAK SPACE}", "_")
    '12_346'
    """
    if abs(value) < 5e-9:
        return "0"
    size, decimals = abs(value), 0 if abs(value) >= 100 else 2
    while decimals < 8 and 0 < size < 10 ** (2 - decimals):
        decimals += 1
    text = f"{size:,.{decimals}f}"
    is_zero = not text.strip("0.,")
    if language == "fr":
        text = text.replace(",", _NBSP).replace(".", ",")
    return text if value >= 0 or is_zero else MINUS + text


def polish(text: str, language: str) -> str:
    """Write signs, spaces and quotation marks of a sentence as the language prints them.

    Examples
    --------
    >>> polish("it lies from -0.9 to 25 %: 'calls' in 2020-01", "en")
    'it lies from −0.9 to 25%: “calls” in 2020-01'
    """
    text = re.sub(r"(?<![\w.,-])-(?=\d)", MINUS, text).replace(_NARROW, _NBSP)
    if language == "en":
        text = re.sub(r"(?<=\d)[ \u00a0]%", "%", text)
        return re.sub(r"(?<!\w)'([^']+)'(?!\w)", "\u201c\\1\u201d", text)
    text = re.sub(r"(?<=\d) %", f"{_NBSP}%", text)
    text = re.sub(r" (?=[:;?!»])", _NBSP, text)
    return re.sub(r"(?<=«) ", _NBSP, text)
