"""Words of the map, in both languages; handed to the script in the page."""

__all__ = ["front_words"]

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
