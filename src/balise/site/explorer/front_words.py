"""Words of the map, in both languages; handed to the script in the page."""

__all__ = ["front_words", "map_words"]

_WORDS: dict[str, tuple[str, str]] = {
    "map": ("Map", "Carte"),
    "approximate": ("approximate", "approximatif"),
    "higher": (
        "Higher means more vulnerability.",
        "Plus le score est élevé, plus la vulnérabilité est grande.",
    ),
}


def front_words(language: str) -> dict[str, str]:
    """Give the words of the map in a language.

    Examples
    --------
    >>> front_words("fr")["map"]
    'Carte'
    """
    place = ("en", "fr").index(language)
    return {key: pair[place] for key, pair in _WORDS.items()}


_MAP_WORDS: dict[str, tuple[str, str]] = {
    "map": ("Map of the sites", "Carte des points de service"),
    "map_label": (
        "Map of the sites. The table below says the same. Arrows move it, plus and minus zoom.",
        "Carte des points de service. Le tableau ci-dessous dit la même chose. Les flèches la "
        "déplacent, plus et moins changent l’échelle.",
    ),
    "network": ("Network shown", "Réseau montré"),
    "nearest": ("nearest for {people} people", "le plus proche pour {people} personnes"),
    "whole": ("Show all sites", "Montrer tous les points"),
    "scroll_ctrl": (
        "Press Ctrl and scroll to zoom",
        "Appuyez sur Ctrl et défilez pour changer l’échelle",
    ),
    "scroll_cmd": (
        "Press ⌘ and scroll to zoom",
        "Appuyez sur ⌘ et défilez pour changer l’échelle",
    ),
    "pan_two_fingers": ("Use two fingers to move", "Déplacez avec deux doigts"),
}


def map_words(language: str) -> dict[str, str]:
    """Give the words of the map of sites in a language.

    Examples
    --------
    >>> map_words("fr")["network"]
    'Réseau montré'
    """
    place = ("en", "fr").index(language)
    return {key: pair[place] for key, pair in _MAP_WORDS.items()}
