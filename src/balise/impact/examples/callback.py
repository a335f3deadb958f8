"""An invented help line that offers to call back, and another line that does not.

Nothing of it is real. Months from 2019 to 2024; the offer starts in January 2023.
"""

import csv
import io

import numpy as np

__all__ = ["callback_table"]

MONTHS, START, SEED = 72, 48, 20260103
EFFECT = -420  # calls given up a month because of the offer


def callback_table() -> str:
    """Write the table: month, calls given up on the line, and on a line without the offer.

    The truth: 420 fewer calls are given up a month.
    """
    rng = np.random.default_rng(SEED)
    months = np.arange(MONTHS)
    season = 180 * np.cos(2 * np.pi * (months - 2) / 12)
    shared = _lingering(rng, 60)
    own = 2400 + 6 * months + season + shared + _lingering(rng, 55)
    own[START:] += EFFECT
    other = 2100 + 5 * months + season + shared + _lingering(rng, 55)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["month", "calls_given_up", "calls_given_up_other_line"])
    for month in range(MONTHS):
        when = f"{2019 + month // 12}-{month % 12 + 1:02d}"
        rows.writerow([when, round(own[month]), round(other[month])])
    return text.getvalue()


def _lingering(
    rng: np.random.Generator, spread: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    noise = rng.normal(0, spread, MONTHS)
    for month in range(1, MONTHS):
        noise[month] += 0.4 * noise[month - 1]
    return noise
