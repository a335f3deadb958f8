"""Look at every page of a site in a browser: barriers, what is cut off, other hosts, errors.

Run from the root with ``make audit`` (``SAMPLE=n`` for n pages of each kind), or::

    python -m tools.audit RELEASE [--sample N] [--tabs N] [--address URL] [--kills N]

Pages are those that links lead to from the first page of each language, and the page of
each area of the release. Each is opened at 320 and at 1280 pixels. The Guide holds the first
inventory, and a complete project that is invented: published, and in an edition.
At the end a server is killed in the middle of submissions and approvals: see ``tools.kills``.
"""

import argparse
import asyncio
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from tools.kills import lose_nothing

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "tests" / "site" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
WIDTHS = (320, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOWN = 20
# A list sorted otherwise, or a page that names its release, is the same page.
_SAME = re.compile(r"(?<=[?&])(sort|page|a|in|release)=[^&]*&?")

_MOST_ASKED = 60
"""Lists narrowed in ever more ways are the same page: so many of a kind in each language."""
_MANY = (
    "areas|remarks|places|records|plays|resources|collections|experts|editions|call|meetings|"
    "decisions|pilots|questions"
)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def kind(address: str) -> str:
    """Name what a page is: its address with values left out.

    Examples
    --------
    >>> kind("http://localhost:1/fr/areas/2021A000213/"), kind("http://localhost:1/en/areas/?q=a")
    ('areas/…/', 'areas/?')
    >>> kind("http://localhost:1/en/guide/records/letters/history/")
    'guide/records/…/history/'
    """
    parts = urlsplit(address)
    path = re.sub(r"^/(en|fr)/", "", parts.path)
    return re.sub(rf"({_MANY})/[^/]+/", r"\1/…/", path) + ("?" if parts.query else "")


def alike(address: str) -> str:
    """Write an address without what leaves the page as it is.

    Examples
    --------
    >>> alike("/en/areas/?q=a&sort=name"), alike("/en/?release=x@1")
    ('/en/areas/?q=a', '/en/')
    """
    return _SAME.sub("", address).rstrip("?&")


def crawl(start: str, most: int | None = None) -> list[str]:
    """Follow links from the first page of each language.

    Parameters
    ----------
    start : str
        Address of the site.
    most : int, optional
        Pages of a kind to open in each language; all of them if none is said.

    Returns
    -------
    list of str
        Addresses of pages; files and JSON are left out.
    """
    waiting = [f"{start}/en/", f"{start}/fr/"]
    known, pages = {alike(each) for each in waiting}, []
    opened: Counter[str] = Counter()
    while waiting:
        address = waiting.pop()
        what = urlsplit(address).path[:4] + kind(address)
        opened[what] += 1
        limit = min(filter(None, (most, _MOST_ASKED if what.endswith("?") else None)), default=None)
        if limit is not None and opened[what] > limit:
            continue
        with urlopen(address, timeout=60) as answer:
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue
            text = answer.read().decode()
        pages.append(address)
        links = _Links()
        links.feed(text)
        for link in links.found:
            to = urldefrag(urljoin(address, link)).url
            if to.startswith(f"{start}/") and "/api/" not in to and alike(to) not in known:
                known.add(alike(to))
                waiting.append(to)
    return pages


def chosen(pages: list[str], sample: int | None) -> list[str]:
    """Choose some pages of each kind in each language, the same on each run; all if none said."""
    if sample is None:
        return sorted(pages)
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for each in sorted(pages):
        kinds[urlsplit(each).path[:4] + kind(each)].append(each)
    draw = random.Random(0)
    return [
        each for found in kinds.values() for each in draw.sample(found, min(sample, len(found)))
    ]


class Audit:
    """Opens pages in a few tabs at once and counts what is wrong."""

    def __init__(self, start: str) -> None:
        self.start, self.axe = start, AXE.read_text("utf-8")
        self.faults: list[str] = []
        self.done: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()

    def note(self, rule: str, page: Any, what: str) -> None:
        self.rules[rule] += 1
        self.faults.append(f"{page.url} ({page.viewport_size['width']} px): {rule}: {what}")

    async def tab(self, context: Any, pages: list[str]) -> None:
        """Look at pages, one after another, until none is left."""
        page = await context.new_page()
        page.on("request", lambda request: self._asked(page, request.url))
        page.on("pageerror", lambda error: self.note("error", page, str(error)))
        page.on("console", lambda told: self._told(page, told))
        while pages:
            address = pages.pop()
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                await self.look(page, address)
            self.done[kind(address)] += 1
            count = self.done.total()
            if count % 50 == 0:
                print(f"{count} pages, {len(self.faults)} faults", flush=True)
        await page.close()

    def _asked(self, page: Any, url: str) -> None:
        if not url.startswith((f"{self.start}/", "blob:", "data:")):
            self.note("another host", page, url)

    def _told(self, page: Any, told: Any) -> None:
        if told.type == "error":
            self.note("console", page, told.text)

    async def look(self, page: Any, address: str) -> None:
        """Open a page and note its barriers and what goes beyond its edge."""
        response = await page.goto(address)
        if response is None or response.status != 200:
            self.note("status", page, str(response and response.status))
            return
        if await page.locator("#explorer").count():
            await page.wait_for_load_state("networkidle")
        await page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if beyond > 0:
            self.note("beyond the edge", page, f"{beyond} pixels")
        await page.evaluate(self.axe)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = await page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            self.note(violation["id"], page, violation["nodes"][0]["html"][:160])

    async def run(self, pages: list[str], tabs: int) -> None:
        from playwright.async_api import async_playwright

        named = os.environ.get("BALISE_CHROMIUM")
        chromium = next(each for each in (named, *CHROMIUM) if each and Path(each).exists())
        left = pages[::-1]
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            context = await browser.new_context(bypass_csp=True)
            await asyncio.gather(*(self.tab(context, left) for _ in range(tabs)))
            await browser.close()


@contextmanager
def served(release: Path) -> Iterator[str]:
    """Serve a release on loopback, what visitors write apart."""
    with tempfile.TemporaryDirectory() as state:
        os.environ["BALISE_STATE"] = state
        os.environ["BALISE_RELEASES"] = str(release)
        os.environ.setdefault("BALISE_SECRET_KEY", "only for this look at the pages")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
        from waitress.server import create_server

        from balise.site.catalogues import compile_catalogues
        from balise.site.serving import open_database
        from balise.site.wsgi import application

        compile_catalogues()
        open_database()
        _filled()
        server = create_server(application, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(timeout=5)


def _filled() -> None:
    """Give the Guide what there is to look at."""
    from balise.site.guide.edition_making import approve, make_edition
    from balise.site.guide.publishing import by_its_path
    from balise.site.guide.seeding import load_seed
    from tests.site.guide.making import make_record
    from tests.site.guide.surroundings import make_collection, make_expert

    load_seed()
    with by_its_path():
        record = make_record(identifier="letters")
        record.save_revision().publish()
        make_expert()
        make_collection("together", record)
        approve(make_edition())


def _areas(release: Path) -> list[str]:
    from balise.release import read_release

    return [str(each) for each in read_release(release).table("areas")["dguid"]]


def look(start: str, areas: list[str], sample: int | None, tabs: int) -> Audit:
    """Find the pages of a site and look at them."""
    pages = set(crawl(start, sample and 3 * sample))
    pages |= {f"{start}/{lang}/areas/{each}/" for lang in ("en", "fr") for each in areas}
    audit = Audit(start)
    asyncio.run(audit.run(chosen(sorted(pages), sample), tabs))
    return audit


def main(arguments: list[str] | None = None) -> int:
    """Look at every page, print counts, and fail where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.audit", description=__doc__)
    parser.add_argument("release", type=Path, help="folder of a release")
    parser.add_argument("--sample", type=int, help="how many pages of each kind; all of them")
    parser.add_argument("--tabs", type=int, default=3, help="tabs at once")
    parser.add_argument("--address", help="a site that is open already, on this release")
    parser.add_argument("--kills", type=int, default=50, help="kills on each database; 0: none")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    areas = _areas(asked.release)
    if asked.address:
        audit = look(asked.address.rstrip("/"), areas, asked.sample, asked.tabs)
    else:
        with served(asked.release) as start:
            audit = look(start, areas, asked.sample, asked.tabs)
    for each, count in sorted(audit.done.items()):
        print(f"{count:6,d}  {each or 'first page'}")
    pages, spent = audit.done.total(), time.monotonic() - began
    print(f"{pages:,d} pages at {len(WIDTHS)} widths in {spent:,.0f} s; {len(audit.faults)} faults")
    for rule, count in audit.rules.most_common():
        print(f"{count:6,d}  {rule}")
    for fault in audit.faults[:SHOWN]:
        print(fault)
    is_kept = asked.kills == 0 or lose_nothing(asked.kills)
    return 1 if audit.faults or not is_kept else 0


if __name__ == "__main__":
    sys.exit(main())
