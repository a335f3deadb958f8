"""The releases of the site: checked and read once, at the start."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest

from balise.release import Release, check_release, failures, read_release
from balise.site.explorer.names import folded_names
from balise.vocabulary import LEVELS, ReleaseError, sample

__all__ = ["Library", "Loaded", "Row", "Sheet", "chosen", "library", "load"]

Row = dict[str, object]


class Sheet:
    """A table whose rows are found by the identifier of their area."""

    def __init__(self, table: pl.DataFrame) -> None:
        """Sort the table, and note where the rows of each area begin and end."""
        self.table = table.sort("dguid", maintain_order=True)
        runs = self.table["dguid"].rle().struct.unnest()
        ends = np.cumsum(runs["len"].to_numpy())
        starts = ends - runs["len"].to_numpy()
        places = zip(runs["value"].to_list(), starts.tolist(), ends.tolist(), strict=True)
        self._places = {dguid: (start, end) for dguid, start, end in places}

    def of(self, dguid: str) -> pl.DataFrame:
        """Give the rows of one area, none if it has none."""
        start, end = self._places.get(dguid, (0, 0))
        return self.table.slice(start, end - start)

    def rows(self, dguid: str) -> list[Row]:
        """Give the rows of one area as mappings."""
        return self.of(dguid).to_dicts()


@dataclass(frozen=True, eq=False)
class Loaded:
    """A release in memory: areas by identifier and by level, other tables by area."""

    name: str
    release: Release
    areas: Mapping[str, Row]
    levels: Mapping[str, list[Row]]
    sheets: Mapping[str, Sheet]
    tables: Mapping[str, pl.DataFrame] = field(repr=False)

    @property
    def record(self) -> Mapping[str, object]:
        """What the release says of itself."""
        return self.release.record

    def title(self, language: str) -> str:
        """Name the release."""
        recipe = self.record.get("recipe")
        stated = recipe.get(f"title_{language}") if isinstance(recipe, Mapping) else None
        return str(stated or self.name)

    def area(self, dguid: str) -> Row:
        """Find an area; an unknown one is not a page."""
        try:
            return self.areas[dguid]
        except KeyError:
            raise Http404("area") from None

    def level(self, level: str) -> list[Row]:
        """Give the areas of a level, in the order of their identifiers."""
        try:
            return self.levels[level]
        except KeyError:
            raise Http404("level") from None

    def main_level(self) -> str:
        """Choose the level a reader sees first: subdivisions, else the finest there is."""
        order = ("csd", "cd", "region", "er", "pr", "canada", "da", "ada")
        return next(each for each in order if each in self.levels)

    @cached_property
    def provinces(self) -> Mapping[object, Row]:
        """Each province by its code."""
        return {row["province"]: row for row in self.levels.get("pr", ())}

    @cached_property
    def around(self) -> Mapping[object, Mapping[str, list[Row]]]:
        """The areas inside each area, by level."""
        found: dict[object, dict[str, list[Row]]] = {}
        for level, rows in self.levels.items():
            for row in rows:
                found.setdefault(row["parent"], {}).setdefault(level, []).append(row)
        return found

    @cached_property
    def ranked(self) -> Counter[tuple[str, object]]:
        """How many areas are ranked, by level and by the province they are ranked in."""
        return Counter(
            (level, None if level == "pr" else row["province"])
            for level, rows in self.levels.items()
            for row in rows
            if row["rank_low"] is not None
        )

    @cached_property
    def folded(self) -> Mapping[str, tuple[str, ...]]:
        """What is looked for in the names of the areas of each level."""
        return {
            level: tuple(folded_names(row) for row in rows) for level, rows in self.levels.items()
        }

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each area stands among those of its level."""
        return {
            str(row["dguid"]): at for rows in self.levels.values() for at, row in enumerate(rows)
        }

    def province_of(self, area: Row) -> Row | None:
        """Give the province an area lies in."""
        return self.provinces.get(area["province"])

    def ready(self) -> "Loaded":
        """Gather what every page needs, before the first one is asked for."""
        for gathered in (self.provinces, self.around, self.ranked, self.folded, self.places):
            len(gathered)
        return self


@dataclass(frozen=True, eq=False)
class Library:
    """Every release of the site, by name; the first is shown unless another is asked for."""

    by_name: Mapping[str, Loaded]

    @property
    def first(self) -> Loaded:
        """The release shown by default."""
        return next(iter(self.by_name.values()))

    def find(self, name: str | None) -> Loaded:
        """Find a release by NAME or NAME@SEAL; an unknown one is not a page."""
        if not name:
            return self.first
        own, _, seal = name.partition("@")
        if own not in self.by_name:
            raise Http404("release")
        found = self.by_name[own]
        if seal and not (len(seal) >= 12 and str(found.record.get("seal")).startswith(seal)):
            raise Http404("seal")
        return found


_BY_AREA = (
    "groups",
    "indicators",
    "draws",
    "sensitivity",
    "area_archetypes",
    "group_archetypes",
    "access",
    "beyond",
)


def load(path: Path | str, name: str | None = None) -> Loaded:
    """Check a release and read it whole.

    Raises
    ------
    ReleaseError
        If it does not keep what it promises, with the reasons.
    """
    found = failures(check_release(path))
    if found:
        reasons = sample([f"{each.name}: {each.detail}" for each in found])
        raise ReleaseError(
            f"Release {path} is not shown: {reasons}. Expected a release that passes its own "
            f"check. See all of it with 'balise release check {path}', then build it again."
        )
    release = read_release(path)
    tables = {each: release.table(each) for each in release.tables}
    rows = tables["areas"].to_dicts()
    levels: dict[str, list[Row]] = {}
    for row in rows:
        levels.setdefault(row["level"], []).append(row)
    loaded = Loaded(
        name=name or str(release.record.get("recipe_name") or Path(path).name),
        release=release,
        areas={row["dguid"]: row for row in rows},
        levels={each.code: levels[each.code] for each in LEVELS if each.code in levels},
        sheets={each: Sheet(tables[each]) for each in _BY_AREA},
        tables=tables,
    )
    return loaded.ready()


@cache
def library() -> Library:
    """Give the releases that the settings name, read once.

    Raises
    ------
    ReleaseError
        If there is none, or one is refused.
    """
    if not settings.BALISE_RELEASES:
        raise ReleaseError(
            "The site was given no release. Expected at least one folder. "
            "Name them: 'balise serve RELEASE...', or set BALISE_RELEASES."
        )
    by_name: dict[str, Loaded] = {}
    for path in settings.BALISE_RELEASES:
        loaded = load(path)
        name = loaded.name if loaded.name not in by_name else Path(path).name
        if name in by_name:
            raise ReleaseError(
                f"Two releases are named {name!r}. Expected names that differ, as addresses hold "
                f"them. Rename the folder {path}."
            )
        by_name[name] = loaded if name == loaded.name else load(path, name)
    return Library(by_name)


def chosen(request: HttpRequest) -> Loaded:
    """Give the release an address asks for with ``?release=``, the first if it names none."""
    return library().find(request.GET.get("release"))
