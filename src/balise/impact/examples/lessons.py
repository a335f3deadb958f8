"""Invented trials and matched comparisons: one row for each person. Nothing of them is real.

A trial of help with online forms: offices of four regions draw lots among people who asked
for it. Training: job seekers who took a course, beside others who did not.
"""

import csv
import io
from collections.abc import Sequence

import numpy as np

__all__ = ["course_table", "forms_table"]

SEED = 20260102
PEOPLE, COURSE = 600, 900
HELP = 0.14  # more of those drawn finish their form


def forms_table() -> str:
    """Write the trial: person, region, drawn, age, visits last year, finished (1, 0, blank).

    The truth: being drawn makes 14 of 100 finish who would not have. A few are lost.
    """
    rng = np.random.default_rng(SEED)
    region = np.arange(PEOPLE) % 4
    drawn = np.zeros(PEOPLE, dtype=int)
    for each in range(4):
        members = rng.permutation(np.flatnonzero(region == each))
        drawn[members[: len(members) // 2]] = 1
    age = np.clip(np.round(rng.normal(58, 14, PEOPLE)), 18, 95).astype(int)
    visits = rng.poisson(3, PEOPLE)
    chance = 0.42 + 0.03 * (visits - 3) - 0.004 * (age - 58) + HELP * drawn + 0.03 * region
    finished = rng.random(PEOPLE) < np.clip(chance, 0.02, 0.98)
    lost = rng.random(PEOPLE) < 0.02
    rows = [
        [
            f"P{n + 1:03d}",
            f"Region {region[n] + 1}",
            drawn[n],
            age[n],
            visits[n],
            "" if lost[n] else int(finished[n]),
        ]
        for n in range(PEOPLE)
    ]
    return _written(["person", "region", "drawn", "age", "visits_last_year", "finished"], rows)


def course_table() -> str:
    """Write who took a course: took_course, age, years of school, weeks worked before and after.

    The truth: a course adds four weeks. Those with more school, and fewer weeks worked
    before, take it more often.
    """
    rng = np.random.default_rng(SEED + 1)
    age = np.clip(np.round(rng.normal(38, 10, COURSE)), 18, 64)
    school = np.clip(np.round(rng.normal(12, 2, COURSE)), 6, 20)
    before = np.clip(np.round(rng.normal(24, 9, COURSE)), 0, 52)
    power = -0.9 + 0.25 * (school - 12) - 0.04 * (before - 24) - 0.015 * (age - 38)
    took = (rng.random(COURSE) < 1 / (1 + np.exp(-power))).astype(int)
    noise = rng.normal(0, 8, COURSE)
    after = 6 + 0.6 * before + 0.7 * (school - 12) - 0.1 * (age - 38) + 4 * took + noise + 8
    weeks = np.clip(np.round(after), 0, 52)
    rows = [
        [took[n], int(age[n]), int(school[n]), int(before[n]), int(weeks[n])] for n in range(COURSE)
    ]
    return _written(["took_course", "age", "school_years", "weeks_before", "weeks_after"], rows)


def _written(header: list[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(header)
    lines.writerows(rows)
    return text.getvalue()
