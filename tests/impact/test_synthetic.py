"""A synthetic control finds published weights from every start, and tells what it cannot say."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from balise.impact import Answer, Asked, Roles, estimate_comparison, read_comparison
from balise.impact.synthetic import fit_nested, fit_outcomes
from balise.impact.synthetic.augmented import augment, ridge_weights
from balise.impact.synthetic.intervals import conformal, debiased
from balise.impact.synthetic.kernels import nearest
from balise.impact.synthetic.placebos import in_space, judged
from balise.impact.synthetic.simulation import invent_comparison
from balise.impact.synthetic.weights import simplex_weights
from balise.vocabulary import ImpactError

PREDICTORS = (
    "lnincome@1980-1988,retprice@1980-1988,age15to24@1980-1988,beer@1984-1988,"
    "cigsale@1975,cigsale@1980,cigsale@1988"
)
PUBLISHED = {
    "Utah": 0.334,
    "Nevada": 0.234,
    "Montana": 0.199,
    "Colorado": 0.164,
    "Connecticut": 0.069,
}
"""Abadie, Diamond and Hainmueller (2010), table 2."""

CALIFORNIA = Asked(treated="California", start="1989", predictors=PREDICTORS)


@pytest.fixture(scope="module")
def smoking(data_folder: Path) -> Path:
    path = data_folder / "reference" / "synthetic-control" / "prop99_smoking.csv"
    if not path.is_file():
        pytest.skip(f"no {path.name} among the reference cases")
    return path


def columns() -> Roles:
    return Roles(outcome="cigsale", unit="state", time="year")


def verdict_of(seed: int, effect: float) -> Answer:
    comparison, panel, asked = invent_comparison(seed, effect=effect)
    return estimate_comparison(comparison, panel, asked)


def write(tmp_path: Path, rows: list[tuple[str, int, object]]) -> Path:
    path = tmp_path / "d.csv"
    lines = [f"{unit},{year},{'' if y is None else y}" for unit, year, y in rows]
    path.write_text("place,year,y\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def regions(units: int = 8, years: int = 20) -> list[tuple[str, int, object]]:
    rng = np.random.default_rng(5)
    values = 50 + rng.normal(0, 4, units)[:, None] + rng.normal(0, 1, (units, years)).cumsum(axis=1)
    return [
        (f"r{unit}", 2001 + year, round(float(values[unit, year]), 3))
        for unit in range(units)
        for year in range(years)
    ]


def read(path: Path, **asked: object) -> Answer:
    settings = replace(Asked("r0", "2013"), **asked)  # type: ignore[arg-type]
    comparison, panel = read_comparison(
        path, Roles(outcome="y", unit="place", time="year"), settings
    )
    return estimate_comparison(comparison, panel, settings)


@pytest.mark.published
def test_tobacco_control_in_california_has_the_published_weights_from_every_seed(
    smoking: Path,
) -> None:
    comparison, _ = read_comparison(smoking, columns(), CALIFORNIA)
    outcomes = (comparison.own[:19], comparison.others[:, :19])
    for seed in range(10):
        fit = fit_nested(
            (comparison.own_traits, comparison.other_traits), outcomes, np.random.default_rng(seed)
        )
        found = dict(zip(comparison.donors, fit.weights, strict=True))
        for state, weight in PUBLISHED.items():
            assert found[state] == pytest.approx(weight, abs=0.01)
        gaps = comparison.own - fit.weights @ comparison.others
        # The published weights give a gap of -25.73 packs in 2000 and -18.97 on average.
        assert gaps[-1] == pytest.approx(-25.73, abs=0.5)
        assert gaps[19:].mean() == pytest.approx(-18.97, abs=0.5)


@pytest.mark.published
def test_the_program_of_california_is_told_with_its_placebos(smoking: Path) -> None:
    comparison, panel = read_comparison(smoking, columns(), CALIFORNIA)
    answer = estimate_comparison(comparison, panel, CALIFORNIA, workers=2)
    found = {each.code: each for each in answer.checks}
    # The paper: the ratio of California is the largest of 39, so p = 1/39 = 0.026.
    assert found["permutation"].numbers["rank"] == 1
    assert found["permutation"].numbers["p"] == pytest.approx(1 / 39)
    assert answer.verdict == "attributable"
    assert {name for name, weight in answer.weights.items() if weight > 0.01} == set(PUBLISHED)
    simple = answer.estimates["simple"]
    assert simple.low is not None
    assert simple.high is not None
    assert simple.low < simple.estimate < simple.high < 0
    assert [row["time"] for row in answer.gaps] == list(range(1970, 2001))


def test_weights_of_the_compiled_loop_cannot_be_bettered() -> None:
    # Kuhn and Tucker: moving weight to any donor brings the mixture no nearer.
    rng = np.random.default_rng(1)
    for _ in range(20):
        gaps = rng.normal(size=(4, 9)) + 0.5
        importance = rng.uniform(0.01, 1, 4)
        found = nearest(gaps, importance)
        slope = gaps.T @ (importance * (gaps @ found))
        assert found.min() >= 0
        assert found.sum() == pytest.approx(1)
        assert (slope >= found @ slope - 1e-8).all()
        other = simplex_weights(np.sqrt(importance)[:, None] * gaps)
        assert importance @ (gaps @ other) ** 2 == pytest.approx(
            importance @ (gaps @ found) ** 2, abs=1e-9
        )


def test_two_donors_are_mixed_by_hand() -> None:
    # 0.75 x 9 + 0.25 x 13 = 10 in both periods.
    fit = fit_outcomes(np.array([10.0, 20.0]), np.array([[9.0, 19.0], [13.0, 23.0]]))
    assert fit.weights == pytest.approx([0.75, 0.25])
    assert fit.mspe == pytest.approx(0, abs=1e-12)


def test_predictors_that_are_matched_exactly_leave_importance_without_a_say() -> None:
    rng = np.random.default_rng(2)
    others = rng.normal(size=(6, 2))
    paths = rng.normal(size=(6, 10))
    fit = fit_nested((others.mean(axis=0), others), (paths.mean(axis=0), paths), rng)
    assert fit.exact
    assert fit.weights @ others == pytest.approx(others.mean(axis=0), abs=1e-5)


def test_a_large_penalty_leaves_the_synthetic_control_as_it_was() -> None:
    rng = np.random.default_rng(3)
    own, others = rng.normal(size=8), rng.normal(size=(5, 8))
    plain = simplex_weights(others.T - own[:, None])
    assert ridge_weights(own, others, 1e12) == pytest.approx(plain, abs=1e-9)
    assert ridge_weights(own, others, 1.0).sum() == pytest.approx(1)
    # A small penalty brings outcomes nearer; weights may then be below zero.
    near = ridge_weights(own, others, 1e-3)
    assert np.abs(own - near @ others).sum() < np.abs(own - plain @ others).sum()


def test_intervals_hold_the_truth_and_leave_zero_out_where_the_effect_is_large() -> None:
    held = tested = 0
    for seed in range(30):
        comparison, _, _ = invent_comparison(seed, effect=4.0)
        found = debiased(comparison)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 4.0 <= found.high
        single = conformal(comparison)
        assert single is not None
        tested += sum(low <= 4.0 <= high for low, high in single)
    assert held >= 26
    assert tested >= 0.88 * 30 * 10


def test_the_augmented_control_says_about_the_same_with_a_jackknife_interval() -> None:
    comparison, _, _ = invent_comparison(4, effect=6.0)
    found = augment(comparison)
    assert found.effect.estimate == pytest.approx(6.0, abs=2.0)
    assert found.effect.low is not None
    assert found.weights.sum() == pytest.approx(1)
    short = invent_comparison(4, before=12)[0]
    assert augment(short).effect.low is None


def test_thirty_programs_without_effect_are_hardly_ever_attributable() -> None:
    verdicts = [verdict_of(seed, 0.0).verdict for seed in range(30)]
    assert sum(each == "attributable" for each in verdicts) <= 1
    assert sum(each in {"attributable", "probably"} for each in verdicts) <= 3


def test_thirty_programs_with_a_large_effect_are_mostly_found() -> None:
    verdicts = [verdict_of(seed, 8.0).verdict for seed in range(30)]
    assert sum(each in {"attributable", "probably"} for each in verdicts) >= 22


def test_placebos_do_not_depend_on_the_number_of_workers(smoking: Path) -> None:
    comparison, _ = read_comparison(smoking, columns(), CALIFORNIA)
    few = comparison
    for _ in range(30):
        few = few.without(0)
    one, two = (in_space(few, 1, workers) for workers in (1, 2))
    assert [each.ratio for each in one] == [each.ratio for each in two]
    assert judged(few, np.full(8, 1 / 8)).before > 0


def test_a_unit_outside_what_donors_span_cannot_be_attributed(tmp_path: Path) -> None:
    rows = [(u, t, y * 4 if u == "r0" else y) for u, t, y in regions()]  # type: ignore[operator]
    answer = read(write(tmp_path, rows))
    assert answer.verdict == "cannot"
    assert "no mixture of donors resembles it" in answer.reasons[0][0]


def test_too_few_donors_or_periods_cannot_be_attributed(tmp_path: Path) -> None:
    few = [row for row in regions() if row[0] in {"r0", "r1", "r2", "r3"}]
    assert read(write(tmp_path, few)).verdict == "cannot"
    short = [row for row in regions() if row[1] >= 2009]
    answer = read(write(tmp_path, short))
    assert answer.verdict == "cannot"
    assert answer.estimates["simple"].low is None


def test_a_constant_outcome_cannot_be_attributed(tmp_path: Path) -> None:
    answer = read(write(tmp_path, [(u, t, 7) for u, t, _ in regions()]))
    assert answer.verdict == "cannot"
    assert answer.checks[0].code == "constant_outcome"


def test_donors_that_lack_outcomes_or_had_the_program_are_left_out_and_named(
    tmp_path: Path,
) -> None:
    rows = [(u, t, None if (u, t) == ("r1", 2015) else y) for u, t, y in regions()]
    answer = read(write(tmp_path, rows), leave_out=("r2",))
    notes = " ".join(en for en, _ in answer.notes)
    assert "Donors left out, an outcome is missing in some period: r1." in notes
    assert "Donors left out, as asked: r2." in notes
    assert not {"r1", "r2"} & set(answer.weights)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"treated": "r00"}, r"no unit of that name among 8.*'r0'"),
        ({"start": "1990"}, r"a table from 2001 to 2020"),
        ({"start": "2003"}, r"found 2 periods before 2003"),
        ({"predictors": "y@2013-2014"}, r"begins after the start"),
        ({"predictors": "z@2003"}, r"no column 'z'"),
        ({"fit_over": "2011-2012"}, r"found 2 periods before the start in it"),
        ({"leave_out": tuple(f"r{n}" for n in range(1, 7))}, r"found 1 with outcomes"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(
    asked: dict[str, object], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ImpactError, match=message):
        read(write(tmp_path, regions()), **asked)


def test_outcomes_missing_only_after_the_start_are_named_as_such(tmp_path: Path) -> None:
    rows = [(u, t, None if (u, t) == ("r0", 2019) else y) for u, t, y in regions()]
    answer = read(write(tmp_path, rows))
    panel = {each.code: each for each in answer.checks}["panel"]
    assert panel.state == "caution"
    assert "missing only once the program began" in panel.en
    assert answer.verdict != "attributable"


def test_predictors_that_go_on_after_the_start_are_a_caution(tmp_path: Path) -> None:
    answer = read(write(tmp_path, regions()), predictors="y@2005-2009,y@2010-2013")
    found = {each.code: each for each in answer.checks}["predictors"]
    assert found.state == "caution"
    assert found.numbers["late"] == 1
    assert answer.verdict != "attributable"


def test_periods_may_be_decimals_and_quarters_and_predictors_spans(tmp_path: Path) -> None:
    decimals = tmp_path / "decimals.csv"
    lines = [f"{u},{t}.0,{y}" for u, t, y in regions()]
    decimals.write_text("place,year,y\n" + "\n".join(lines) + "\n", encoding="utf-8")
    one = read(write(tmp_path, regions()), predictors="y@2001-2006,y@2012")
    assert read(decimals, predictors="y@2001-2006;y@2012").weights == one.weights
    french = tmp_path / "trimestres.csv"
    lines = [
        f"{u};{2001 + (t - 2001) // 4}-T{(t - 2001) % 4 + 1};{str(y).replace('.', ',')}"
        for u, t, y in regions()
    ]
    french.write_text("région;trimestre;y\n" + "\n".join(lines) + "\n", encoding="utf-8")
    asked = Asked("r0", "2004-T1", "y@2001-T1:2002-T2,y@2003-T4")
    comparison, panel = read_comparison(french, Roles(outcome="y"), asked)
    assert estimate_comparison(comparison, panel, asked).weights == pytest.approx(one.weights)


def test_predictors_and_spans_leave_the_interval_and_say_so(tmp_path: Path) -> None:
    path = write(tmp_path, regions())
    plain = read(path)
    spans = read(path, predictors="y@2003-2005", fit_over="2004-2008")
    for name in ("debiased", "augmented"):
        assert spans.estimates[name] == plain.estimates[name]
    assert any("--fit-over choose the weights" in en for en, _ in spans.notes)
    assert not any("--fit-over" in en for en, _ in plain.notes)
    told = next(each for each in spans.checks if each.code == "weighting")
    assert "(on outcomes alone, less the bias" in told.en
    assert "(sur les seuls résultats, biais" in told.fr
