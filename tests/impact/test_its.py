"""An interrupted time series tells a change, and no more than one series can say."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from balise.impact import Answer, Roles, estimate_its, estimate_series
from balise.impact.its.model import Season, choose_season, fit_ar1, fit_hac, terms
from balise.impact.its.simulation import invent_series
from balise.vocabulary import ImpactError


def write(tmp_path: Path, values: Sequence[object], other: Sequence[object] | None = None) -> Path:
    path = tmp_path / "d.csv"
    lines = ["month,y" + (",other" if other else "")]
    for n, value in enumerate(values):
        line = f"{2018 + n // 12}-{n % 12 + 1:02d},{'' if value is None else value}"
        lines.append(line + (f",{other[n]}" if other else ""))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answer(path: Path, start: str = "2021-01", **settings: object) -> Answer:
    return estimate_its(path, Roles(outcome="y", time="month"), start, **settings)  # type: ignore[arg-type]


def series(months: int = 48, start: int = 36, effect: float = 0.0) -> list[object]:
    rng = np.random.default_rng(7)
    values = 100 + 0.5 * np.arange(months) + rng.normal(0, 1, months)
    values[start:] += effect
    return [round(float(each), 3) for each in values]


def test_level_and_slope_are_those_of_a_series_without_noise() -> None:
    # y = 10 + 2 t, then a step of 5 and 1 more a month: t = -20 ... 9.
    steps = np.arange(-20.0, 10.0)
    values = 10 + 2 * steps + (steps >= 0) * (5 + steps)
    design = terms(steps, Season("none", 0))
    for fit in (fit_ar1, fit_hac):
        assert fit(values, design).coefficients == pytest.approx([10, 2, 5, 1])


def test_autocorrelation_is_found_without_the_bias_of_residuals() -> None:
    found, plain = [], []
    for seed in range(40):
        each = invent_series(seed)
        design = terms(each.steps, Season("harmonics", 12, 1))
        found.append(fit_ar1(each.outcome, design).rho)
        left = fit_hac(each.outcome, design).residuals
        plain.append(float(left[1:] @ left[:-1] / (left @ left)))
    assert np.mean(found) == pytest.approx(0.4, abs=0.06)
    assert np.mean(plain) < np.mean(found) - 0.05


def test_a_season_is_chosen_where_there_is_one_and_two_cycles_show_it() -> None:
    each = invent_series(1)
    assert choose_season(each.outcome, each.steps, 12, slope=True).kind != "none"
    rng = np.random.default_rng(2)
    noise = rng.normal(size=len(each.steps))
    assert choose_season(noise, each.steps, 12, slope=True).kind == "none"
    assert choose_season(each.outcome[30:], each.steps[30:], 12, slope=True).kind == "none"


def test_series_without_effect_are_seldom_told_to_have_one() -> None:
    verdicts = [estimate_series(invent_series(seed, compared=True)).verdict for seed in range(30)]
    assert sum(each == "attributable" for each in verdicts) <= 2
    alone = [estimate_series(invent_series(seed)).verdict for seed in range(30)]
    assert "attributable" not in alone
    assert sum(each == "probably" for each in alone) <= 4


def test_series_with_a_large_effect_are_told_to_have_one() -> None:
    told = [estimate_series(invent_series(seed, effect=4.0)).verdict for seed in range(30)]
    assert sum(each == "probably" for each in told) >= 25
    compared = [
        estimate_series(invent_series(seed, effect=5.0, compared=True)).verdict
        for seed in range(30)
    ]
    assert sum(each in {"attributable", "probably"} for each in compared) >= 25
    assert "attributable" in compared


def test_without_a_comparison_the_verdict_is_at_most_probable_and_says_why(tmp_path: Path) -> None:
    found = answer(write(tmp_path, series(effect=20)))
    assert found.verdict == "probably"
    assert "Without a comparison series" in found.reasons[-1][0]
    assert found.estimates["simple"].estimate == pytest.approx(20, abs=2)


def test_a_comparison_takes_away_what_touched_both(tmp_path: Path) -> None:
    shock = [float(y) + (15 if n >= 36 else 0) for n, y in enumerate(series())]  # type: ignore[arg-type]
    other = [round(3 * y + np.sin(n), 2) for n, y in enumerate(shock)]
    found = answer(write(tmp_path, shock, other), comparison="other")
    assert found.verdict in {"no_evidence", "contributes"}
    assert abs(found.estimates["simple"].estimate) < 3
    checks = {each.code: each for each in found.checks}
    assert checks["placebo_group"].state == "caution"
    assert checks["placebo_group"].numbers["scale"] == pytest.approx(1 / 3, rel=0.01)
    alone = answer(tmp_path / "d.csv")
    assert alone.estimates["simple"].estimate == pytest.approx(15, abs=2)


def test_the_wider_of_two_intervals_is_told(tmp_path: Path) -> None:
    found = answer(write(tmp_path, series(effect=5)))
    widths = {
        name: (each.high or 0) - (each.low or 0)
        for name, each in found.estimates.items()
        if name in {"simple", "prais_winsten", "newey_west"}
    }
    assert widths["simple"] == max(widths.values())
    after = [row for row in found.gaps if row["low"] is not None]
    assert len(after) == 12
    assert after[0]["time"] == "2021-01"


def test_a_constant_outcome_or_few_periods_cannot_be_attributed(tmp_path: Path) -> None:
    still = answer(write(tmp_path, [5] * 36 + [9] * 12))
    assert still.verdict == "cannot"
    short = answer(write(tmp_path, series()[:12]), start="2018-07")
    assert short.verdict == "cannot"


def test_a_start_after_a_bad_time_is_a_caution(tmp_path: Path) -> None:
    values = series(effect=6)
    values[33:36] = [80, 78, 79]
    checks = {each.code: each for each in answer(write(tmp_path, values)).checks}
    assert checks["regression_to_mean"].state == "caution"
    assert "below the trend" in checks["regression_to_mean"].en


def test_missing_periods_are_named(tmp_path: Path) -> None:
    values = series()
    values[5] = None
    found = answer(write(tmp_path, values))
    assert found.counts["missing"] == ["2018-06"]
    checks = {each.code: each for each in found.checks}
    assert checks["panel"].state == "caution"


def test_a_season_that_was_not_seen_twice_is_a_caution(tmp_path: Path) -> None:
    found = answer(write(tmp_path, series()), start="2019-10")
    checks = {each.code: each for each in found.checks}
    assert checks["seasonality"].state == "caution"
    assert {each.code: each for each in answer(tmp_path / "d.csv", season=0).checks}[
        "seasonality"
    ].state == "pass"


@pytest.mark.parametrize(
    ("start", "comparison", "message"),
    [
        ("2018-03", None, "2 before the start"),
        ("2030-01", None, "0 from then on"),
        ("spring", None, "Expected periods"),
        ("2021-01", "else", "no such column"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    start: str, comparison: str | None, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ImpactError, match=message):
        answer(write(tmp_path, series()), start=start, comparison=comparison)


def test_several_rows_for_a_period_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, series())
    path.write_text(path.read_text("utf-8") + "2018-01,3\n", encoding="utf-8")
    with pytest.raises(ImpactError, match="several rows for 2018-01"):
        answer(path)
