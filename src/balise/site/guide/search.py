"""Search over what the Guide holds: one result per text, whatever its languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils import timezone

from balise.site.guide.search_index import Bools, Floats, Index
from balise.site.guide.search_query import LONGEST, asked, scores
from balise.site.guide.search_state import current_index
from balise.site.guide.search_texts import KINDS
from balise.site.guide.search_unanswered import note

__all__ = ["Found", "Hit", "find"]

FLOOR = 0.3  # of the best score: what is found by a passing word alone is left out
MOST_BESIDE = 6
_ALWAYS_TOLD = ("kind", "order", "jurisdiction", "theme", "analysis", "state", "client")
_FACETS = (*_ALWAYS_TOLD, "evidence", "verification", "language")


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found; without words in the question, the score is 0."""

    kind: str
    identifier: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found.

    Attributes
    ----------
    hits : tuple of Hit
        Those asked for, the best first.
    total : int
        How many there are in all.
    facets : mapping
        For each facet its values, each with the number of texts that choosing it would leave,
        the other facets staying as they are.
    corrected : str
        The question with slips put right, or empty.
    beside : tuple of Hit
        The best texts of the other kinds, at most six; none without words.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: str = ""
    beside: tuple[Hit, ...] = ()


def find(
    query: str,
    language: str,
    kinds: Sequence[str] = KINDS,
    filters: Mapping[str, Sequence[str]] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Found:
    """Find texts by words and facets.

    Parameters
    ----------
    query : str
        Words in either language, or none: then everything, by title; what should have been
        confirmed by now comes last.
    language : str
        Of the reader; it orders titles and changes nothing else.
    kinds : sequence of str
        Which kinds of texts: record, play, resource, expert.
    filters : mapping, optional
        Values chosen of facets. Any value of a facet will do; every facet must hold. A value
        that is not known leaves nothing.
    limit, offset : int
        How many hits, from which on.
    """
    index = current_index()
    question = asked(query)
    of_kind = index.having("kind", kinds)
    chosen = {name: tuple(values) for name, values in (filters or {}).items() if values}
    if question.typed:
        score, meant = scores(index, question)
        score *= index.alive
        matched = _relevant(score, of_kind)
    else:
        score, meant = np.zeros(len(index.keys)), {}
        matched = index.alive.copy() if not query.strip() else np.zeros_like(index.alive)
    allowed = {name: index.having(name, values) for name, values in chosen.items()}
    left = matched & of_kind & _all(allowed, matched)
    last = None if limit is None else offset + limit
    hits = _hits(index, score, left, language, slice(offset, last))
    others: tuple[Hit, ...] = ()
    if question.typed:
        others = _hits(index, score, matched & ~of_kind, language, slice(MOST_BESIDE))
        if not matched.any():
            note(query, language)
    facets = _facets(index, matched, of_kind, allowed, chosen)
    return Found(hits, int(left.sum()), facets, _corrected(query, meant), others)


def _relevant(score: Floats, of_kind: Bools) -> Bools:
    """Keep what comes near the best text of the kinds asked for; of others, the best of all."""
    best = score.max(initial=0, where=of_kind)
    floor = FLOOR * np.where(of_kind, best, score.max(initial=0))
    kept: Bools = (score > 0) & (score >= floor)
    return kept


def _hits(
    index: Index, score: Floats, places: Bools, language: str, part: slice
) -> tuple[Hit, ...]:
    """Give a part of what was found, the best first."""
    ordered = _ordered(index, score, np.flatnonzero(places), language)
    return tuple(
        Hit(index.keys[each][0], index.identifiers[each], float(score[each]))
        for each in ordered[part]
    )


def _all(allowed: Mapping[str, Bools], like: Bools, but: str = "") -> Bools:
    kept = np.ones_like(like)
    for name, each in allowed.items():
        if name != but:
            kept &= each
    return kept


def _ordered(index: Index, score: Floats, places: np.ndarray, language: str) -> list[int]:
    """Sort by score; among equals and without question by title, what is overdue last."""
    ranks = index.ranks(language)[places]
    late = index.overdue(timezone.localdate())[places]
    by_score = -score[places]
    return [int(each) for each in places[np.lexsort((ranks, late, by_score))]]


def _facets(
    index: Index,
    matched: Bools,
    of_kind: Bools,
    allowed: Mapping[str, Bools],
    chosen: Mapping[str, Sequence[str]],
) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {name: {} for name in _FACETS}
    bases = {
        name: matched & _all(allowed, matched, name) & (of_kind if name != "kind" else True)
        for name in _FACETS
    }
    for (name, value), places in sorted(index.facets.items()):
        count = int(bases[name][places].sum())
        if count or value in chosen.get(name, ()):
            counted[name][value] = count
    return counted


def _corrected(query: str, meant: Mapping[str, str]) -> str:
    """Write the question again with what was perhaps meant."""
    corrected = query[:LONGEST]
    for word, other in meant.items():
        corrected = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, corrected, flags=re.I)
    return corrected if meant and corrected != query[:LONGEST] else ""
