"""The words of decision notes, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["HEADINGS", "told"]

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "decided": ("What is decided", "Ce qui est décidé"),
        "changes": ("What it changes for people", "Ce que cela change pour les personnes"),
        "map": ("The sites", "Les points de service"),
        "no_map": (
            "No site has a position: there is no map.",
            "Aucun point de service n’a de position : il n’y a pas de carte.",
        ),
        "map_key": (
            "Grey: communities, sized by their people. ● kept   + opened   × closed   → moved.",
            "En gris : les communautés, selon leur population. ● gardé   + ouvert   × fermé   "
            "→ déplacé.",
        ),
        "who": ("Who gains and who loses", "Qui gagne et qui perd"),
        "people": ("People", "Personnes"),
        "before": ("Before", "Avant"),
        "gaining": ("Gain", "Gagnent"),
        "losing": ("Lose", "Perdent"),
        "after": ("After", "Après"),
        "net": ("Difference", "Écart"),
        "where": ("Where", "Où"),
        "area": ("Area", "Région"),
        "reaches": ("At every distance and time", "À chaque distance et à chaque durée"),
        "reach": ("Reach", "Portée"),
        "rests": ("What it rests on", "Ce sur quoi cela repose"),
        "answer": ("What would change the answer", "Ce qui changerait la réponse"),
        "sites": ("Sites", "Points de service"),
        "site": ("Site", "Point de service"),
        "state": ("What becomes of it", "Ce qu’il devient"),
        "nearest": ("Nearest for", "Le plus proche pour"),
        "page": ("Page {page} of {pages}", "Page {page} de {pages}"),
    }
)
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "note": ("Decision note", "Note de décision"),
        "title": ("{note}: {title}, {release}", "{note} : {title}, {release}"),
        "made": (
            "Made from the release {release} (seal {seal}).",
            "Faite à partir de la diffusion {release} (sceau {seal}).",
        ),
        "sites_count": ("{count} sites", "{count} points de service"),
        "state_line": ("{mark} {state} ({count}): {names}", "{mark} {state} ({count}) : {names}"),
        "state_only": ("{mark} {state} ({count})", "{mark} {state} ({count})"),
        "and_more": ("{names} and {count} more", "{names} et {count} autres"),
        "net_line": ("people {reach}, difference", "personnes {reach}, écart"),
        "gain_line": (
            "{gaining} come within reach; {losing} are no longer.",
            "{gaining} deviennent à portée; {losing} ne le sont plus.",
        ),
        "from_to": (
            "Within reach: {before} before, {after} after, of {people} people.",
            "À portée : {before} avant, {after} après, sur {people} personnes.",
        ),
        "most_vulnerable": (
            "In the most vulnerable fifth: {net} ({words}).",
            "Dans le cinquième le plus vulnérable : {net} ({words}).",
        ),
        "one_network": (
            "There is one network: nothing is compared with it.",
            "Il y a un seul réseau : rien ne lui est comparé.",
        ),
        "caption": (
            "From “{one}” to “{two}”, {reach}; rounded to base 5.",
            "De « {one} » à « {two} », {reach}; arrondi à la base 5.",
        ),
        "where_all": (
            "All the communities that gain or lose.",
            "Toutes les communautés qui gagnent ou perdent.",
        ),
        "where_some": (
            "The {shown} communities where most change, of {count} that gain or lose.",
            "Les {shown} communautés où le plus change, sur {count} qui gagnent ou perdent.",
        ),
        "where_none": (
            "No community gains or loses.",
            "Aucune communauté ne gagne ni ne perd.",
        ),
        "sites_some": (
            "{shown} of the {count} sites: those opened, moved and closed first. All are in "
            "sites.csv.",
            "{shown} des {count} points de service : d’abord ceux qui ouvrent, sont déplacés ou "
            "ferment. Tous sont dans sites.csv.",
        ),
        "ranges": (
            "Positions are not known well enough for one number: counts run from the people "
            "surely within reach to those possibly within reach.",
            "Les positions ne sont pas assez bien connues pour un seul chiffre : les comptes vont "
            "des personnes sûrement à portée à celles qui le sont peut-être.",
        ),
        "no_ranges": (
            "Errors of position are small beside these distances: counts are single numbers.",
            "Les erreurs de position sont petites par rapport à ces distances : les comptes sont "
            "des chiffres uniques.",
        ),
        "engine": (
            "Engine of travel: {name}, {digest}.",
            "Moteur de déplacement : {name}, {digest}.",
        ),
        "reads": (
            "People are those of the release; groups are shared out by area. Scores are modelled "
            "and are not scores of Employment and Social Development Canada.",
            "Les personnes sont celles de la diffusion; les groupes sont répartis par région. Les "
            "scores sont modélisés et ne sont pas ceux d’Emploi et Développement social Canada.",
        ),
        "same_sign": (
            "At every distance and time measured the difference has the same sign: from {low} to "
            "{high} people.",
            "À chaque distance et à chaque durée mesurées, l’écart a le même signe : de {low} à "
            "{high} personnes.",
        ),
        "other_sign": (
            "The answer depends on how far counts as within reach: {list}.",
            "La réponse dépend de ce qui compte comme à portée : {list}.",
        ),
        "no_change": (
            "At no distance or time measured does anybody gain or lose, on balance.",
            "À aucune distance ni durée mesurées quelqu’un ne gagne ni ne perd, au net.",
        ),
        "measured": (
            "Travel measured along roads, with ferries and winter roads, in place of straight "
            "lines times a detour factor: people near the limit may change sides.",
            "Des déplacements mesurés le long des routes, traversiers et routes d’hiver compris, "
            "au lieu de distances à vol d’oiseau multipliées par un facteur de détour : les "
            "personnes près de la limite peuvent changer de côté.",
        ),
        "located": (
            "The positions of the sites that have none here ({count}).",
            "La position des points de service qui n’en ont pas ici ({count}).",
        ),
        "positions": (
            "Better positions of sites: counted with the people possibly within reach, the "
            "difference is {net}.",
            "De meilleures positions des points de service : avec les personnes peut-être à "
            "portée, l’écart est de {net}.",
        ),
        "gap": (
            "A longer calculation may find better sites, by {share} at most.",
            "Un calcul plus long pourrait trouver de meilleurs points de service, de {share} au "
            "plus.",
        ),
        "newer": (
            "A newer release: other people, other scores.",
            "Une diffusion plus récente : d’autres personnes, d’autres scores.",
        ),
        "alt": (
            "Map of {count} sites among the communities of the release: {states}. The table of "
            "sites says the same.",
            "Carte de {count} points de service parmi les communautés de la diffusion : {states}. "
            "Le tableau des points de service dit la même chose.",
        ),
        "seal": (
            "Balise {version} · scenario {seal} · release {release}",
            "Balise {version} · scénario {seal} · diffusion {release}",
        ),
    }
)


def told(key: str, language: str, **values: object) -> str:
    """Say something of a decision note.

    Examples
    --------
    >>> told("sites_count", "en", count="12")
    '12 sites'
    """
    pair = _WORDS.get(key) or HEADINGS[key]
    text = pair[0 if language == "en" else 1]
    if language == "fr":
        for plain in (" :", " »"):
            text = text.replace(plain, "\N{NO-BREAK SPACE}" + plain[1:])
        text = text.replace("« ", "«\N{NO-BREAK SPACE}")
    return text.format(**values) if values else text
