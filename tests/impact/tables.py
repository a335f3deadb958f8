"""Small invented tables for tests of attribution, and the published county table."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from balise.impact import Panel, Roles, read_panel

COUNTIES = Roles(
    outcome="lemp", unit="countyreal", time="year", first_treated="first.treat"
)  # fmt: skip
PLAIN = Roles(outcome="y", unit="unit", time="time", first_treated="start")


def counties_file(data_folder: Path) -> Path:
    """Where teen employment in 500 counties is; a test is skipped where it is not."""
    path = data_folder / "reference" / "did" / "mpdta.csv"
    if not path.is_file():
        pytest.skip("no reference/did/mpdta.csv in the folder of published files")
    return path


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(
    starts: Sequence[object],
    periods: Sequence[object] = (1, 2, 3, 4, 5, 6),
    *,
    effect: float = 0.0,
    seed: int = 1,
) -> list[list[object]]:
    """Rows unit, time, y, start; a start is one of the periods, or blank."""
    rng = np.random.default_rng(seed)
    order = list(periods)
    rows: list[list[object]] = []
    for number, start in enumerate(starts):
        level = rng.normal(10, 1)
        for place, period in enumerate(order):
            treated = start in order and place >= order.index(start)
            value = level + 0.1 * place + rng.normal(0, 0.3) + effect * treated
            rows.append([f"u{number:02d}", period, f"{value:.4f}", start])
    return rows


def csv(rows: Sequence[Sequence[object]], header: str = "unit,time,y,start") -> str:
    lines = [",".join(str(value) for value in row) for row in rows]
    return "\n".join([header, *lines]) + "\n"


def panel_of(folder: Path, rows: Sequence[Sequence[object]], roles: Roles = PLAIN) -> Panel:
    return read_panel(write(folder, csv(rows)), roles)
