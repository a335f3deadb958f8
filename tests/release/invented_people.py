"""Invented people: towns, person types, behaviour, and the scores that follow."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balise.vocabulary import CELLS

Floats = npt.NDArray[np.float64]

TYPES = ("rural", "other_urban", "large_metropolitan")
AGGREGATIONS = ("mean", "geometric", "power", "worst", "any_barrier")
DIMENSIONS = ("means", "willingness", "abilities")


@dataclass(frozen=True)
class Subdivision:
    """A made-up base area: people of all ages by area type, and where it lies."""

    code: str
    name_en: str | None
    name_fr: str | None
    people: tuple[int, int, int] | None
    lon: float | None
    lat: float | None
    elderly: float = 0.0

    @property
    def population(self) -> int:
        return sum(self.people or ())


TOWNS = (
    Subdivision("1301001", "Lantern Cove", "Anse-à-la-Lanterne", (900, 0, 0), -64.6, 47.3, 1.2),
    Subdivision("1301002", "Beacon Harbour", "Havre-du-Phare", (400, 5200, 0), -65.4, 47.0),
    Subdivision("1301003", "Foggy Point", None, (25, 0, 0), -65.0, 46.6),
    Subdivision("1302001", "Great Bell", "Grande-Cloche", (1500, 60500, 0), -66.2, 46.1, -0.8),
    Subdivision("1302002", "=Keel+Rock", "@Roche-Quille", (310, 0, 0), -67.1, 45.6, 0.5),
    Subdivision("1302003", None, None, None, None, None),
)
ELSEWHERE = Subdivision("46", "Manitoba", "Manitoba", (300000, 200000, 778000), -97.5, 54.0)


def behaviour(harder: float) -> dict[tuple[str, str], dict[str, Floats]]:
    """Scores of every person type, by province and area type; ``harder`` adds to each."""
    ages = np.array([cell.age for cell in CELLS])
    schools = np.array([cell.education for cell in CELLS])
    incomes = np.array([cell.quartile for cell in CELLS])
    found = {}
    for province, away in (("13", 0.1), ("46", 0.0)):
        for place, area_type in enumerate(TYPES):
            lean = 0.5 * ages - 0.5 * schools - 0.35 * incomes - 1.6 - 0.4 * place + away + harder
            use, home = 1 / (1 + np.exp(lean - 1.5)), 1 / (1 + np.exp(lean - 1.9))
            services, skills = 1 / (1 + np.exp(lean - 0.4)), 1 / (1 + np.exp(lean))
            coverage = (0.4, 0.95, 0.99)[place]
            means = 1 - home * (1 - 0.25 * (1 - coverage))
            willingness, abilities = 1 - use * services, 1 - use * skills
            three = np.stack([means, willingness, abilities])
            whole = home * (1 - 0.25 * (1 - coverage)) * np.minimum(1, use / home)
            found[province, area_type] = {
                "internet_use": use,
                "home_access": home,
                "government_services": services,
                "basic_skills": skills,
                "coverage": np.full(len(CELLS), coverage),
                "means": means,
                "willingness": willingness,
                "abilities": abilities,
                "evi_mean": 100 * three.mean(axis=0),
                "evi_geometric": 100 * three.prod(axis=0) ** (1 / 3),
                "evi_power": 100 * (three**2).mean(axis=0) ** 0.5,
                "evi_worst": 100 * three.max(axis=0),
                "evi_any_barrier": 100 * (1 - whole * services * skills),
            }
    return found


def people_of(town: Subdivision, seed: int) -> Floats:
    """People aged 16 and over by area type and cell, shape (3, 112)."""
    rng = np.random.default_rng([seed, int(town.code)])
    lean = np.array([0.25 * town.elderly * (cell.age - 3) for cell in CELLS])
    parts = np.exp(lean + rng.normal(0, 0.3, (3, len(CELLS))))
    parts /= parts.sum(axis=1, keepdims=True)
    return 0.8 * np.array(town.people or (0, 0, 0), dtype=float)[:, None] * parts


def to_ten_thousand(parts: Floats) -> list[int]:
    """Shares in 1/10,000 that sum to 10,000, by largest remainder."""
    exact = parts / parts.sum() * 10_000
    floor = np.floor(exact).astype(int)
    floor[np.argsort(floor - exact, kind="stable")[: 10_000 - floor.sum()]] += 1
    return [int(each) for each in floor]


def base_five(people: float) -> int:
    return int(5 * round(people / 5))


def grade(half_width: float) -> str:
    return "ABCDEF"[int(np.searchsorted([1, 2, 3.5, 5, 8], half_width, side="right"))]


Scores = Mapping[tuple[str, str], Mapping[str, Floats]]
People = dict[str, Floats]  # by province, shape (3, 112)


def average(people: People, scores: Scores, column: str) -> float:
    total = sum(float(each.sum()) for each in people.values())
    return (
        sum(
            float(parts[place] @ scores[province, area_type][column])
            for province, parts in people.items()
            for place, area_type in enumerate(TYPES)
        )
        / total
    )


def measures(people: People | None, scores: Scores, half: float) -> dict[str, object]:
    """The measures of an area or a group, each with an interval of plus or minus ``half``."""
    found: dict[str, object] = {}
    for name, column, scale in (
        ("evi", "evi_mean", 1.0),
        *((dimension, dimension, 100.0) for dimension in DIMENSIONS),
    ):
        if people is None:
            found |= dict.fromkeys((name, f"{name}_se", f"{name}_low", f"{name}_high"))
            continue
        value = round(average(people, scores, column), 4)
        found |= {
            name: value,
            f"{name}_se": half / scale / 1.96,
            f"{name}_low": max(0.0, value - half / scale),
            f"{name}_high": min(100 / scale, value + half / scale),
        }
    return found


def share_rows(key: dict[str, object], people: People) -> list[dict[str, object]]:
    total = sum(float(each.sum()) for each in people.values())
    rows = []
    for province, parts in people.items():
        for place, area_type in enumerate(TYPES):
            if parts[place].sum() == 0:
                continue
            cells = to_ten_thousand(parts[place])
            rows.append(
                {
                    **key,
                    "province": province,
                    "area_type": area_type,
                    "share": round(float(parts[place].sum()) / total, 6),
                    **{cell.code: n for cell, n in zip(CELLS, cells, strict=True)},
                }
            )
    return rows


def pooled(inside: list[Subdivision], seed: int) -> People:
    people: People = {}
    for town in inside:
        people[town.code[:2]] = people.get(town.code[:2], np.zeros((3, 112))) + people_of(
            town, seed
        )
    return {province: parts for province, parts in people.items() if parts.sum() > 0}
