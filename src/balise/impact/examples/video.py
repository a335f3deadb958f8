"""An invented pilot: one region of 24 offers help by video, the others do not.

Nothing of it is real. Quarters from 2014 to 2023; the pilot starts in the third quarter of
2020 in Region 05, when every region moved online more quickly.
"""

import csv
import io

import numpy as np

__all__ = ["video_table"]

REGIONS, QUARTERS, START, SEED = 24, 40, 26, 20260102
TREATED = 4
EFFECT = 6.0  # applications made online, per hundred, because of the pilot


def video_table() -> str:
    """Write the table: region, quarter, applications made online, broadband, age 65 or more.

    The truth: six more applications of a hundred are made online, reached over a year.
    """
    rng = np.random.default_rng(SEED)
    broadband = rng.uniform(55, 95, REGIONS)
    older = rng.uniform(14, 30, REGIONS)
    broadband[TREATED], older[TREATED] = 74.0, 21.5
    quarters = np.arange(QUARTERS)
    common = 0.55 * quarters + 8 / (1 + np.exp(-(quarters - START) / 1.5))
    season = 1.2 * np.cos(2 * np.pi * quarters / 4)
    level = 10 + 0.45 * broadband - 0.6 * older + rng.normal(0, 1, REGIONS)
    pace = 0.6 + 0.008 * broadband - 0.006 * older
    noise = np.empty((REGIONS, QUARTERS))
    noise[:, 0] = rng.normal(0, 0.7, REGIONS)
    for quarter in range(1, QUARTERS):
        noise[:, quarter] = 0.4 * noise[:, quarter - 1] + rng.normal(0, 0.6, REGIONS)
    online = level[:, None] + pace[:, None] * common + season + noise
    online[TREATED] += EFFECT * np.clip((quarters - START + 1) / 4, 0, 1)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["region", "quarter", "online_per_100", "broadband_percent", "age_65_percent"])
    for region in range(REGIONS):
        for quarter in range(QUARTERS):
            rows.writerow(
                [
                    f"Region {region + 1:02d}",
                    f"{2014 + quarter // 4}-Q{quarter % 4 + 1}",
                    f"{online[region, quarter]:.1f}",
                    f"{broadband[region] + 0.15 * quarter:.1f}",
                    f"{older[region] + 0.05 * quarter:.1f}",
                ]
            )
    return text.getvalue()
