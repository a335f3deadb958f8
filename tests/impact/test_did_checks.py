"""Bad data: named, explained, and no number without its warning."""

import re
from pathlib import Path

import numpy as np
import pytest

from balise.impact import Answer, Check, Roles, Settings, estimate_did, read_panel
from balise.impact.did import lead, told_did
from balise.impact.did.sample import make_sample
from balise.impact.did.unit_checks import check_placebo_groups
from balise.vocabulary import ImpactError
from tests.impact.tables import PLAIN, csv, panel_of, rows_of, write


def check(answer: Answer, code: str) -> Check:
    return next(each for each in answer.checks if each.code == code)


def test_no_never_treated_units_is_refused_unless_those_not_yet_treated_are_asked_for(
    tmp_path: Path,
) -> None:
    panel = panel_of(tmp_path, rows_of([3] * 12 + [5] * 12, effect=2.0))
    with pytest.raises(ImpactError, match=r"no unit that is never treated.*--control notyet"):
        estimate_did(panel)
    answer = estimate_did(panel, Settings(control="notyet"))
    assert answer.estimates["simple"].estimate == pytest.approx(2.0, abs=0.3)
    assert answer.counts["periods"] == 4
    assert any("No unit is never treated" in en for en, _ in answer.notes)
    assert {row["group"] for row in answer.group_time} == {"3"}


def test_all_units_treated_at_once_cannot_be_compared(tmp_path: Path) -> None:
    panel = panel_of(tmp_path, rows_of([3] * 12))
    with pytest.raises(ImpactError, match=r"All units are treated at the same time.*impact its"):
        estimate_did(panel, Settings(control="notyet"))


def test_five_units_cannot_be_attributed(tmp_path: Path) -> None:
    answer = estimate_did(panel_of(tmp_path, rows_of(["", "", "", 4, 4], effect=3.0)))
    assert answer.verdict == "cannot"
    assert check(answer, "few_units").state == "fail"
    assert any("too few" in en for en, _ in answer.notes)


def test_a_group_of_one_is_named(tmp_path: Path) -> None:
    answer = estimate_did(panel_of(tmp_path, rows_of([""] * 12 + [4] * 11 + [5], effect=3.0)))
    found = check(answer, "few_units")
    assert found.state == "caution"
    assert "One unit alone starts in 5" in found.en


def test_always_treated_units_are_left_out_and_named(tmp_path: Path) -> None:
    answer = estimate_did(panel_of(tmp_path, rows_of([""] * 12 + [1] * 2 + [4] * 12, effect=3.0)))
    found = check(answer, "always_treated")
    assert found.state == "caution"
    assert "u12, u13" in found.en
    assert answer.counts["left_out"]["always_treated"] == ["u12", "u13"]
    assert any("u12, u13" in fr for _, fr in answer.notes)


def test_units_seen_once_are_left_out_and_named(tmp_path: Path) -> None:
    rows = rows_of([""] * 12 + [4] * 12, effect=3.0)
    rows = [row for row in rows if row[0] != "u03" or row[1] == 2]
    answer = estimate_did(panel_of(tmp_path, rows))
    assert answer.counts["left_out"]["seen_once"] == ["u03"]
    assert any("fewer than two periods (" not in en and "u03" in en for en, _ in answer.notes)


def test_an_outcome_missing_only_after_treatment_fails_the_panel(tmp_path: Path) -> None:
    rows = rows_of([""] * 15 + [4] * 15, effect=3.0)
    for row in rows:
        if row[0] in {"u20", "u21", "u22", "u23", "u24"} and int(str(row[1])) >= 4:
            row[2] = ""
    answer = estimate_did(panel_of(tmp_path, rows))
    found = check(answer, "panel")
    assert found.state == "fail"
    assert "who is no longer seen" in found.en
    assert answer.verdict not in {"attributable", "probably"}


@pytest.mark.parametrize("value", ["7", None])
def test_a_constant_outcome_cannot_be_attributed(tmp_path: Path, value: str | None) -> None:
    rows = rows_of([""] * 12 + [4] * 12)
    for row in rows:
        row[2] = value or row[1]  # one value, or the same change everywhere
    answer = estimate_did(panel_of(tmp_path, rows))
    assert answer.verdict == "cannot"
    assert check(answer, "constant_outcome").state == "fail"
    assert answer.estimates["simple"].se is None


def test_two_periods_alone_cannot_be_attributed(tmp_path: Path) -> None:
    answer = estimate_did(panel_of(tmp_path, rows_of([""] * 20 + [2] * 20, (1, 2), effect=3.0)))
    assert answer.estimates["simple"].estimate == pytest.approx(3.0, abs=0.3)
    assert answer.verdict == "cannot"
    assert check(answer, "pre_trends").state == "not_done"


def test_one_period_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImpactError, match=r"has 1 period"):
        estimate_did(panel_of(tmp_path, rows_of(["", 1], (1,))))


def test_treatment_that_turns_off_lowers_the_verdict(tmp_path: Path) -> None:
    rows = [
        [unit, time, y, int(bool(start) and (time == 4 or (int(str(time)) >= 4 and unit != "u15")))]
        for unit, time, y, start in rows_of([""] * 15 + [4] * 15, effect=5.0)
    ]
    path = write(tmp_path, csv(rows, "unit,time,y,on"))
    answer = estimate_did(read_panel(path, Roles("y", "unit", "time", treated="on")))
    assert check(answer, "treatment_reversal").state == "caution"
    assert answer.verdict in {"probably", "contributes"}
    assert any("u15" in en for en, _ in answer.notes)


def test_months_as_text_are_counted_as_months(tmp_path: Path) -> None:
    months = ["octobre 2019", "novembre 2019", "décembre 2019", "janvier 2020", "février 2020"]
    rows = rows_of([""] * 12 + ["janvier 2020"] * 12, months, effect=3.0)
    answer = estimate_did(panel_of(tmp_path, rows))
    assert [row["at"] for row in answer.series["event_study"]] == [-2, -1, 0, 1]
    assert answer.counts["groups"] == {"2020-01": 12}


def test_neighbours_are_looked_at_if_they_are_told(tmp_path: Path) -> None:
    rows = rows_of([""] * 20 + [4] * 20, effect=3.0)
    near = {"u00", "u01", "u02", "u03", "u04"}
    for row in rows:  # neighbours have half of the effect
        if row[0] in near and int(str(row[1])) >= 4:
            row[2] = float(str(row[2])) + 1.5
    table = csv([[*row, int(row[0] in near)] for row in rows], "unit,time,y,start,near")
    path = write(tmp_path, table)
    told = estimate_did(read_panel(path, Roles("y", "unit", "time", "start", exposed="near")))
    found = check(told, "spillovers")
    assert found.state == "caution"
    assert found.numbers["on_exposed"] == pytest.approx(1.5, abs=0.5)
    assert found.numbers["without_exposed"] > found.numbers["effect"]
    silent = check(estimate_did(read_panel(path, PLAIN)), "spillovers")
    assert silent.state == "not_done"
    assert "--exposed" in silent.en


def told_numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d\u00a0,.]*\d|\d", text))


@pytest.mark.parametrize("kind", ["none", "trend", "effect"])
def test_every_sentence_is_true_of_its_numbers_in_both_languages(kind: str) -> None:
    from balise.impact.did import invent

    answer = estimate_did(invent(kind, 3))
    for each in answer.checks:
        english = {part.replace(",", "") for part in told_numbers(each.en)}
        french = {part.replace("\u00a0", "").replace(",", ".") for part in told_numbers(each.fr)}
        assert english == french, each.code
        assert re.search(r"[^\u00a0 ] ?[:;»]", each.fr.replace("\u00a0", "")) is None or (
            " :" not in each.fr and " ;" not in each.fr
        )


def test_only_the_two_first_verdicts_say_because_of() -> None:
    from balise.impact.did import invent

    seen = set()
    for kind in ("none", "trend", "effect"):
        for seed in range(4):
            answer = estimate_did(invent(kind, seed))
            seen.add(answer.verdict)
            for lang, words in (("en", "ecause of the program"), ("fr", "n raison du programme")):
                said = words in lead(answer, lang)
                assert said == (answer.verdict in {"attributable", "probably"})
                assert told_did(answer, lang)[0] == lead(answer, lang)
    assert len(seen) >= 3


@pytest.mark.parametrize("separates", [True, False])
def test_covariates_that_leave_nobody_to_compare_are_refused(
    tmp_path: Path, separates: bool
) -> None:
    rows = rows_of([""] * 15 + [4] * 15, effect=3.0)
    table = [[*row, int(bool(row[3])) if separates else 7] for row in rows]
    path = write(tmp_path, csv(table, "unit,time,y,start,x"))
    panel = read_panel(path, Roles("y", "unit", "time", "start", covariates=("x",)))
    with pytest.raises(ImpactError, match=r"never vary or tell the groups apart"):
        estimate_did(panel)


def test_periods_that_are_not_evenly_spaced_keep_their_effects_without_bounds(
    tmp_path: Path,
) -> None:
    years = (2000, 2002, 2005, 2007, 2010)
    answer = estimate_did(panel_of(tmp_path, rows_of([""] * 15 + [2007] * 15, years, effect=3.0)))
    assert answer.estimates["simple"].estimate == pytest.approx(3.0, abs=0.4)
    assert check(answer, "sensitivity").state == "not_done"
    assert answer.verdict == "probably"


@pytest.mark.property
@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_the_unit_of_measure_changes_no_verdict(tmp_path: Path, scale: float) -> None:
    rows = rows_of([""] * 15 + [4] * 15, effect=3.0)
    other = [[*row[:2], float(str(row[2])) * scale, row[3]] for row in rows]
    one, two = (estimate_did(panel_of(tmp_path, each)) for each in (rows, other))
    assert one.verdict == two.verdict
    assert [each.state for each in one.checks] == [each.state for each in two.checks]
    assert two.estimates["simple"].estimate == pytest.approx(
        one.estimates["simple"].estimate * scale, rel=1e-4
    )


def test_settings_that_count_nothing_are_refused() -> None:
    with pytest.raises(ImpactError, match=r"Setting draws: found -1"):
        Settings(draws=-1)


def test_few_clusters_cannot_be_attributed_however_many_units_they_hold(tmp_path: Path) -> None:
    rows = [[*row, int(str(row[0])[1:]) % 2] for row in rows_of([""] * 12 + [4] * 12, effect=3.0)]
    path = write(tmp_path, csv(rows, "unit,time,y,start,area"))
    answer = estimate_did(read_panel(path, Roles("y", "unit", "time", "start", cluster="area")))
    assert check(answer, "few_units").state == "fail"
    assert "in 2 clusters. That is too few" in check(answer, "few_units").en
    assert answer.verdict == "cannot"


def test_a_trend_the_other_way_is_not_told_as_a_part_of_the_effect(tmp_path: Path) -> None:
    rows = rows_of([""] * 12 + [4] * 12)
    for row in rows:
        if row[3]:
            row[2] = float(str(row[2])) + (4 if row[1] == 3 else 2 if row[1] == 2 else 0)
    found = check(estimate_did(panel_of(tmp_path, rows)), "pre_trends")
    assert found.state == "fail"
    assert re.search(r"alone would make [\d.]+; -[\d.]+ was found\.", found.en)
    assert re.search(r"ferait à elle seule [\d,]+\u00a0; on a trouvé -[\d,]+\.", found.fr)


def test_a_table_that_loses_a_third_of_its_units_to_gaps_fails_the_panel(tmp_path: Path) -> None:
    rows = rows_of([""] * 20 + [4] * 20, effect=3.0)
    gaps = {f"u{number:02d}" for number in (*range(8), *range(20, 28))}
    rows = [row for row in rows if row[0] not in gaps or row[1] != 2]
    panel = panel_of(tmp_path, rows)
    found = check(estimate_did(panel), "panel")
    assert found.state == "fail"
    assert "16 of 40 units were left out" in found.en
    assert "--unbalanced" in found.en
    assert "--unbalanced" in found.fr
    kept = check(estimate_did(panel, Settings(unbalanced=True)), "panel")
    assert kept.state == "caution"


@pytest.mark.parametrize(
    ("lang", "heading", "effect"),
    [("en", "Difference, averaged over", "effect as"), ("fr", "Écart moyen, sur", "effet aussi")],
)
def test_what_cannot_be_attributed_is_called_a_difference(
    tmp_path: Path, lang: str, heading: str, effect: str
) -> None:
    answer = estimate_did(panel_of(tmp_path, rows_of([""] * 20 + [2] * 20, (1, 2), effect=3.0)))
    assert answer.verdict == "cannot"
    assert heading in told_did(answer, lang)
    found = check(answer, "permutation")
    assert effect not in (found.fr if lang == "fr" else found.en)


@pytest.mark.parametrize(
    ("share", "told"), [(0.01, "less than the 5"), (0.05, "near the 5"), (0.09, "more than the 5")]
)
def test_effects_on_paper_are_near_chance_only_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float, told: str
) -> None:
    monkeypatch.setattr("balise.impact.did.unit_checks.fake_groups", lambda *_: share)
    sample = make_sample(panel_of(tmp_path, rows_of([""] * 20 + [4] * 20)))
    found = check_placebo_groups(sample, np.random.default_rng(1))
    assert found.state == "pass"
    assert told in found.en


def test_all_units_that_start_at_once_are_sent_to_a_series_at_once(tmp_path: Path) -> None:
    with pytest.raises(ImpactError, match="impact its"):
        estimate_did(panel_of(tmp_path, rows_of([3] * 12)))


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("01/07/2011", r"Column start: found '01/07/2011'.*day first or month first"),
        ("2020-03", r"Column start: found '2020-03', written otherwise than .*column time"),
        ("soon", r"Column start: found 'soon'"),
    ],
)
def test_a_start_that_cannot_be_read_names_its_column(
    tmp_path: Path, start: str, told: str
) -> None:
    with pytest.raises(ImpactError, match=told):
        panel_of(tmp_path, rows_of([""] * 2 + [start] * 2))
