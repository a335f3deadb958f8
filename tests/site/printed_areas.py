"""The numbers that the page of an area has to print, computed from the tables of a release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from balise.release import Release
from balise.reports import (
    in_reach_order,
    name_of,
    people_words,
    publisher_names,
    say_reach,
    source_words,
    term,
)
from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, INDICATORS, QUARTILES
from tests.site.printed_places import tokens, written

__all__ = ["Expected"]

Row = Mapping[str, object]
Line = list[list[str]]
_CELLS = [each.code for each in CELLS]
_FACTORS = (("age", AGES), ("education", EDUCATIONS), ("quartile", QUARTILES))
_Z = 1.959964


@dataclass
class Expected:
    """Numbers of the page of an area, section by section."""

    release: Release
    row: Row
    language: str

    def __post_init__(self) -> None:
        self.dguid, self.level = str(self.row["dguid"]), str(self.row["level"])
        areas = self.release.table("areas")
        self.areas = {each["dguid"]: each for each in areas.iter_rows(named=True)}
        provinces = areas.filter(level="pr").iter_rows(named=True)
        of_province = {each["province"]: each for each in provinces}
        self.province = of_province.get(self.row["province"])
        self.is_below = self.level not in {"canada", "pr"} and self.province is not None
        self.has_score = self.row["evi"] is not None

    def own(self, table: str) -> pl.DataFrame:
        return self.release.table(table).filter(dguid=self.dguid)

    def number(self, value: object, decimals: int = 0, *, sign: bool = False) -> list[str]:
        if not isinstance(value, int | float):
            return []
        return [written(value, self.language, decimals, sign=sign)]

    def triple(self, row: Row, name: str, times: float = 1, *, sign: bool = False) -> Line:
        values = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
        first, low, high = (
            self.number(times * each if isinstance(each, float) else None, 1, sign=sign)
            for each in values
        )
        return [first, low + high]

    def measure(self, row: Row, name: str, *, sign: bool = False) -> list[str]:
        value, bounds = self.triple(row, name, sign=sign)
        return value + bounds

    def label(self, text: str) -> list[str]:
        return tokens(text, self.language)

    def around(self) -> Row | None:
        """Give the census division around the area."""
        above = self.areas.get(self.row["parent"])
        while above is not None and above["level"] != "cd":
            above = self.areas.get(above["parent"])
        return above

    def years(self) -> list[str]:
        years = self.release.record["years"]
        assert isinstance(years, dict)
        return [str(years[name]) for name in ("people", "behaviour", "coverage")]

    def score(self) -> list[str]:
        """Give the numbers of the headline, in their order."""
        row, division = self.row, self.around()
        leads = row["quality"] == "F" or not self.has_score
        after = self.label(name_of(division, self.language)) if division and leads else []
        if not self.has_score:
            return self.label(term(str(row["reason"]), self.language)) + after
        found = self.measure(row, "evi")
        if self.is_below:
            found += self.measure(row, "evi_relative", sign=True)
        if row["rank_low"] is not None:
            ranked = self.release.table("areas").filter(level=self.level).drop_nulls("rank_low")
            if self.level != "pr":
                ranked = ranked.filter(province=row["province"])
            found += self.number(row["rank_low"]) + self.number(row["rank_high"])
            found += self.number(ranked.height)
        for name in ("population_16plus", "people_high", "population"):
            found += self.number(row[name])
        return found + after

    def dimensions(self) -> list[Line]:
        names = ("means", "willingness", "abilities")
        return [[[], *self.triple(self.row, name, 100), []] for name in names]

    def groups(self) -> tuple[list[Line], list[str]]:
        """Give the numbers of the groups, and the labels that may hold others."""
        rows = self.own("groups").to_dicts()
        rows.sort(key=lambda row: (row["evi"] is None, -(row["evi"] or 0), row["group"]))
        lines: list[Line] = []
        for row in rows:
            share = None if row["share"] is None else 100 * row["share"]
            line = [self.label(term(row["group"], self.language)), self.number(row["people"])]
            line.append(self.number(share, 1))
            if row["evi"] is None:
                line.append(self.label(term(row["reason"], self.language)))
            else:
                line += [*self.triple(row, "evi"), []]
            lines.append(line)
        return lines, [row["missing_table"] or "" for row in rows]

    def indicators(self) -> list[Line]:
        table = self.release.table("indicators")
        lines: list[Line] = []
        for each in INDICATORS:
            of = table.filter(indicator=each.code)
            row = of.filter(dguid=self.dguid).row(0, named=True)
            value, half = 100 * row["value"], 100 * _Z * row["se"]
            bounds = [max(0.0, value - half), min(100.0, value + half)]
            line = [
                self.label(term(each.code, self.language)),
                self.number(value, 1),
                self.number(bounds[0], 1) + self.number(bounds[1], 1),
            ]
            if self.is_below and self.province:
                around = of.filter(dguid=self.province["dguid"]).row(0, named=True)
                line.append(self.number(100 * around["value"], 1))
            lines.append([*line, [], []])
        return lines

    def people(self) -> list[str]:
        names = ("areas_total", "areas_suppressed", "areas_reassigned")
        return [each for name in names for each in self.number(self.row[name])]

    def sources(self) -> list[str]:
        """Give every source as it is printed."""
        listed = self.release.record["sources"]
        assert isinstance(listed, list)
        return [
            f"{each[f'title_{self.language}']} "
            f"({publisher_names([each['publisher']], self.language)}, "
            f"{source_words(each['table'], self.language)}, "
            f"{source_words(each['reference_period'], self.language)})"
            for each in listed
        ]

    def reaches(self) -> list[Line]:
        offices = self.release.table("service_points")["province"]
        if self.province is None or self.province["province"] not in offices:
            return []
        union = self.release.table("catchments").filter(service_point="all")
        lines: list[Line] = []
        for row in in_reach_order(union).iter_rows(named=True):
            ends = self.number(row["people_low"]) + self.number(row["people_high"])
            names = (
                ("share_of_province",) if row["people"] is not None else ("share_low", "share_high")
            )
            shares = [100 * row[name] for name in names]
            lines.append(
                [
                    self.label(say_reach(row, self.language)),
                    ends if row["people"] is None else self.number(row["people"]),
                    [] if row["people"] is None else ends,
                    [number for share in shares for number in self.number(share, 1)],
                    [n for share in reversed(shares) for n in self.number(100 - share, 1)],
                    self.measure(row, "evi"),
                    [],
                ]
            )
        return lines

    def nearest(self) -> list[str]:
        """Give what is said of the nearest offices of an area."""
        rows = self.own("access").drop_nulls("nearest_km")
        if not rows.height:
            return []
        row = rows.row(0, named=True)
        share = 100 * row["nearest_share"] if row["nearest_share"] < 1 else None
        numbers = [(row["nearest_km"], 0), (row["nearest_min"], 0), (share, 0)]
        numbers += [(row["second_km"], 0), (row["second_min"], 0), (row["access"], 2)]
        told = [each for value, digits in numbers for each in self.number(value, digits)]
        return [*told, *self.number(10_000)]

    def beyond(self) -> list[Line]:
        """Give the people of an area beyond each reach, as the table prints them."""
        if not self.nearest():
            return []
        return [
            [
                self.label(say_reach(row, self.language)),
                self.number(row["offices"]),
                self.label(people_words(row, self.language)),
                self._interval(row),
                self.number(None if row["share"] is None else 100 * row["share"], 1),
                self.label(people_words(row, self.language, "vulnerable")),
            ]
            for row in in_reach_order(self.own("beyond")).iter_rows(named=True)
        ]

    def _interval(self, row: Row) -> list[str]:
        low, high = row["people_low"], row["people_high"]
        if row["people"] is None or low == high:
            return []
        return self.number(low) + self.number(high)

    def sensitivity(self) -> list[Line]:
        rows = self.own("sensitivity").drop_nulls("evi").to_dicts()
        rows.sort(key=lambda row: (-abs(row["change"]), row["assumption"]))
        lines = []
        for row in rows:
            name, _sep, value = row["assumption"].partition("=")
            point = value.replace(".", ",") if self.language == "fr" else value
            lines.append(
                [
                    self.label("" if name == "aggregation" else point),
                    self.number(row["evi"], 1),
                    self.number(row["change"], 1, sign=True),
                    self.number(row["rank"]),
                ]
            )
        return lines

    def inside(self) -> list[Line]:
        areas = self.release.table("areas").filter(parent=self.dguid)
        order = ("pr", "er", "cd", "csd", "ada", "da", "region")
        level = next((each for each in order if each in set(areas["level"])), "")
        lines: list[Line] = []
        for row in areas.filter(level=level).sort("dguid").iter_rows(named=True):
            label = self.label(f"{name_of(row, self.language)} {row['code']}")
            line = [label, self.number(row["population"])]
            if row["reason"] is None:
                line.append(self.measure(row, "evi"))
                line.append(self.measure(row, "evi_relative", sign=True))
            else:
                line.append(self.label(term(row["reason"], self.language)))
            lines.append(line)
        return lines

    def _shares(self, areas: pl.DataFrame) -> pl.DataFrame:
        """Give the share of each person type in areas, in the province: long."""
        of = self.release.table("area_archetypes").join(areas.select("dguid"), on="dguid")
        return (
            of.filter(province=self.row["province"])
            .unpivot(_CELLS, index=["dguid", "area_type", "share"], variable_name="cell")
            .select("dguid", "area_type", "cell", part=pl.col("share") * pl.col("value") / 10_000)
        )

    def similar(self) -> list[tuple[float, str]]:
        """Give the areas of the level by the share of people in common, with their numbers."""
        if not self.has_score or self.level in {"canada", "pr", "catchment"}:
            return []
        areas = self.release.table("areas").filter(level=self.level, province=self.row["province"])
        areas = areas.filter(pl.col("evi").is_not_null(), pl.col("quality") != "F")
        own = self._shares(pl.DataFrame({"dguid": [self.dguid]})).rename({"part": "own"})
        both = self._shares(areas).join(
            own.drop("dguid"), on=["area_type", "cell"], how="left", coalesce=True
        )
        common = both.group_by("dguid").agg(
            share=pl.min_horizontal("part", pl.col("own").fill_null(0)).sum()
        )
        told = common.filter(pl.col("dguid") != self.dguid).sort("share", descending=True)
        found = []
        for dguid, share in told.iter_rows():
            row = self.areas[dguid]
            numbers = " ".join([*self.measure(row, "evi"), *self.number(100 * share)])
            name = name_of(row, self.language)
            found.append((share, f"{name} ({row['code']}): {numbers}"))
        return found

    def drivers(self) -> list[tuple[float, list[str]]]:
        """Split the difference from the province anew: points, and the numbers in words."""
        relative = self.row["evi_relative"]
        if self.level in {"canada", "pr", "catchment"} or not isinstance(relative, float):
            return []
        assert self.province is not None
        people, here = (
            self._dense(str(row["dguid"])) for row in (self.province, self.areas[self.dguid])
        )
        scores = self._scores()
        people, here = people / people.sum(), here / here.sum()
        told: list[tuple[float, list[str]]] = []
        parts = _parts(people, here, scores)
        labels: Sequence[Sequence[object]] = (*(terms for _name, terms in _FACTORS), AREA_TYPES)
        for part, terms in zip(parts, labels, strict=True):
            points = float(part.sum())
            lead = terms[int(np.argmax(part * np.sign(points)))]
            words = "" if abs(points) < 0.05 else getattr(lead, self.language)
            told.append((points, self.label(words)))
        told.sort(key=lambda each: -abs(each[0]))
        return [*told, (relative - sum(points for points, _words in told), [])]

    def _dense(self, dguid: str) -> np.ndarray:
        long = self._shares(pl.DataFrame({"dguid": [dguid]}))
        parts = {(kind, cell): part for _dguid, kind, cell, part in long.iter_rows()}
        return np.array([[parts.get((k.code, cell), 0.0) for cell in _CELLS] for k in AREA_TYPES])

    def _scores(self) -> np.ndarray:
        table = self.release.table("archetypes").filter(province=self.row["province"])
        columns = ("area_type", "cell", "evi_mean")
        score = {(kind, cell): evi for kind, cell, evi in table.select(columns).iter_rows()}
        return np.array([[score.get((k.code, c), np.nan) for c in _CELLS] for k in AREA_TYPES])


def _parts(people: np.ndarray, here: np.ndarray, scores: np.ndarray) -> list[np.ndarray]:
    """Fit scores by main effects with a first category as reference, and apply them."""
    people = np.where(np.isnan(scores), 0.0, people)
    people = people / people.sum()
    places = [np.array([getattr(each, name) for each in CELLS]) for name, _terms in _FACTORS]
    kinds = len(people)
    codes = [np.tile(place, (kinds, 1)) for place in places]
    codes.append(np.tile(np.arange(kinds)[:, None], (1, len(CELLS))))
    blocks = [(code[..., None] == np.arange(code.max() + 1)).astype(float) for code in codes]
    design = np.concatenate(
        [np.ones((*people.shape, 1)), *(block[..., 1:] for block in blocks)], axis=-1
    )
    root = np.sqrt(people)[..., None]
    flat = (root * design).reshape(people.size, -1)
    wanted = (root[..., 0] * np.nan_to_num(scores)).ravel()
    fitted = np.linalg.pinv(flat, rcond=1e-10) @ wanted
    parts, at = [], 1
    for block in blocks:
        width = block.shape[-1] - 1
        effects = np.concatenate([[0.0], fitted[at : at + width]])
        at += width
        shares = np.einsum("kc,kct->t", people, block)
        gap = np.einsum("kc,kct->t", here - people, block)
        parts.append(gap * (effects - shares @ effects))
    return parts
