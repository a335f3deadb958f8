"""An invented outreach program: 90 offices over 12 months, some of which send a mobile team.

Nothing of it is real. Mobile teams start in July in 24 offices, in September in 20 others;
46 never have one, of which 8 are near an office that does.
"""

import csv
import io

import numpy as np

__all__ = ["outreach_table"]

OFFICES, MONTHS, SEED = 90, 12, 20260101
FIRST, SECOND = 24, 20  # offices that start in the 7th and in the 9th month
NEAR = 8
EFFECT = 180  # people served a month because of the team, in an office of middling size


def outreach_table() -> str:
    """Write the table: office, region, month, people served, start of the team, population.

    The truth: a team adds 180 people a month on average, a little more in later months.
    """
    rng = np.random.default_rng(SEED)
    order = rng.permutation(OFFICES)
    start = np.full(OFFICES, MONTHS)
    start[order[:FIRST]], start[order[FIRST : FIRST + SECOND]] = 6, 8
    near = np.zeros(OFFICES, dtype=int)
    near[order[FIRST + SECOND : FIRST + SECOND + NEAR]] = 1
    population = np.round(rng.lognormal(9.6, 0.4, OFFICES), -2).astype(int)
    level = 600 + 0.05 * population + rng.normal(0, 120, OFFICES)
    season = 60 * np.sin(2 * np.pi * (np.arange(MONTHS) - 2) / 12)
    noise = np.empty((OFFICES, MONTHS))
    noise[:, 0] = rng.normal(0, 65, OFFICES)
    for month in range(1, MONTHS):
        noise[:, month] = 0.4 * noise[:, month - 1] + rng.normal(0, 60, OFFICES)
    since = np.arange(MONTHS)[None, :] - start[:, None]
    effect = np.where(since >= 0, EFFECT - 20 + 8 * since, 0)
    served = np.maximum(0, np.round(level[:, None] + season + noise + effect)).astype(int)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(
        ["office", "region", "month", "people_served", "team_start", "population", "near_team"]
    )
    for office in range(OFFICES):
        began = f"2025-{start[office] + 1:02d}" if start[office] < MONTHS else ""
        for month in range(MONTHS):
            rows.writerow(
                [
                    f"Office {office + 1:02d}",
                    f"Region {office % 15 + 1:02d}",
                    f"2025-{month + 1:02d}",
                    served[office, month],
                    began,
                    population[office],
                    near[office],
                ]
            )
    return text.getvalue()
