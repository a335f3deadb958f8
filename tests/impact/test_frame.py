"""A user's table is read with its roles, and every fault is named."""

from pathlib import Path

import numpy as np
import pytest

from balise.impact import Roles, read_panel
from balise.impact.columns import guess_roles, numbers
from balise.impact.frame import read_cross
from balise.vocabulary import ImpactError
from tests.impact.tables import PLAIN, csv, panel_of, rows_of, write

STATUS = Roles(outcome="y", unit="unit", time="time", treated="on")


def test_a_french_table_reads_as_an_english_one(tmp_path: Path) -> None:
    french = write(
        tmp_path,
        "bureau;mois;demandes;début\nA;janvier 2020;1 250,5;\nA;février 2020;1 300;\n"
        "B;janvier 2020;900,25;février 2020\nB;février 2020;950;février 2020\n",
        "fr.csv",
    )
    english = write(
        tmp_path,
        "office,month,applications,start\nA,2020-01,1250.5,\nA,2020-02,1300,\n"
        "B,2020-01,900.25,2020-02\nB,2020-02,950,2020-02\n",
        "en.csv",
    )
    one, other = read_panel(french, Roles()), read_panel(english, Roles())
    np.testing.assert_array_equal(one.outcome, other.outcome)
    np.testing.assert_array_equal(one.first_treated, other.first_treated)
    assert one.roles.outcome == "demandes"
    assert one.first_treated.tolist() == [np.inf, 24241.0]


def test_xlsx_and_parquet_read_as_csv_does(tmp_path: Path) -> None:
    import polars as pl
    import xlsxwriter

    rows = rows_of(["", "", 4, 4])
    table = csv(rows)
    plain = read_panel(write(tmp_path, table), PLAIN)
    book = xlsxwriter.Workbook(str(tmp_path / "table.xlsx"))
    sheet = book.add_worksheet()
    for number, line in enumerate(table.splitlines()):
        for place, value in enumerate(line.split(",")):
            if value:
                sheet.write(number, place, float(value) if number and place else value)
    book.close()
    pl.read_csv(tmp_path / "table.csv").write_parquet(tmp_path / "table.parquet")
    for name in ("table.xlsx", "table.parquet"):
        other = read_panel(tmp_path / name, PLAIN)
        np.testing.assert_allclose(other.outcome, plain.outcome)
        np.testing.assert_array_equal(other.first_treated, plain.first_treated)
        assert other.units == plain.units


def test_roles_are_guessed_in_both_languages_and_what_is_said_wins() -> None:
    guessed = guess_roles(["annee", "municipalite", "resultat", "debut"], {})
    assert guessed == {
        "first_treated": "debut",
        "time": "annee",
        "unit": "municipalite",
        "outcome": "resultat",
    }
    said = guess_roles(["year", "month", "id", "y", "start"], {"time": "month"})
    assert said["time"] == "month"


def test_a_column_that_is_not_there_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    path = write(tmp_path, csv(rows_of(["", 4])))
    with pytest.raises(ImpactError, match=r"no column 'strat'.*Did you mean 'start'"):
        read_panel(path, Roles(outcome="y", unit="unit", time="time", first_treated="strat"))


def test_a_value_that_is_no_number_is_shown_with_its_row(tmp_path: Path) -> None:
    rows = rows_of(["", 4])
    rows[2][2] = "many"
    with pytest.raises(ImpactError, match=r"Column y: found 'many' in row 4"):
        panel_of(tmp_path, rows)


def test_a_lone_comma_is_decimal_only_where_commas_do_not_separate_columns() -> None:
    import polars as pl

    table = pl.DataFrame({"y": ["1,250", "12,5"]})
    np.testing.assert_array_equal(numbers(table, "y"), [1250, 12.5])
    np.testing.assert_array_equal(numbers(table, "y", decimal_comma=True), [1.25, 12.5])


def test_two_rows_for_one_unit_and_period_are_refused(tmp_path: Path) -> None:
    rows = rows_of(["", 4])
    rows.append(rows[3])
    with pytest.raises(ImpactError, match=r"more than one row.*u00 in 4"):
        panel_of(tmp_path, rows)


def test_several_dates_of_first_treatment_in_one_unit_are_refused(tmp_path: Path) -> None:
    rows = rows_of(["", 4])
    rows[-1][3] = 5
    with pytest.raises(ImpactError, match=r"several dates of first treatment for one unit: u01"):
        panel_of(tmp_path, rows)


@pytest.mark.parametrize("never", ["", "0", "never", "jamais", "NA", "inf"])
def test_never_is_written_in_many_ways(tmp_path: Path, never: str) -> None:
    panel = panel_of(tmp_path, rows_of([never, 4]))
    assert panel.first_treated.tolist() == [np.inf, 4.0]


def test_the_first_treated_period_follows_from_a_column_of_zeros_and_ones(tmp_path: Path) -> None:
    rows = [[unit, time, y, int(bool(start) and int(str(time)) >= 4)]
            for unit, time, y, start in rows_of(["", 4])]  # fmt: skip
    panel = read_panel(write(tmp_path, csv(rows, "unit,time,y,on")), STATUS)
    assert panel.first_treated.tolist() == [np.inf, 4.0]
    assert panel.faults[0].state == "pass"


def test_treatment_that_turns_off_again_is_named(tmp_path: Path) -> None:
    rows = [[unit, time, y, int(bool(start) and time == 4)]
            for unit, time, y, start in rows_of(["", 4])]  # fmt: skip
    panel = read_panel(write(tmp_path, csv(rows, "unit,time,y,on")), STATUS)
    found = panel.faults[0]
    assert (found.code, found.state) == ("treatment_reversal", "fail")
    assert "u01" in found.en
    assert "u01" in found.fr


def test_a_column_that_tells_who_but_not_when_is_refused(tmp_path: Path) -> None:
    rows = [[unit, time, y, int(bool(start))] for unit, time, y, start in rows_of(["", 4])]
    with pytest.raises(ImpactError, match=r"tells who was treated, not when"):
        read_panel(write(tmp_path, csv(rows, "unit,time,y,on")), STATUS)


@pytest.mark.parametrize("weight", ["0", "-1", ""])
def test_weights_that_are_not_above_zero_are_refused(tmp_path: Path, weight: str) -> None:
    rows = [[*row, 1] for row in rows_of(["", 4])]
    rows[0][4] = weight
    path = write(tmp_path, csv(rows, "unit,time,y,start,w"))
    with pytest.raises(ImpactError, match=r"Column w: found .* in row 2"):
        read_panel(path, Roles("y", "unit", "time", "start", weights="w"))


def test_a_table_of_one_row_each_reads_treatment_and_covariates(tmp_path: Path) -> None:
    path = write(tmp_path, "treat,y,age,region\n1,5,30,N\n0,4,40,S\n0,3,50,S\n")
    cross = read_cross(path, Roles(outcome="y", treated="treat", covariates=("age", "region")))
    assert cross.covariate_names == ("age", "region=N")
    np.testing.assert_array_equal(cross.covariates[:, 1], [1, 0, 0])


@pytest.mark.parametrize(("yes", "no"), [("True", "False"), ("VRAI", "FAUX")])
def test_true_and_false_tell_treatment_as_1_and_0_do(tmp_path: Path, yes: str, no: str) -> None:
    rows = [[unit, time, y, yes if start and int(str(time)) >= 4 else no]
            for unit, time, y, start in rows_of(["", 4])]  # fmt: skip
    panel = read_panel(write(tmp_path, csv(rows, "unit,time,y,on")), STATUS)
    assert panel.first_treated.tolist() == [np.inf, 4.0]
    path = write(tmp_path, f"treat,y\n{yes},5\n{no},4\n", "cross.csv")
    assert read_cross(path, Roles(outcome="y", treated="treat")).treated.tolist() == [1, 0]


def test_a_table_as_r_saves_it_is_read_with_true_and_false(tmp_path: Path) -> None:
    path = tmp_path / "saved.csv"
    text = '"","unit","time","y","treated"\n"1","é",1,2.5,FALSE\n"2","é",2,2.5,TRUE\n'
    path.write_bytes(text.encode("cp1252"))
    panel = read_panel(path, Roles("y", "unit", "time", treated="treated"))
    assert panel.units == ("é",)
    assert panel.first_treated.tolist() == [2.0]
