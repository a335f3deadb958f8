"""What a question asks: its words, what means the same, and what was perhaps meant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import NamedTuple

import numpy as np

from balise.site.guide.search_index import Floats, Index
from balise.site.guide.search_words import fold, form_named, meet, stems, synonyms, variants, words

__all__ = ["LONGEST", "Asked", "asked", "scores"]

LONGEST = 500
"""Characters of a question that are read; the rest says nothing more."""
MOST_WORDS = 30
SAME = 0.7  # what a word of the glossary counts, next to the word that was asked
MEANT = 0.5  # what a word counts that was perhaps meant
_SHORTEST_MEANT, _MOST_MEANT = 4, 5

Stems = tuple[str, ...]


class _Phrase(NamedTuple):
    """Words of a question, from one to before another, and other ways to say them."""

    first: int
    last: int
    forms: tuple[tuple[Stems, ...], ...]
    weight: float


@dataclass(slots=True)
class Asked:
    """A question, read.

    Attributes
    ----------
    typed : list of str
        Its words, in small letters.
    stems : list of tuple of str
        For each word, how a text may say it.
    """

    typed: list[str] = field(default_factory=list)
    stems: list[Stems] = field(default_factory=list)
    phrases: list[_Phrase] = field(default_factory=list)


def asked(query: str) -> Asked:
    """Read a question; nothing in it is an instruction."""
    read = Asked()
    for parts in words(query[:LONGEST]):
        first = len(read.typed)
        if first + len(parts) > MOST_WORDS:
            break
        read.typed += parts
        read.stems += [variants(each) for each in parts]
        if len(parts) > 1:
            whole = variants("".join(parts))
            read.phrases.append(_Phrase(first, len(read.typed), ((whole,),), 1))
    read.phrases += _longest(_in_glossary(read.stems))
    return read


def _in_glossary(said: Sequence[Stems]) -> Iterator[_Phrase]:
    """Find what the glossary says otherwise."""
    known = synonyms()
    for first, start in enumerate(said):
        for synonym, number in {each for stem in start for each in known.get(stem, ())}:
            form = synonym.forms[number]
            here = said[first : first + len(form)]
            if len(here) == len(form) and all(map(meet, here, form)):
                yield _Phrase(first, first + len(form), synonym.forms, SAME)


def _longest(phrases: Iterable[_Phrase]) -> list[_Phrase]:
    """Keep of overlapping phrases the longest: "open data" is more than "data"."""
    ordered = sorted(set(phrases), key=lambda each: (each.first - each.last, each))
    kept: list[_Phrase] = []
    for each in ordered:
        same = {(other.first, other.last) for other in kept}
        free = all(each.last <= begin or end <= each.first for begin, end in same)
        if (each.first, each.last) in same or free:
            kept.append(each)
    return kept


def scores(index: Index, question: Asked) -> tuple[Floats, dict[str, str]]:
    """Score every text by a question.

    Any word may be missing. A phrase counts as what was asked or as its best other form,
    never as both: a text in two languages says nothing twice.

    Returns
    -------
    scores : array of float, one for each place
    meant : dict
        Words that no text says, each with the one that was perhaps meant.
    """
    single = [index.scores(each) for each in question.stems]
    held = {place for each in question.phrases for place in range(each.first, each.last)}
    meant: dict[str, str] = {}
    for place, score in enumerate(single):
        if not score.any() and place not in held:
            is_last = place == len(single) - 1
            single[place] = _perhaps(index, question.typed[place], meant, is_last=is_last)
    total = np.zeros(len(index.keys))
    spans: dict[tuple[int, int], list[_Phrase]] = {}
    for phrase in question.phrases:
        spans.setdefault((phrase.first, phrase.last), []).append(phrase)
    for score in single:
        total += score
    for (first, last), phrases in sorted(spans.items()):
        said = np.sum(single[first:last], axis=0)
        other = np.max([_otherwise(index, each) for each in phrases], axis=0)
        total += np.maximum(other - said, 0)
    return np.round(total, 6), meant


def _otherwise(index: Index, phrase: _Phrase) -> Floats:
    """Score the best other form, said as a whole; it stands for all the words it replaces."""
    named = (form[0] if len(form) == 1 else (form_named(form),) for form in phrase.forms)
    best: Floats = np.max([index.scores(each) for each in named], axis=0)
    return phrase.weight * (phrase.last - phrase.first) * best


def _perhaps(index: Index, word: str, meant: dict[str, str], *, is_last: bool) -> Floats:
    """Score by what a word that no text says may stand for: its beginning, or a slip."""
    bare = fold(word)
    if len(bare) < _SHORTEST_MEANT or not bare.isalpha():
        return np.zeros(len(index.keys))
    found = index.beginning(bare, _MOST_MEANT) if is_last else []
    if not found:
        near = {each for stem in _bare_stems(bare) for each in _slips(stem)}
        found = index.known(near, _MOST_MEANT)
        if found:
            meant[word] = index.written[found[0]]
    return MEANT * index.scores(found)


def _bare_stems(word: str) -> set[str]:
    return {word, *(each for lang in ("en", "fr") for each in stems(word, lang))}


def _slips(word: str) -> Iterator[str]:
    """Give what differs by one letter: missing, too many, another, or two changed round."""
    if len(word) < _SHORTEST_MEANT:
        return
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in ascii_lowercase)
