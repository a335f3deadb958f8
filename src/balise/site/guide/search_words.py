"""Words as the search compares them: folded, stemmed, joined to what means the same."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import NamedTuple

import snowballstemmer

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Synonym",
    "fold",
    "form_named",
    "forms_said",
    "initials",
    "meet",
    "stems",
    "synonyms",
    "variants",
    "words",
]

SHORTEST, LONGEST = 2, 60
"""Characters of the words that are kept; a digit may stand alone."""

# Words that only hold a sentence together. Those that are also a noun or an abbreviation of the
# field in the other language stay searchable: ai, car, sans, non, est, or.
_HOLDING_TOGETHER = (
    # English
    "a about an and any are as at be been but by can could did do does for from had has have "
    "he her his how i if in into is it its me more my no not of on our she should so some "
    "such than that the their them then there these they this those to us was we were what "
    "when where which who whom whose why will with would you your "
    # French
    "au aux avec ce cela ces cet cette ceux comme comment dans de des du elle elles en entre "
    "et etait ete etre eux fait font il ils je la le les leur leurs lui ma mais mes moi mon "
    "ne nos notre nous ont ou par pas plus pour qu quand que quel quelle quelles quels qui "
    "quoi sa se selon ses si sont sur ta te tes ton tu un une va vers vos votre vous y "
    "avons avez etes sommes suis peut peuvent faut lors lorsque donc ni meme "
    # What is left of elided words: l'eau, d'eau, aujourd'hui
    "aujourd hui jusqu lorsqu puisqu quelqu"
)
_STOP_WORDS = frozenset(_HOLDING_TOGETHER.split())
# Words whose stem is that of another word of the field: an assistant assists nobody with money.
_APART = {"assistance": "assistance", "assistances": "assistance"}
_DASHES = re.compile(r"[\u2010-\u2015\u2212_]")
# A soft hyphen only says where a line may break.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "\u00ad": None})
# T.N.-O., N.-B., P.E.I.: letters with points between them are one word.
_POINTED = re.compile(r"(?<![^\W_])[^\W\d_](?:\.-?[^\W\d_])+(?![^\W_])\.?")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_STEMMERS = {"en": snowballstemmer.stemmer("english"), "fr": snowballstemmer.stemmer("french")}
_KEPT = 200_000  # words remembered with what became of them
_STEMMING = Lock()  # a stemmer keeps the word it works on


def _plain(text: str) -> str:
    """Write a text in small letters, with one kind of dash and without points in abbreviations."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    dashed = _DASHES.sub("-", small)
    return _POINTED.sub(lambda found: re.sub(r"[.-]", "", found[0]), dashed)


def fold(text: str) -> str:
    """Take the accents and capitals from a text.

    Examples
    --------
    >>> fold("Nouvelle-Écosse"), fold("Cœur")
    ('nouvelle-ecosse', 'coeur')
    """
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(each for each in parts if not unicodedata.combining(each))


def words(text: str) -> tuple[tuple[str, ...], ...]:
    """Part a text into the words that say something, accents kept.

    Returns
    -------
    tuple of tuple of str
        For each word its parts: more than one if hyphens join them.

    Examples
    --------
    >>> words("Les bris d’aqueduc aux T.N.-O. : un sous-sol")
    (('bris',), ('aqueduc',), ('tno',), ('sous', 'sol'))
    """
    return tuple(filter(None, map(_parts, _WORD.findall(_plain(text)))))


@lru_cache(maxsize=_KEPT)
def _parts(word: str) -> tuple[str, ...]:
    return tuple(filter(_says, word.split("-")))


def _says(word: str) -> bool:
    long = SHORTEST <= len(word) <= LONGEST
    return (long and fold(word) not in _STOP_WORDS) or (len(word) == 1 and word.isdecimal())


@lru_cache(maxsize=_KEPT)
def stems(word: str, language: str) -> tuple[str, ...]:
    """Give the stem of a word, as written and as written without accents.

    Endings such as -ée show only with their accent; readers leave accents out.

    Examples
    --------
    >>> stems("installées", "fr"), stems("services", "en")
    (('install', 'installe'), ('servic',))
    """
    bare = fold(word)
    if bare in _APART:
        return (_APART[bare],)
    with _STEMMING:
        stemmer = _STEMMERS[language]
        found = fold(stemmer.stemWord(word)), stemmer.stemWord(bare)
    return tuple(dict.fromkeys(found))


def variants(word: str) -> tuple[str, ...]:
    """Give the stems of a word whose language is not known.

    Examples
    --------
    >>> variants("prévisions")
    ('prevision', 'previs')
    """
    return tuple(dict.fromkeys((*stems(word, "en"), *stems(word, "fr"))))


def initials(name: str) -> str:
    """Give the initials that a body goes by, if it has three words or more.

    Examples
    --------
    >>> initials("Emploi et Développement social Canada"), initials("Service Canada")
    ('edsc', '')
    """
    parts = [part for each in words(name) for part in each]
    return fold("".join(each[0] for each in parts)) if len(parts) > 2 else ""


class Synonym(NamedTuple):
    """Words that mean the same: each form is a sequence of words, each word its stems."""

    forms: tuple[tuple[tuple[str, ...], ...], ...]


def _form(text: str, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(stems(part, language) for each in words(text) for part in each)


@lru_cache(maxsize=1)
def _entries() -> tuple[Mapping[str, list[str]], ...]:
    text = files("balise.site.guide").joinpath("glossary.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["entries"])


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[tuple[Synonym, int], ...]]:
    """Read the glossary: for each stem, the forms that begin with it."""
    found: dict[str, list[tuple[Synonym, int]]] = {}
    for entry in _entries():
        forms = _unique(_form(each, lang) for lang in ("en", "fr") for each in entry[lang])
        synonym = Synonym(forms)
        for number, form in enumerate(forms):
            for stem in form[0]:
                found.setdefault(stem, []).append((synonym, number))
    return {stem: tuple(each) for stem, each in found.items()}


def meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Tell whether two words may be the same: they share a stem."""
    return not set(one).isdisjoint(other)


def form_named(form: Sequence[tuple[str, ...]]) -> str:
    """Name a form as the index does: a word by its stem, several words as one thing.

    Examples
    --------
    >>> form_named((("open",), ("data", "dat")))
    'open data'
    """
    return " ".join(each[0] for each in form)


@lru_cache(maxsize=2)
def _forms_of_words(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], ...], ...]]:
    """Give the forms of several words in a language, by the stems of their first one."""
    found: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    for each in _entries():
        for form in (_form(text, language) for text in each[language]):
            for stem in form[0] if len(form) > 1 else ():
                found.setdefault(stem, []).append(form)
    return {stem: tuple(forms) for stem, forms in found.items()}


def forms_said(said: Sequence[tuple[str, ...]], language: str) -> Iterator[str]:
    """Find the forms of several words that a text says, word after word.

    Parameters
    ----------
    said : sequence of tuple of str
        The words of the text, with their parts.
    language : str
        Of the text.
    """
    known = _forms_of_words(language)
    flat = [stems(part, language) for parts in said for part in parts]
    for first, start in enumerate(flat):
        forms = {form for stem in start for form in known.get(stem, ())}
        for form in sorted(forms):
            here = flat[first : first + len(form)]
            if len(here) == len(form) and all(map(meet, here, form)):
                yield form_named(form)


def _unique(
    forms: Iterable[tuple[tuple[str, ...], ...]],
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(dict.fromkeys(each for each in forms if each))
