"""How each design computes, with its errors and its references."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.impact import Answer
from balise.reports.impact_words import picked

__all__ = ["averages", "method"]

_METHODS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "did": (
            "The change of the units that started is compared with that of units that did not, "
            "group by group and period by period, then averaged. It supposes that, without the "
            "program, both would have changed alike. {errors} The "
            "wide bars of the chart hold all periods at once. References: Callaway and Sant’Anna "
            "(2021); Sant’Anna and Zhao (2020) with covariates; Rambachan and Roth (2023) for the "
            "doubt about trends.",
            "L’évolution des unités qui ont commencé est comparée à celle d’unités qui n’ont pas "
            "commencé, groupe par groupe et période par période, puis on fait la moyenne. Cela "
            "suppose que, sans le programme, les deux auraient évolué de même. {errors} Les barres "
            "larges du graphique valent pour toutes les périodes à la fois. Références\u00a0: "
            "Callaway et Sant’Anna (2021)\u00a0; Sant’Anna et Zhao (2020) avec covariables\u00a0; "
            "Rambachan et Roth (2023) pour le doute sur les tendances.",
        ),
        "synth": (
            "Other units are mixed so that the mixture moved like the treated one before the "
            "start; the effect is the mean gap between both from the start on. It supposes that "
            "the mixture would have gone on alike, and that none of these units had the program. "
            "The interval is that of a t-test for synthetic controls, widened where needed to "
            "hold the effect. References: Abadie, Diamond and Hainmueller (2010); Chernozhukov, "
            "Wüthrich and Zhu (t-test; intervals of periods); Ben-Michael, Feller and Rothstein "
            "(2021) for the augmented kind.",
            "D’autres unités sont mélangées de sorte que le mélange évoluait comme l’unité traitée "
            "avant le début\u00a0; l’effet est l’écart moyen entre les deux depuis le début. Cela "
            "suppose que le mélange aurait continué de même, et qu’aucune de ces unités n’a eu le "
            "programme. L’intervalle est celui d’un test t pour témoins synthétiques, élargi au "
            "besoin pour contenir l’effet. Références\u00a0: Abadie, Diamond et Hainmueller "
            "(2010)\u00a0; Chernozhukov, Wüthrich et Zhu (test t\u00a0; intervalles par "
            "période)\u00a0; Ben-Michael, Feller et Rothstein (2021) pour la version augmentée.",
        ),
        "its": (
            "The trend of the series before the start is drawn on; the effect is the mean "
            "difference between what was seen and that line from the start on. It supposes that, "
            "without the program, the series would have followed it. Neighbouring periods "
            "resemble each other: the interval is the wider of two that allow for it, of Prais "
            "and Winsten (1954) and of Newey and West (1987). Reference: Bernal, Cummins and "
            "Gasparrini (2017).",
            "La tendance de la série avant le début est prolongée\u00a0; l’effet est l’écart moyen "
            "entre ce qui a été observé et cette ligne depuis le début. Cela suppose que, sans le "
            "programme, la série l’aurait suivie. Des périodes voisines se ressemblent\u00a0: "
            "l’intervalle est le plus large de deux qui en tiennent compte, de Prais et Winsten "
            "(1954) et de Newey et West (1987). Référence\u00a0: Bernal, Cummins et Gasparrini "
            "(2017).",
        ),
        "experiment": (
            "Both groups were drawn by lot: the effect is the difference of their means, "
            "sharpened by what was known beforehand if columns were named. It is the effect of "
            "being assigned to the program, whether or not it was taken up. Errors hold unequal "
            "spread, and groups assigned together where there are. References: Neyman (1923); Lin "
            "(2013); Lee (2009) where outcomes are missing.",
            "Les deux groupes ont été tirés au sort\u00a0: l’effet est la différence de leurs "
            "moyennes, précisée par ce que l’on savait d’avance si des colonnes sont nommées. "
            "C’est l’effet d’être affecté au programme, qu’on l’ait suivi ou non. Les erreurs "
            "tiennent compte de dispersions inégales, et de groupes répartis ensemble s’il y en "
            "a. Références\u00a0: Neyman (1923)\u00a0; Lin (2013)\u00a0; Lee (2009) s’il manque "
            "des résultats.",
        ),
        "match": (
            "Those who had the program are compared with others who resembled them in the columns "
            "named. It supposes that nothing else tells both apart: what was not measured was not "
            "taken into account. References: Rosenbaum and Rubin (1983); VanderWeele and Ding "
            "(2017) for what an unseen cause would have to be.",
            "Ceux qui ont eu le programme sont comparés à d’autres qui leur ressemblaient selon "
            "les colonnes nommées. Cela suppose que rien d’autre ne les distingue\u00a0: ce qui "
            "n’a pas été mesuré n’est pas pris en compte. Références\u00a0: Rosenbaum et Rubin "
            "(1983)\u00a0; VanderWeele et Ding (2017) pour ce que devrait être une cause non "
            "observée.",
        ),
    }
)

_FORMULAS = (
    "Errors come from influence functions (formulas).",
    "Les erreurs viennent des fonctions d’influence (formules).",
)
_DRAWN = (
    "Errors come from {draws} draws of a multiplier bootstrap.",
    "Les erreurs viennent de {draws} tirages d’un rééchantillonnage par multiplicateurs.",
)

_AVERAGES: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "did": {
            "simple": ("all treated units and periods", "toutes les unités et périodes traitées"),
            "group": ("each group, then all groups", "chaque groupe, puis tous les groupes"),
            "dynamic": ("each time since the start", "chaque temps écoulé depuis le début"),
            "calendar": ("each treated period", "chaque période traitée"),
        },
        "synth": {
            "simple": ("mean gap from the start on", "écart moyen depuis le début"),
            "debiased": ("less the bias before the start", "biais d’avant le début ôté"),
            "augmented": ("augmented by ridge regression", "augmenté par régression ridge"),
            "outcomes_only": ("matched on outcomes alone", "ajusté sur les seuls résultats"),
        },
        "its": {
            "simple": ("mean effect from the start on", "effet moyen depuis le début"),
            "prais_winsten": ("errors of Prais and Winsten", "erreurs de Prais et Winsten"),
            "newey_west": ("errors of Newey and West", "erreurs de Newey et West"),
            "level": ("jump at the start", "saut au début"),
            "slope": ("change of slope, each period", "changement de pente, par période"),
        },
        "experiment": {
            "simple": ("difference of means", "différence des moyennes"),
            "adjusted": ("with what was known before", "avec ce que l’on savait avant"),
            "lee_low": ("lowest, if lost outcomes matter", "au plus bas, vu les résultats perdus"),
            "lee_high": (
                "highest, if lost outcomes matter",
                "au plus haut, vu les résultats perdus",
            ),
        },
        "match": {
            "simple": ("those who had the program", "ceux qui ont eu le programme"),
            "doubly_robust": ("doubly robust", "doublement robuste"),
            "entropy": ("entropy weights", "poids d’entropie"),
            "ps": ("pairs alike in propensity", "paires de même propension"),
            "mahalanobis": ("nearest by all columns", "plus proches selon les colonnes"),
            "ipw": ("weights by propensity", "poids de propension"),
            "unmatched": ("before any comparison (no effect)", "avant appariement (pas un effet)"),
        },
    }
)


def method(answer: Answer, language: str) -> str:
    """Tell estimator, errors and references of a design."""
    pair = _METHODS.get(answer.design)
    if pair is None:
        return ""
    settings = answer.counts.get("settings")
    draws = settings.get("draws", 0) if isinstance(settings, Mapping) else 0
    errors = picked(_DRAWN if draws else _FORMULAS, language).format(draws=draws)
    return picked(pair, language).replace("{errors}", errors)


def averages(answer: Answer, name: str, language: str) -> str:
    """Name one of the estimates of a design; by its key if it has no words yet."""
    words = _AVERAGES.get(answer.design, {})
    if answer.design == "match" and name == "simple":
        name = answer.roles.get("method", name)  # the one asked for
    pair = words.get(name)
    return picked(pair, language) if pair else name.replace("_", " ")
