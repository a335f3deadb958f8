"""Lists that a reader narrows by field, language or jurisdiction, with counts beside each."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from balise.site.guide.terms import LANGUAGES
from balise.site.languages import language
from balise.vocabulary import Term

__all__ = ["SPOKEN", "Choice", "Facet", "narrowed", "spoken_codes"]

SPOKEN = tuple(each for each in LANGUAGES if each.code != "both")
"""Languages to choose from: what is in both is found under each."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Something a list is narrowed by: its key in the address, its name, the codes of an item."""

    key: str
    label: Any
    terms: Sequence[Term]
    codes: Callable[[Any], Collection[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as a page offers it: each code with its name and how many items have it."""

    key: str
    label: Any
    chosen: str
    options: tuple[tuple[str, str, int], ...]


def spoken_codes(code: str) -> tuple[str, ...]:
    """Give the languages that a code stands for.

    Examples
    --------
    >>> spoken_codes("both"), spoken_codes("fr"), spoken_codes("")
    (('en', 'fr'), ('fr',), ())
    """
    return ("en", "fr") if code == "both" else tuple(filter(None, (code,)))


def narrowed(
    items: Iterable[Any], facets: Sequence[Facet], asked: Mapping[str, str]
) -> tuple[list[Any], tuple[Choice, ...]]:
    """Keep the items that have every code asked for, and count what else could be asked.

    Parameters
    ----------
    items : iterable
        All there are.
    facets : sequence of Facet
        What they may be narrowed by.
    asked : mapping of str
        The query of an address; a code that is not known asks for nothing.

    Returns
    -------
    tuple
        The items kept, in their order, and a choice for each facet that any item has.
    """
    everything = list(items)
    chosen = {
        each.key: asked.get(each.key, "")
        for each in facets
        if asked.get(each.key, "") in {term.code for term in each.terms}
    }
    kept = [item for item in everything if _has(item, facets, chosen)]
    choices = tuple(_choice(each, everything, facets, chosen) for each in facets)
    return kept, tuple(each for each in choices if each.options)


def _has(item: Any, facets: Iterable[Facet], chosen: Mapping[str, str]) -> bool:
    return all(chosen[each.key] in each.codes(item) for each in facets if each.key in chosen)


def _choice(
    facet: Facet, items: Sequence[Any], facets: Sequence[Facet], chosen: Mapping[str, str]
) -> Choice:
    """Count an option among the items that the other facets leave."""
    others = [each for each in facets if each.key != facet.key]
    left = [item for item in items if _has(item, others, chosen)]
    there = {code for item in items for code in facet.codes(item)}
    options = tuple(
        (
            term.code,
            term.fr if language() == "fr" else term.en,
            sum(term.code in facet.codes(item) for item in left),
        )
        for term in facet.terms
        if term.code in there
    )
    return Choice(facet.key, facet.label, chosen.get(facet.key, ""), options)
