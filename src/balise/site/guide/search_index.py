"""The index: which text says which stem, and how well; a value that is never changed."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from balise.site.guide.search_texts import Entry, shorter

__all__ = ["Index", "Posting"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Key = tuple[str, int]  # kind, number


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a stem is said: places in the index, and how much it says of each."""

    places: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Index:
    """Every public text of the Guide.

    A text has a place, from 0. One that changed gets a new place, and its old one is dead.
    """

    keys: Sequence[Key] = ()
    identifiers: Sequence[str] = ()
    titles: Sequence[tuple[str, str]] = ()
    dues: Sequence[date | None] = ()
    alive: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    postings: Mapping[str, Posting] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[tuple[str, str], npt.NDArray[np.int32]] = field(default_factory=dict)

    def changed(self, gone: Iterable[Key], entries: Iterable[Entry]) -> "Index":
        """Give the index without some texts and with others, in their new state."""
        base = self._without(set(gone))
        first = len(base.keys)
        places: dict[str, array[int]] = defaultdict(lambda: array("i"))
        impacts: dict[str, array[float]] = defaultdict(lambda: array("f"))
        facets: dict[tuple[str, str], array[int]] = defaultdict(lambda: array("i"))
        written = dict(base.written)
        keys, identifiers = list(base.keys), list(base.identifiers)
        titles, dues = list(base.titles), list(base.dues)
        for place, entry in enumerate(entries, first):
            keys.append((entry.kind, entry.number))
            identifiers.append(entry.identifier)
            titles.append(entry.titles)
            dues.append(entry.due)
            for stem, impact in entry.impacts.items():
                places[stem].append(place)
                impacts[stem].append(impact)
            for stem, word in entry.written.items():
                if written.setdefault(stem, word) != word:
                    written[stem] = shorter(written[stem], word)
            for facet in entry.facets:
                facets[facet].append(place)
        return Index(
            keys,
            identifiers,
            titles,
            dues,
            np.concatenate([base.alive, np.ones(len(keys) - first, dtype=np.bool_)]),
            base._longer(places, impacts),
            written,
            base._more_facets(facets),
        )

    def _longer(
        self, places: Mapping[str, "array[int]"], impacts: Mapping[str, "array[float]"]
    ) -> dict[str, Posting]:
        postings = dict(self.postings)
        for stem, found in places.items():
            where = np.array(found, dtype=np.int32)
            how = np.array(impacts[stem], dtype=np.float32)
            if known := postings.get(stem):
                where = np.concatenate([known.places, where])
                how = np.concatenate([known.impacts, how])
            postings[stem] = Posting(where, how)
        return postings

    def _more_facets(
        self, found: Mapping[tuple[str, str], "array[int]"]
    ) -> dict[tuple[str, str], npt.NDArray[np.int32]]:
        facets = dict(self.facets)
        none = np.zeros(0, dtype=np.int32)
        for facet, places in found.items():
            facets[facet] = np.concatenate([facets.get(facet, none), np.array(places, np.int32)])
        return facets

    def _without(self, gone: set[Key]) -> "Index":
        """Let texts die; once most places are dead, number the living again."""
        if not gone:
            return self
        dead = np.array([each in gone for each in self.keys], dtype=np.bool_)
        alive = self.alive & ~dead
        kept = replace(self, alive=alive)
        return kept._renumbered() if 2 * alive.sum() < len(alive) else kept

    def _renumbered(self) -> "Index":
        living = np.flatnonzero(self.alive)
        place = np.full(len(self.alive), -1, dtype=np.int32)
        place[living] = np.arange(len(living), dtype=np.int32)
        postings = {}
        for stem, each in self.postings.items():
            kept = self.alive[each.places]
            if kept.any():
                postings[stem] = Posting(place[each.places[kept]], each.impacts[kept])
        return Index(
            [self.keys[each] for each in living.tolist()],
            [self.identifiers[each] for each in living.tolist()],
            [self.titles[each] for each in living.tolist()],
            [self.dues[each] for each in living.tolist()],
            np.ones(len(living), dtype=np.bool_),
            postings,
            {stem: word for stem, word in self.written.items() if stem in postings},
            {facet: place[each[self.alive[each]]] for facet, each in self.facets.items()},
        )

    def count(self, stem: str) -> int:
        """Count the texts that say a stem."""
        posting = self.postings.get(stem)
        return int(self.alive[posting.places].sum()) if posting else 0

    def scores(self, stems: Iterable[str]) -> Floats:
        """Score every text by a word: the rarer, the more; the best of its stems counts."""
        best = np.zeros(len(self.keys))
        total = int(self.alive.sum())
        for stem in stems:
            if posting := self.postings.get(stem):
                count = self.count(stem)
                rarity = np.log1p((total - count + 0.5) / (count + 0.5))
                where = posting.places
                best[where] = np.maximum(best[where], rarity * posting.impacts)
        return best

    def having(self, facet: str, values: Iterable[str]) -> Bools:
        """Tell which texts have one of the values of a facet."""
        found = np.zeros(len(self.keys), dtype=np.bool_)
        for each in values:
            places = self.facets.get((facet, each))
            if places is not None:
                found[places] = True
        return found

    def beginning(self, start: str, most: int) -> list[str]:
        """Give the stems that begin so, those said most often first."""
        first = bisect_left(self._vocabulary, start)
        found = takewhile(lambda each: each.startswith(start), self._vocabulary[first:])
        return self._commonest(found, most)

    def known(self, stems: Iterable[str], most: int) -> list[str]:
        """Keep the stems that a text says, those said most often first."""
        return self._commonest((each for each in stems if each in self.postings), most)

    def _commonest(self, stems: Iterable[str], most: int) -> list[str]:
        counted = sorted((-self.count(each), each) for each in set(stems))
        return [stem for count, stem in counted if count][:most]

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self.postings)

    def ranks(self, language: str) -> npt.NDArray[np.int64]:
        """Give the place of each text in the order of titles of a language."""
        return self._french_ranks if language == "fr" else self._english_ranks

    @cached_property
    def _english_ranks(self) -> npt.NDArray[np.int64]:
        return _ranks([en for en, _fr in self.titles])

    @cached_property
    def _french_ranks(self) -> npt.NDArray[np.int64]:
        return _ranks([fr for _en, fr in self.titles])

    def record_ranks(self, language: str) -> Mapping[int, int]:
        """Give the place of each record in the order of titles of a language, by its number."""
        return self._french_record_ranks if language == "fr" else self._english_record_ranks

    @cached_property
    def _english_record_ranks(self) -> Mapping[int, int]:
        return self._of_records(self._english_ranks)

    @cached_property
    def _french_record_ranks(self) -> Mapping[int, int]:
        return self._of_records(self._french_ranks)

    def _of_records(self, ranks: npt.NDArray[np.int64]) -> Mapping[int, int]:
        pairs = zip(self.keys, ranks.tolist(), self.alive, strict=True)
        return {number: rank for (kind, number), rank, lives in pairs if lives and kind == "record"}

    def overdue(self, today: date) -> Bools:
        """Tell which texts should have been confirmed before today."""
        return np.array([each is not None and each < today for each in self.dues], dtype=np.bool_)


def _ranks(titles: list[str]) -> npt.NDArray[np.int64]:
    ranks = np.empty(len(titles), dtype=np.int64)
    ranks[sorted(range(len(titles)), key=titles.__getitem__)] = np.arange(len(titles))
    return ranks
