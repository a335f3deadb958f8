"""The sentences of reports on results, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["NOTES"]

NOTES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "brief_score": (
            "{area} scores {score} out of 100, interval {interval}, 19 times out of 20.",
            "{area} obtient un score de {score} sur 100, intervalle de {interval}, 19 fois sur 20.",
        ),
        "brief_beside": (
            "Beside it, Canada: {score}, interval {interval}.",
            "À titre de comparaison, le Canada : {score}, intervalle de {interval}.",
        ),
        "brief_people": (
            "About {high} of its {people} people aged 16 and over have an expected score of 50 or "
            "more ({share}).",
            "Environ {high} de ses {people} personnes de 16 ans et plus ont un score attendu de "
            "50 ou plus ({share}).",
        ),
        "brief_group": (
            "The highest published group is: {group}, {score}, interval {interval}. Published "
            "groups: {published} of {all}; the others wait for a table.",
            "Le groupe publié au score le plus élevé : {group}, {score}, intervalle de {interval}. "
            "Groupes publiés : {published} sur {all}; les autres attendent un tableau.",
        ),
        "brief_places": (
            "In {above} of {all} {levels}, the whole interval is above the province. Half of the "
            "people with an expected score of 50 or more live in {half} of them.",
            "Dans {above} des {all} {levels}, tout l’intervalle est au-dessus de la province. La "
            "moitié des personnes ayant un score attendu de 50 ou plus vivent dans {half} d’entre "
            "elles.",
        ),
        "brief_reach": (
            "About {beyond} people ({share}) live more than {km} km by road, estimated, from every "
            "listed office.",
            "Environ {beyond} personnes ({share}) vivent à plus de {km} km par la route, selon une "
            "estimation, de tout bureau répertorié.",
        ),
        "brief_doubt": (
            "Of the {all} {levels}, {caution} have a comparison to use with caution, {unsure} one "
            "too uncertain to compare, and {none} no score.",
            "Sur les {all} {levels}, {caution} ont une comparaison à utiliser avec prudence, "
            "{unsure} une comparaison trop incertaine, et {none} sont sans score.",
        ),
        "brief_checks": (
            "Of the {limited} checks with a limit, {met} held; of these, {held} were against "
            "figures held out of the fit.",
            "Sur les {limited} vérifications assorties d’un seuil, {met} ont tenu; parmi "
            "celles-ci, {held} portaient sur des chiffres laissés de côté à l’ajustement.",
        ),
        "groups_alt": (
            "Chart of intervals: scores of {count} areas and groups. Highest: {first}, {high}. "
            "Lowest: {last}, {low}. The figures are in the tables that follow.",
            "Graphique d’intervalles : scores de {count} régions et groupes. Le plus élevé : "
            "{first}, {high}. Le plus faible : {last}, {low}. Les chiffres sont dans les tableaux "
            "qui suivent.",
        ),
        "middle_alt": (
            "Chart of intervals: {count} {levels}, the highest first. First: {first}, {high}. "
            "Last: {last}, {low}. The figures are in the table that follows.",
            "Graphique d’intervalles : {count} {levels}, les plus élevées d’abord. Première : "
            "{first}, {high}. Dernière : {last}, {low}. Les chiffres sont dans le tableau qui "
            "suit.",
        ),
        "sensitivity_alt": (
            "Chart of bars: how the score of {area} changes under {count} alternatives. Largest "
            "change: {first}, {high} points. The figures are in the table that follows.",
            "Graphique à barres : variation du score, {area}, selon {count} autres hypothèses. "
            "Plus grande variation : {first}, {high} points. Les chiffres sont dans le tableau "
            "qui suit.",
        ),
        "groups_caption": (
            "Scores with their intervals, 19 times out of 20",
            "Scores et leurs intervalles, 19 fois sur 20",
        ),
        "map_caption": (
            "Points above or below the province, {levels}",
            "Points par rapport à la province, {levels}",
        ),
        "middle_caption": (
            "Points above or below the province, with intervals: {levels}",
            "Points par rapport à la province et intervalles : {levels}",
        ),
        "middle_score_caption": (
            "Scores with intervals: {levels}",
            "Scores et intervalles : {levels}",
        ),
        "sensitivity_caption": (
            "Points by which the score changes: {area}",
            "Variation du score, en points : {area}",
        ),
        "chart_key": (
            "Band: interval. Dot: value. Figures are in the table that follows.",
            "Bande : intervalle. Point : valeur. Les chiffres sont dans le tableau qui suit.",
        ),
        "map_key": (
            "Size: people. Striped diamond: use with caution. Empty: no score, or too unreliable.",
            "Taille : population. Losange rayé : à utiliser avec prudence. Vide : aucun score, ou "
            "trop peu fiable.",
        ),
        "ranks_note": (
            "Ranks are ranges, 19 times out of 20, among areas of the level in the province; 1 is "
            "the highest score. Areas that rest on an assumption, where no survey goes, and those "
            "too uncertain to compare are not listed.",
            "Les rangs sont des étendues, 19 fois sur 20, parmi les régions du niveau dans la "
            "province; 1 est le score le plus élevé. Les régions qui reposent sur une hypothèse, "
            "là où aucune enquête ne va, et celles trop incertaines pour être comparées ne sont "
            "pas listées.",
        ),
        "high_note": (
            "Counts are modelled and rounded to base 5.",
            "Les nombres sont modélisés et arrondis à la base 5.",
        ),
        "most_note": (
            "Half of the {total} people with an expected score of 50 or more live in {half} of the "
            "{all} {levels}.",
            "La moitié des {total} personnes ayant un score attendu de 50 ou plus vivent dans "
            "{half} des {all} {levels}.",
        ),
        "reach_note": (
            "Of {all} listed points of service, {located} are located, at the centre of their "
            "town. People of {area}, of all ages.",
            "Sur {all} points de service répertoriés, {located} sont situés, au centre de leur "
            "ville. Personnes de tous âges, {area}.",
        ),
        "no_reach": (
            "This release lists no office, so that nobody’s reach is known.",
            "Cette diffusion ne répertorie aucun bureau : la portée n’est connue pour personne.",
        ),
        "travel": (
            "Travel is estimated: straight line times a detour factor.",
            "Déplacements estimés : distance à vol d’oiseau multipliée par un facteur de détour.",
        ),
        "grades_note": (
            "Quality goes by half-width of the interval: A under 1 point, B 2, C 3.5, D 5, E 8 "
            "(use with caution), F 8 or more (too uncertain to compare); one grade lower for each "
            "missing margin.",
            "La qualité suit la demi-largeur de l’intervalle : A moins de 1 point, B 2, C 3,5, D "
            "5, E 8 (à utiliser avec prudence), F 8 ou plus (trop incertaine pour comparer); une "
            "cote de moins pour chaque marge manquante.",
        ),
        "fixed": (
            "{model}: published tables fixed {part} of {whole} directions; stated priors did the "
            "rest.",
            "{model} : les tableaux publiés ont fixé {part} directions sur {whole}; des lois a "
            "priori énoncées ont fait le reste.",
        ),
        "fixed_note": (
            "A change under another aggregation is one of scale as much as of doubt: compare areas "
            "under one aggregation.",
            "Une variation selon une autre agrégation tient à l’échelle autant qu’au doute : "
            "comparez des régions selon une même agrégation.",
        ),
        "no_source": (
            "Areas without a published count of people, whose score waits for one: {count}.",
            "Régions sans dénombrement publié, dont le score en attend un : {count}.",
        ),
        "assumed": (
            "Areas that rest on an assumption, where no survey goes: {count}.",
            "Régions qui reposent sur une hypothèse, là où aucune enquête ne va : {count}.",
        ),
        "suppressed": (
            "Areas in which income or education was suppressed for some people: {count}. Those "
            "figures, or a local survey, would narrow their intervals.",
            "Régions où le revenu ou la scolarité d’une partie des gens a été supprimé : {count}. "
            "Ces chiffres, ou une enquête locale, resserreraient leurs intervalles.",
        ),
        "checks_note": (
            "A figure held out of the fit tests it; one used in the fit shows that it was read "
            "rightly. Figures without a limit are printed for information.",
            "Un chiffre laissé de côté à l’ajustement le met à l’épreuve; un chiffre utilisé "
            "montre qu’il a été bien lu. Les chiffres sans seuil sont imprimés à titre indicatif.",
        ),
        "moves_note": (
            "A move is that of people (shares of types of person), plus that of behaviour (scores "
            "of types), plus what rounding leaves, in points. It has no interval of its own.",
            "Une variation est celle de la population (parts des types de personnes), plus celle "
            "des comportements (scores des types), plus ce que laisse l’arrondi, en points. Elle "
            "n’a pas d’intervalle à elle.",
        ),
        "moves_count": (
            "Areas scored in both: {both}. Areas only in the earlier release: {only_old}; only in "
            "this one: {only_new}; without a score in one or both: {unscored}.",
            "Régions ayant un score dans les deux : {both}. Régions dans l’ancienne diffusion "
            "seulement : {only_old}; dans celle-ci seulement : {only_new}; sans score dans l’une "
            "ou dans les deux : {unscored}.",
        ),
        "pipeline_note": (
            "As released by the secretariat of the working group. Expected benefits are not "
            "results.",
            "Selon ce que le secrétariat du groupe de travail a rendu public. Les avantages "
            "attendus ne sont pas des résultats.",
        ),
        "may_1": (
            "compare an area or group with its province, interval in hand;",
            "comparer une région ou un groupe avec sa province, intervalle à l’appui;",
        ),
        "may_2": (
            "choose where to look first, with people who know the place;",
            "choisir où regarder d’abord, avec des personnes qui connaissent le milieu;",
        ),
        "may_3": (
            "follow the same area from one release to the next, by the same method.",
            "suivre une même région d’une diffusion à l’autre, selon la même méthode.",
        ),
        "not_1": (
            "tell anything of a person from the score of an area or group;",
            "dire quoi que ce soit d’une personne d’après le score d’une région ou d’un groupe;",
        ),
        "not_2": (
            "rank areas by score alone, or take overlapping intervals as proof of likeness: errors "
            "are shared between areas;",
            "classer des régions d’après le seul score, ni voir dans des intervalles qui se "
            "recoupent la preuve d’une ressemblance : les erreurs sont communes à plusieurs "
            "régions;",
        ),
        "not_3": (
            "open, close or cut a service on this figure alone;",
            "ouvrir, fermer ou réduire un service d’après ce seul chiffre;",
        ),
        "not_4": (
            "be presented as official scores: this is an open reconstruction, not the numbers of "
            "Employment and Social Development Canada.",
            "les présenter comme des scores officiels : c’est une reconstruction ouverte, non les "
            "chiffres d’Emploi et Développement social Canada.",
        ),
        "method_1": (
            "Scores describe usual residents aged 16 and over. Each is the mean, over the types of "
            "people who live in an area, of three dimensions: means (access), willingness (use of "
            "government services online) and abilities (basic digital skills). It is modelled from "
            "published tables, not measured in the area. Anchors are fixed: scores of years and "
            "jurisdictions compare.",
            "Les scores décrivent les résidents habituels de 16 ans et plus. Chacun est la "
            "moyenne, sur les types de personnes qui vivent dans une région, de trois dimensions : "
            "moyens (accès), volonté (usage des services gouvernementaux en ligne) et capacités "
            "(compétences numériques de base). Il est modélisé à partir de tableaux publiés, et "
            "non mesuré dans la région. Les repères sont fixes : les scores d’années et "
            "d’administrations se comparent.",
        ),
        "method_2": (
            "People are synthetic: a seed of types of person by age, education and household "
            "income is fitted to the published margins of each area. Intervals come from {draws} "
            "draws of coefficients, margins and area effects.",
            "Les personnes sont synthétiques : une population de départ par âge, scolarité et "
            "revenu du ménage est ajustée aux marges publiées de chaque région. Les intervalles "
            "viennent de {draws} tirages des coefficients, des marges et des effets de région.",
        ),
        "method_3": (
            "The release holds every table behind this report, its data dictionary in both "
            "languages and the record of every choice. The same seal means the same numbers.",
            "La diffusion contient tous les tableaux derrière ce rapport, leur dictionnaire de "
            "données dans les deux langues et la fiche de tous les choix. Un même sceau, ce sont "
            "les mêmes chiffres.",
        ),
        "parameters": (
            "Weights of means, willingness and abilities: {weights}. Aggregation: {how}. Chance "
            "that a household without 50/10 Mbps is shut out (k): {k}. Share of non-use that is no "
            "barrier (n): {n}.",
            "Pondération des moyens, de la volonté et des capacités : {weights}. Agrégation : "
            "{how}. Probabilité qu’un ménage sans 50/10 Mbit/s soit exclu (k) : {k}. Part de "
            "non-utilisation sans obstacle (n) : {n}.",
        ),
    }
)
