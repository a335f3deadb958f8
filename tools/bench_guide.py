"""Hold the Guide to what is promised with ten thousand records: time and memory.

Run as ``make bench-guide``. The records are invented from a fixed seed and written into a
database of this run alone: SQLite, or the empty one that DATABASE_URL names.
"""

import argparse
import os
import resource
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tools.bench import Result, machine, told
from tools.bench_editions import editions

RECORDS = 10_000
SEARCH_P95, LIST_P95, GIGABYTES = 0.150, 0.200, 1.0  # s, s, GB
QUESTIONS = 400
RARE_WORDS = 20_000
LANGUAGES = ("en", "fr")
GLOSSARY = Path(__file__).resolve().parents[1] / "src/balise/site/guide/glossary.toml"


class Inventor:
    """Invents texts: words of the field, and rare ones as names and slips make them."""

    def __init__(self, seed: int = 20_261_122) -> None:
        self.rng = np.random.default_rng(seed)
        entries = tomllib.loads(GLOSSARY.read_text("utf-8"))["entries"]
        letters = np.array(list("abcdefghilmnoprstuv"))
        rare = ["".join(self.rng.choice(letters, 8)) for _ in range(RARE_WORDS)]
        self._words = {}
        for lang in LANGUAGES:
            common = sorted({form for each in entries for form in each[lang]})
            self.rng.shuffle(common)
            self._words[lang] = np.array([*common, *rare])
        ranks = {lang: np.arange(1, len(each) + 1) for lang, each in self._words.items()}
        self._chances = {lang: 1 / each / np.sum(1 / each) for lang, each in ranks.items()}

    def text(self, lang: str, count: int) -> str:
        """Invent a text of so many words or terms; common ones come often."""
        found = self.rng.choice(self._words[lang], count, p=self._chances[lang])
        return " ".join(map(str, found))

    def orders(self) -> list[str]:
        """Choose two orders of government."""
        from balise.site.guide.terms import ORDERS

        return self.choice(ORDERS, 2)

    def choice(self, terms: Any, count: int = 1) -> list[str]:
        """Choose different codes."""
        codes = [each.code for each in terms]
        return [str(each) for each in self.rng.choice(codes, count, replace=False)]


def invent(count: int, inventor: Inventor) -> None:
    """Write invented records with their parts, in bulk."""
    from django.utils import timezone

    from balise.site.guide.models import Claim, ClientGroup, Organisation, Record, Source, Theme
    from balise.site.guide.search_state import everything_changed
    from balise.site.guide.terms import (
        ANALYSES,
        CLIENT_GROUPS,
        EVIDENCE_METHODS,
        JURISDICTIONS,
        ORDERS,
        PROJECT_STATES,
        THEMES,
    )

    bodies = Organisation.objects.bulk_create(
        Organisation(
            identifier=f"body-{each}",
            **{f"name_{lang}": f"{inventor.text(lang, 3)} {each}" for lang in LANGUAGES},
        )
        for each in range(count // 20)
    )
    prose = {"problem": 40, "approach": 60, "limits": 30, "lessons": 40, "small_needs": 30}
    now = timezone.now()
    records = []
    for number in range(count):
        texts = {
            f"{name}_{lang}": inventor.text(lang, length)
            for name, length in ({"title": 7, "summary": 80} | prose).items()
            for lang in LANGUAGES
        }
        codes = {
            "order_of_government": ORDERS,
            "jurisdiction": JURISDICTIONS,
            "analysis": ANALYSES,
            "project_state": PROJECT_STATES,
        }
        texts |= {name: inventor.choice(terms)[0] for name, terms in codes.items()}
        records.append(
            Record(
                identifier=f"invented-{number}",
                status="listed",
                verification="unverified_seed",
                state_en="original",
                state_fr="machine",
                lead=bodies[number % len(bodies)],
                first_public_at=now,
                review_due=date(2100, 1, 1),
                **{name: text[:290] if "title" in name else text for name, text in texts.items()},
            )
        )
    records = Record.objects.bulk_create(records, batch_size=500)
    parts: dict[Any, list[Any]] = {Theme: [], ClientGroup: [], Claim: [], Source: []}
    for record in records:
        parts[Theme] += [Theme(record=record, code=each) for each in inventor.choice(THEMES, 2)]
        for each in inventor.choice(CLIENT_GROUPS, 2):
            parts[ClientGroup].append(ClientGroup(record=record, code=each))
        method = inventor.choice(EVIDENCE_METHODS)[0]
        measures = {f"measure_{lang}": inventor.text(lang, 5) for lang in LANGUAGES}
        parts[Claim].append(Claim(record=record, kind="result", method=method, **measures))
        parts[Source].append(Source(record=record, key="s1", publisher=inventor.text("en", 3)))
    for model, rows in parts.items():
        model.objects.bulk_create(rows, batch_size=500)
    everything_changed()


def timed(work: Callable[[], object]) -> float:
    """Time one piece of work [s]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def times(what: str, found: list[float], limit: float) -> Result:
    """Tell the middle and the 95th percentile of times, held to a limit [s]."""
    middle, high = np.percentile(found, [50, 95])
    words = f"p50 {middle * 1000:,.0f} ms, p95 {high * 1000:,.0f} ms"
    return Result(what, words, f"p95 under {limit * 1000:.0f} ms", bool(high < limit))


def megabytes() -> float:
    """Tell the most memory that this process has taken so far [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def search(count: int, inventor: Inventor) -> Iterator[Result]:
    """Time searches, with and without facets, and what a change costs."""
    from balise.site.guide.models import Record
    from balise.site.guide.search import find

    before = megabytes()
    first = timed(lambda: find("", "en"))
    yield Result("First search of a process: the index is made", f"{first:,.1f} s")
    yield Result("Memory of making the index", f"{megabytes() - before:,.0f} MB")
    lengths = inventor.rng.integers(1, 7, QUESTIONS)
    found = []
    for number, length in enumerate(lengths):
        lang = LANGUAGES[number % 2]
        query = inventor.text(lang, int(length))
        if number % 5 == 0:  # a slip
            query = query[:3] + query[4:]
        narrowed = {"order": inventor.orders()} if number % 3 == 0 else {}
        found.append(timed(partial(find, query, lang, filters=narrowed, limit=20)))
    yield times(f"{QUESTIONS:,} searches of 1 to 6 terms in {count:,} records", found, SEARCH_P95)
    after = []
    for number in inventor.rng.integers(0, count, 20):
        Record.objects.get(identifier=f"invented-{number}").save()
        after.append(timed(partial(find, inventor.text("fr", 3), "fr", limit=20)))
    yield times("Search right after a record was changed", after, SEARCH_P95)


def lists(count: int, inventor: Inventor) -> Iterator[Result]:
    """Time pages of the list as a reader gets them."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    found = []
    for number in range(QUESTIONS // 4):
        lang = LANGUAGES[number % 2]
        asked: dict[str, Any] = {"page": int(inventor.rng.integers(1, count // 20))}
        if number % 2:
            asked = {"order": inventor.orders(), "q": inventor.text(lang, 2)}
        start = time.perf_counter()
        answer = client.get(f"/{lang}/guide/records/", asked)
        found.append(time.perf_counter() - start)
        if answer.status_code != 200:
            yield Result("Pages of the list", f"answer {answer.status_code}", "200", False)
            return
    yield times(f"{len(found)} pages of the list of {count:,} records", found, LIST_P95)


def run(count: int) -> Iterator[Result]:
    """Measure everything."""
    import django

    django.setup()
    from balise.site.serving import open_database

    open_database()
    inventor = Inventor()
    taken = timed(lambda: invent(count, inventor))
    yield Result(f"{count:,} records invented and written", f"{taken:,.0f} s")
    yield from search(count, inventor)
    yield from lists(count, inventor)
    peak = megabytes() / 1024
    yield Result("Memory at most", f"{peak:.2f} GB", f"under {GIGABYTES} GB", peak < GIGABYTES)
    yield from editions(inventor.text)


def main() -> int:
    """Print one line for each measure; give 1 if a threshold is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS, help="how many to invent")
    count: int = parser.parse_args().records
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BALISE_APPS": "guide",
            "BALISE_SECRET_KEY": "x" * 60,
            "BALISE_STATE": folder,
            "DJANGO_SETTINGS_MODULE": "balise.site.settings",
        }
        missed = [told(result) for result in run(count)].count(False)
    print(f"{missed} thresholds are missed." if missed else "Every threshold is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
