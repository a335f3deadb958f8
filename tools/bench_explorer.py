"""Hold the explorer to what is promised: how soon a map is there, how soon it follows a slider.

Run as ``make bench-explorer``, in a real Chromium. The pilot gives the time to its first map.
The areas of a country are those of a release of that size: ``DATA=DIR`` builds one,
``RELEASE=DIR`` names one; without either they are invented by repeating those of the pilot.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, Route, sync_playwright

from balise.release import read_release
from tools.bench import Result, machine, told
from tools.bench_builds import build
from tools.served import pilot_in, served

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
MOVES = 12
PATIENCE = 180_000
"""Longest wait for a map [ms]."""


@dataclass(frozen=True, slots=True)
class Size:
    """A level, how many areas it has in Canada, and how soon the map follows [ms]."""

    level: str
    areas: int
    goal: float


SIZES = (Size("csd", 5_161, 100), Size("da", 56_590, 250))

_NAMED = "() => document.querySelector('.ex-names')?.childElementCount ? performance.now() : 0"
_MOVE = """async ([slider, value, aggregation]) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const select = [...document.querySelectorAll("#explorer select")]
    .find((each) => [...each.options].some((option) => option.value === aggregation));
  if (select && select.value !== aggregation) {
    select.value = aggregation;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
    for (let i = 0; i < 4; i++) await frame();
  }
  performance.clearMeasures("recolour");
  const input = document.querySelectorAll("#explorer input[type=range]")[slider];
  input.value = String(value);
  const began = performance.now();
  input.dispatchEvent(new Event("input", { bubbles: true }));
  for (let i = 0; i < 4; i++) await frame();
  const script = performance.getEntriesByName("recolour").map((each) => each.duration);
  return [script.reduce((sum, each) => sum + each, 0), performance.now() - began, script.length];
}"""


def enlarged(answer: dict[str, Any], areas: int) -> dict[str, Any]:
    """Repeat the areas of an answer until there are so many, each under a name of its own."""
    columns, rows = answer["columns"], answer["rows"]
    names = list(dict.fromkeys(row[columns.index("dguid")] for row in rows))
    rng = np.random.default_rng(1)
    grown: list[list[Any]] = []
    for copy in range(-(-areas // len(names))):
        kept = set(names[: areas - copy * len(names)])
        here = (dict(zip(columns, row, strict=True)) for row in rows)
        grown += [_moved(row, copy, rng) for row in here if row["dguid"] in kept]
    return {**answer, "rows": grown}


def _moved(row: dict[str, Any], copy: int, rng: np.random.Generator) -> list[Any]:
    row["dguid"] = f"{row['dguid']}-{copy}"
    if row.get("lon") is not None:
        row["lon"] += float(rng.uniform(-30, 0))
        row["lat"] += float(rng.uniform(-3, 10))
    return list(row.values())


def _invent(page: Page, size: Size) -> None:
    """Have the pilot answer with as many subdivisions as the level has in Canada."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=json.dumps(enlarged(response.json(), size.areas)))

    for name in ("areas", "shares"):
        page.route(f"**/api/v1/{name}?*level=csd*", answer)


def _opened(browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    return page


def first_map(browser: Browser, port: int) -> Iterator[Result]:
    """Open the pilot cold, three times: until areas are coloured and named."""
    took = []
    for _ in range(3):
        page = _opened(browser)
        page.goto(f"http://127.0.0.1:{port}/en/")
        took.append(float(page.wait_for_function(_NAMED).json_value()))
        page.context.close()
    found = f"{statistics.median(took):.0f} ms ({min(took):.0f} to {max(took):.0f})"
    yield Result("first map of the pilot", found)


def recolour(browser: Browser, port: int, size: Size, invented: bool) -> Iterator[Result]:
    """Move sliders, and take the time of the script from each move to the new colours."""
    page = _opened(browser)
    if invented:
        _invent(page, size)
    level = "csd" if invented else size.level
    page.goto(f"http://127.0.0.1:{port}/en/?level={level}")
    named = float(page.wait_for_function(_NAMED).json_value())
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    whose = f"{size.level}, {'invented' if invented else 'released'}"
    yield Result(f"{whose}: first map", f"{named:.0f} ms")
    heap = _heap(session)
    for aggregation in ("mean", "geometric", "power", "any_barrier"):
        moved = []
        for place in range(MOVES):
            moved.append(page.evaluate(_MOVE, [place % 2, 15 + 6 * place, aggregation]))
            heap = max(heap, _heap(session))
        script = sorted(each[0] for each in moved if each[2])
        middle, longest = statistics.median(script), script[-1]
        yield Result(
            f"{whose}: script until recoloured, {aggregation}",
            f"median {middle:.0f} ms, longest {longest:.0f} ms, {len(script)} moves",
            f"median under {size.goal:.0f} ms",
            middle < size.goal,
        )
    yield Result(f"{whose}: largest heap of scripts", f"{heap:.0f} MB")
    page.context.close()


def _heap(session: Any) -> float:
    metrics = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    return float(metrics["JSHeapUsedSize"]) / 1e6


def run(country: Path | None, folder: Path) -> Iterator[Result]:
    """Open the pilot, then a country, in one browser."""
    found = next((each for each in CHROMIUM if Path(each).exists()), None)
    if found is None:
        raise SystemExit("No Chromium is installed. Install one to look at the explorer with.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        with served(pilot_in(folder)) as site:
            yield from first_map(browser, site.port)
            for size in SIZES if country is None else ():
                yield from recolour(browser, site.port, size, invented=True)
        if country is not None:
            levels = read_release(country).table("areas")["level"]
            with served(country) as site:
                for size in SIZES:
                    yield Result(f"areas: {size.level}", f"{(levels == size.level).sum():,}")
                    yield from recolour(browser, site.port, size, invented=False)
        browser.close()


def main() -> int:
    """Print one line for each measure; give 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of published files")
    parser.add_argument("--release", type=Path, help="folder of a release of the country by area")
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        country: Path | None = asked.release
        if country is None and asked.data is not None:
            country = folder / "canada-da"
            build("canada-da", country, "--workers", "2", "--data", str(asked.data))
        missed = [told(result) for result in run(country, folder)].count(False)
    print(f"{missed} goals are missed." if missed else "Every goal is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
