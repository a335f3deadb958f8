"""What the search knows of each text: the public words of both languages, weighed, and facets."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from balise.site.guide.models import Expert, Play, Record, Resource
from balise.site.guide.search_words import fold, forms_said, initials, stems, words
from balise.site.guide.terms import (
    ANALYSES,
    CLIENT_GROUPS,
    JURISDICTIONS,
    ORDERS,
    POPULATIONS,
    PROJECT_STATES,
    RESOURCE_KINDS,
    REVIEWED_STATES,
    THEMES,
    term_of,
)
from balise.vocabulary import Term

__all__ = ["KINDS", "Entry", "entries"]

KINDS = ("record", "play", "resource", "expert")
_LANGUAGES = ("en", "fr")


class Zone(NamedTuple):
    """A part of a text: how much a word in it counts, and how many words it usually has."""

    weight: float
    usual: int


TITLE = Zone(4, 8)
NAMES = Zone(2, 12)  # who and where
GIST = Zone(2, 60)  # summary, and what was measured
LABELS = Zone(1, 12)  # names of codes
REST = Zone(1, 150)
# The usual constants of BM25: how soon a word said again adds nothing, how much length counts.
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Entry:
    """A text, as the index takes it in.

    Attributes
    ----------
    impacts : mapping of str to float
        What each stem says of the text, 0 to K1 + 1.
    written : mapping of str to str
        A word as it is written, for each stem.
    facets : frozenset of pairs
        Names of facets, each with a value.
    titles : tuple of str
        In English and in French, folded, to sort by; no two are alike.
    """

    kind: str
    number: int
    identifier: str
    impacts: Mapping[str, float]
    written: Mapping[str, str]
    facets: frozenset[tuple[str, str]]
    titles: tuple[str, str]
    due: date | None = None


class _Words:
    """Gathers the words of one text, language by language, zone by zone."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, Zone], Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._forms: dict[tuple[str, Zone], Counter[str]] = defaultdict(Counter)

    def pair(self, zone: Zone, item: Any, *names: str) -> None:
        """Take in fields that are written in both languages."""
        for name in names:
            for lang in _LANGUAGES:
                self.add(zone, lang, getattr(item, f"{name}_{lang}"))

    def terms(self, zone: Zone, *terms: Term) -> None:
        """Take in names of codes; what is not stated says nothing."""
        for each in terms:
            self.add(zone, "en", each.en)
            self.add(zone, "fr", each.fr)

    def both(self, zone: Zone, *texts: str) -> None:
        """Take in texts that are read in either language."""
        for each in texts:
            for lang in _LANGUAGES:
                self.add(zone, lang, each)

    def organisation(self, zone: Zone, body: Any) -> None:
        """Take in the names of a body, and the initials it goes by."""
        if body is not None:
            self.pair(zone, body, "name")
            self.both(zone, *(initials(getattr(body, f"name_{lang}")) for lang in _LANGUAGES))

    def add(self, zone: Zone, lang: str, text: str) -> None:
        """Take in a text of one language."""
        said = words(text)
        self._counts[lang, zone].update(said)
        self._forms[lang, zone].update(forms_said(said, lang))

    def impacts(self) -> dict[str, float]:
        """Weigh each stem: the language that says it best counts, not both together."""
        best: dict[str, float] = {}
        for lang in _LANGUAGES:
            for stem, said in self._said(lang).items():
                if said > best.get(stem, 0):
                    best[stem] = said
        return {stem: said * (K1 + 1) / (said + K1) for stem, said in best.items()}

    def _said(self, lang: str) -> dict[str, float]:
        sums: dict[str, float] = defaultdict(float)
        for zone in (each for of, each in self._counts if of == lang):
            counts = self._counts[lang, zone]
            length = sum(len(parts) * count for parts, count in counts.items())
            once = zone.weight / (1 - B + B * length / zone.usual)
            for parts, count in counts.items():
                for stem, _part in _stems(parts, lang):
                    sums[stem] += once * count
            for form, count in self._forms[lang, zone].items():
                sums[form] += once * count
        return sums

    def written(self) -> dict[str, str]:
        """Give a word as it is written for each stem."""
        found: dict[str, str] = {}
        for (lang, _zone), counts in self._counts.items():
            for stem, part in chain.from_iterable(_stems(parts, lang) for parts in counts):
                if found.setdefault(stem, part) != part:
                    found[stem] = shorter(found[stem], part)
        return found


@lru_cache(maxsize=200_000)
def _stems(parts: tuple[str, ...], lang: str) -> tuple[tuple[str, str], ...]:
    """Give the stems of a word and of its parts, each with what it is the stem of."""
    every = parts if len(parts) == 1 else (*parts, "".join(parts))
    return tuple((stem, part) for part in every for stem in stems(part, lang))


def shorter(one: str, other: str) -> str:
    """Choose between two spellings, whichever comes first."""
    return one if (len(one), one) < (len(other), other) else other


def _entry(kind: str, item: Any, said: _Words, facets: Mapping[str, Iterable[str]]) -> Entry:
    said.pair(TITLE, item, "title")
    said.both(REST, item.identifier.replace("-", " "))
    languages = [each for each in _LANGUAGES if getattr(item, f"state_{each}") in REVIEWED_STATES]
    pairs = {**facets, "kind": [kind], "language": languages}
    en, fr = item.title_en, item.title_fr
    return Entry(
        kind=kind,
        number=item.pk,
        identifier=item.identifier,
        impacts=said.impacts(),
        written=said.written(),
        facets=frozenset((name, each) for name, values in pairs.items() for each in values if each),
        titles=(
            f"{fold(en or fr)}\0{kind}\0{item.identifier}",
            f"{fold(fr or en)}\0{kind}\0{item.identifier}",
        ),
        due=getattr(item, "review_due", None),
    )


def _known(terms: Sequence[Term], *codes: str) -> list[Term]:
    return [term_of(terms, each) for each in codes if each]


def _codes(rows: Any) -> list[str]:
    return [each.code for each in rows.all()]


def _record(item: Any) -> Entry:
    said = _Words()
    themes, clients = _codes(item.themes), _codes(item.client_groups)
    said.pair(GIST, item, "summary")
    said.organisation(NAMES, item.lead)
    said.both(NAMES, item.municipality)
    said.terms(NAMES, *_known(JURISDICTIONS, item.jurisdiction))
    said.terms(LABELS, *_known(THEMES, *themes), *_known(CLIENT_GROUPS, *clients))
    said.terms(LABELS, *_known(POPULATIONS, *_codes(item.populations)))
    said.terms(LABELS, *_known(ANALYSES, item.analysis), *_known(ORDERS, item.order_of_government))
    said.terms(LABELS, *_known(PROJECT_STATES, item.project_state))
    said.pair(REST, item, "problem", "approach", "methods", "why_ended", "funding", "fairness")
    said.pair(REST, item, "indigenous_data", "limits", "lessons", "small_needs", "contact_role")
    said.both(REST, item.tools)
    claims = list(item.claims.all())
    for claim in claims:
        said.pair(GIST, claim, "measure")
        said.pair(REST, claim, "unit", "baseline", "note")
    for each in item.partners.all():
        said.organisation(REST, each.organisation)
        said.both(REST, each.name)
        said.pair(REST, each, "role")
    for each in (*item.data_used.all(), *item.assets.all()):
        said.pair(REST, each, "name")
        said.both(REST, getattr(each, "holder", ""))
    for each in item.sources.all():
        said.pair(REST, each, "title")
        said.both(REST, each.publisher)
    for each in (*item.places.all(), *item.adaptations.all()):
        said.both(REST, each.name)
    for each in item.adaptations.all():
        said.pair(REST, each, "note")
    facets = {
        "order": [item.order_of_government],
        "jurisdiction": [item.jurisdiction],
        "theme": themes,
        "analysis": [item.analysis],
        "state": [item.project_state],
        "client": clients,
        "evidence": [each.method for each in claims if each.is_result],
        "verification": [item.verification],
    }
    return _entry("record", item, said, facets)


def _blocks(value: Any) -> Iterator[str]:
    """Give the texts of typed blocks, without addresses and marks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in {"id", "link", "type"}:
                yield from _blocks(each)
    else:
        for each in value or ():
            yield from _blocks(each)


def _play(item: Any) -> Entry:
    said = _Words()
    said.pair(GIST, item, "summary")
    said.pair(REST, item, "when")
    said.terms(LABELS, *_known(THEMES, item.theme))
    for lang in _LANGUAGES:
        for each in _blocks(list(getattr(item, f"body_{lang}").raw_data)):
            said.add(REST, lang, each)
    for each in item.examples.all():
        said.pair(REST, each, "note")
    return _entry("play", item, said, {"theme": [item.theme]})


def _resource(item: Any) -> Entry:
    said = _Words()
    themes = _codes(item.themes)
    said.pair(GIST, item, "summary")
    said.pair(NAMES, item, "publisher")
    said.terms(LABELS, *_known(RESOURCE_KINDS, item.kind), *_known(THEMES, *themes))
    return _entry("resource", item, said, {"theme": themes})


def _expert(item: Any) -> Entry:
    said = _Words()
    fields, body = _codes(item.fields), item.organisation
    said.pair(GIST, item, "about")
    said.organisation(NAMES, body)
    said.terms(NAMES, *_known(JURISDICTIONS, item.region))
    said.terms(LABELS, *_known(THEMES, *fields))
    facets = {"theme": fields, "jurisdiction": [item.region], "order": [body.order_of_government]}
    return _entry("expert", item, said, facets)


_PARTS = ("themes", "client_groups", "populations", "claims", "data_used", "assets", "sources")
_READ: Mapping[str, tuple[Callable[[], Any], Callable[[Any], Entry]]] = {
    "record": (
        lambda: (
            Record.objects.current()
            .select_related("lead")
            .prefetch_related(*_PARTS, "places", "adaptations", "partners__organisation")
        ),
        _record,
    ),
    "play": (lambda: Play.objects.filter(live=True).prefetch_related("examples"), _play),
    "resource": (lambda: Resource.objects.filter(live=True).prefetch_related("themes"), _resource),
    "expert": (
        lambda: (
            Expert.objects.filter(live=True)
            .select_related("organisation")
            .prefetch_related("fields")
        ),
        _expert,
    ),
}
_AT_ONCE = 500  # rows; SQLite takes so many numbers in one question


def entries(kind: str, numbers: Iterable[int] | None = None) -> Iterator[Entry]:
    """Read the public texts of a kind, as they are published and never as they are drafted.

    Parameters
    ----------
    kind : str
        One of KINDS.
    numbers : iterable of int, optional
        Those to read; else all. What is not public, or gone, is left out.
    """
    query, entry = _READ[kind]
    if numbers is None:
        yield from map(entry, query().iterator(chunk_size=_AT_ONCE))
        return
    asked = sorted(numbers)
    for first in range(0, len(asked), _AT_ONCE):
        yield from map(entry, query().filter(pk__in=asked[first : first + _AT_ONCE]))
