"""balise people rake, balise people check: invented respondents in, synthetic persons out."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from balise import cli

Capture = pytest.CaptureFixture[str]
Rows = list[tuple[str, str, str, float]]

COUNTS: Rows = [
    ("A", "age", "old", 30), ("A", "age", "young", 70),
    ("A", "work", "no", 40), ("A", "work", "yes", 60),
    ("B", "age", "old", 9), ("B", "age", "young", 1),
    ("B", "work", "no", 8), ("B", "work", "yes", 2),
    ("C", "age", "old", 0), ("C", "age", "young", 0),
    ("C", "work", "no", 0), ("C", "work", "yes", 0),
]  # fmt: skip


def respondents() -> pl.DataFrame:
    """Sixty people by age, work and language, the last of them alone of her kind."""
    ages = ["old"] * 30 + ["young"] * 30
    works = (["no"] * 20 + ["yes"] * 10) + (["no"] * 10 + ["yes"] * 20)
    tongues = ["en"] * 59 + ["gd"]
    weights = np.linspace(10, 40, 60).round(2)
    ids = range(101, 161)
    return pl.DataFrame({"PP_ID": ids, "age": ages, "work": works, "tongue": tongues, "w": weights})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    respondents().write_csv(tmp_path / "seed.csv")
    write_counts(tmp_path, COUNTS)
    return tmp_path


def write_counts(folder: Path, rows: Rows) -> None:
    table = pl.DataFrame(rows, schema=["area", "variable", "category", "people"], orient="row")
    table.write_csv(folder / "counts.csv")


def raked(folder: Path, *options: str, out: str = "people") -> int:
    names = (str(folder / name) for name in ("seed.csv", "counts.csv"))
    told = () if "--weight" in options else ("--weight", "w")
    return cli.main(["people", "rake", *names, *told, "--out", str(folder / out), *options])


def refused(folder: Path, capsys: Capture, *options: str) -> str:
    """Give the message of a run that fails; nothing is written."""
    capsys.readouterr()
    assert raked(folder, *options) == 1
    assert not (folder / "people").exists()
    return capsys.readouterr().err


def persons(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "persons" / "*.parquet", hive_partitioning=False)


def test_people_of_every_area_are_those_counted(folder: Path, capsys: Capture) -> None:
    assert raked(folder, "--json") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (told["persons"], told["flags"]) == (110, {"nobody": 1, "ok": 2})
    rows = persons(folder / "people")
    assert rows.columns == ["id", "area", "type", "age", "work"]
    for area, variable, category, people in COUNTS:
        here = rows.filter((pl.col("area") == area) & (pl.col(variable) == category))
        # Whole people are within one, for two ages of two cells each, of what was counted.
        assert abs(here.height - people) <= 1, (area, variable, category)
    assert rows.group_by("area").len().sort("area").rows() == [("A", 100), ("B", 10)]


def test_areas_tell_what_raking_came_to(folder: Path) -> None:
    assert raked(folder) == 0
    areas = pl.read_parquet(folder / "people" / "areas.parquet")
    assert areas.select("area", "persons", "people", "flag").rows() == [
        ("A", 100, 100.0, "ok"),
        ("B", 10, 10.0, "ok"),
        ("C", 0, 0.0, "nobody"),
    ]
    assert areas["residual"].max() < 1e-6  # type: ignore[operator]


def test_what_is_written_is_found_whole_and_any_change_is_not(
    folder: Path, capsys: Capture
) -> None:
    assert raked(folder) == 0
    people = folder / "people"
    assert cli.main(["people", "check", str(people)]) == 0
    told = capsys.readouterr().out
    assert "met      people add up to the areas exactly: 3 areas, 110 persons" in told
    assert "met      no column names a respondent or says a weight" in told
    part = people / "persons" / "part-0000.parquet"
    pl.read_parquet(part, hive_partitioning=False).with_columns(weight=1.0).write_parquet(part)
    assert cli.main(["people", "check", str(people), "--json"]) == 1
    findings = {each["name"]: each for each in json.loads(capsys.readouterr().out)["findings"]}
    telling = findings["no column names a respondent or says a weight"]
    assert (telling["verdict"], "'weight'" in telling["detail"]) == ("not_met", True)


def test_nothing_of_a_respondent_is_written(folder: Path) -> None:
    assert raked(folder, "--keep", "tongue") == 0
    weights = {f"{each:g}" for each in respondents()["w"]}
    for path in (folder / "people").rglob("*"):
        if path.suffix in {".csv", ".json"} and path.stem != "data-dictionary":
            text = path.read_text("utf-8")
            assert "PP_ID" not in text
            assert not weights & {f"{float(word):g}" for word in text.split('"') if _number(word)}
        if path.suffix == ".parquet":
            assert not {"PP_ID", "w"} & set(pl.read_parquet_schema(path))


def _number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def test_a_record_alone_of_its_kind_leaves_no_trace(folder: Path) -> None:
    # One speaks what nobody else does: whatever it is, the same people are written.
    assert raked(folder, "--keep", "tongue", out="one") == 0
    table = respondents().with_columns(tongue=pl.col("tongue").replace("gd", "iu"))
    table.write_csv(folder / "seed.csv")
    assert raked(folder, "--keep", "tongue", out="two") == 0
    for name in ("areas.csv", "types.csv", "persons/part-0000.parquet"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    assert set(persons(folder / "one")["tongue"]) == {"en"}


def test_a_seed_of_unique_records_is_merged_or_stops(folder: Path, capsys: Capture) -> None:
    # Every one of sixty has an occupation of their own.
    unique = respondents().with_columns(job=pl.format("job {}", pl.col("PP_ID")))
    unique.write_csv(folder / "seed.csv")
    message = refused(folder, capsys, "--keep", "job")
    assert "no category of 'job' that 5 respondents gave" in message
    assert "job 1" not in message
    unique.filter(pl.col("PP_ID") < 105).write_csv(folder / "seed.csv")
    assert "found 4 respondents. Expected 5 at least" in refused(folder, capsys)


def test_the_same_seed_gives_the_same_bytes_whatever_the_workers(folder: Path) -> None:
    assert raked(folder, "--workers", "1", out="one") == 0
    assert raked(folder, "--workers", "2", out="two") == 0
    assert raked(folder, "--random-seed", "2", out="other") == 0
    names = ("record.json", "areas.parquet", "persons/part-0000.parquet")
    for name in names:
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    drawn = [persons(folder / each)["type"].to_list() for each in ("one", "other")]
    assert len(drawn[0]) == len(drawn[1])


def test_a_french_table_of_counts_is_read(folder: Path) -> None:
    rows = "".join(f"{a};{v};{c};{f'{p:.1f}'.replace('.', ',')}\n" for a, v, c, p in COUNTS)
    text = f"région;variable;catégorie;personnes\n{rows}"
    (folder / "counts.csv").write_bytes(text.encode("cp1252"))
    assert raked(folder) == 0
    assert persons(folder / "people").height == 110


def test_variables_are_held_on_to_in_the_order_of_the_counts(folder: Path) -> None:
    write_counts(folder, COUNTS[::-1])
    assert raked(folder) == 0
    named = list(dict.fromkeys(row[1] for row in COUNTS[::-1]))
    assert pl.read_parquet(folder / "people" / "types.parquet").columns[1:] == named


def test_an_expanded_seed_of_synthpopcan_is_raked(folder: Path, capsys: Capture) -> None:
    seed = respondents().drop("PP_ID", "w", "tongue").with_row_index("seed_id", offset=1)
    whole = pl.concat([seed] * 3).with_row_index("synthetic_id", offset=1)
    whole.write_csv(folder / "seed.csv")
    names = (str(folder / name) for name in ("seed.csv", "counts.csv"))
    assert cli.main(["people", "rake", *names, "--out", str(folder / "people"), "--json"]) == 0
    record = json.loads((folder / "people" / "record.json").read_text("utf-8"))
    assert (record["kind"], record["seed"]["layout"]) == ("microdata", "synthpopcan_rows")
    assert record["seed"]["respondents"] == 60


def test_contradictory_totals_are_flagged(folder: Path, capsys: Capture) -> None:
    write_counts(
        folder, [(a, v, c, p * 2 if v == "work" and a == "A" else p) for a, v, c, p in COUNTS]
    )
    assert raked(folder) == 0
    told = capsys.readouterr()
    assert "Areas contradictory: 1; totals of variables are further apart" in told.err
    areas = pl.read_parquet(folder / "people" / "areas.parquet")
    assert areas.filter(pl.col("flag") == "contradictory").select("area", "apart").rows() == [
        ("A", 100.0)
    ]


def test_an_area_whose_people_no_type_can_be_is_flagged(folder: Path, capsys: Capture) -> None:
    # All the old work in B, where no respondent is both.
    respondents().filter((pl.col("age") == "old") ^ (pl.col("work") == "yes")).write_csv(
        folder / "seed.csv"
    )
    odd = [("B", "age", "old", 9.0), ("B", "age", "young", 0.0)]
    odd += [("B", "work", "no", 0.0), ("B", "work", "yes", 9.0)]
    write_counts(folder, [("A", v, c, 50.0) for _, v, c, _ in COUNTS[:4]] + odd)
    assert raked(folder) == 0
    assert "Areas no_type: 1; people are wanted where no type" in capsys.readouterr().err
    areas = pl.read_parquet(folder / "people" / "areas.parquet")
    assert areas.select("area", "persons", "flag").rows() == [("A", 100, "ok"), ("B", 9, "no_type")]
    assert areas["residual"][1] > 0.5


def test_where_no_area_can_be_met_nothing_is_written(folder: Path, capsys: Capture) -> None:
    write_counts(folder, [(a, v, c, p * 3 if v == "work" else p) for a, v, c, p in COUNTS])
    message = refused(folder, capsys)
    assert "found none that could be met (contradictory 2, nobody 1)" in message


def test_an_area_of_which_nothing_is_known_is_flagged(folder: Path, capsys: Capture) -> None:
    more = [
        ("D", "people", "", 12.0),
        *((a, "people", "", n) for a, n in zip("ABC", (100.0, 10.0, 0.0), strict=True)),
    ]
    write_counts(folder, COUNTS + more)
    assert raked(folder) == 0
    areas = pl.read_parquet(folder / "people" / "areas.parquet")
    assert areas.select("area", "persons", "flag").row(3) == ("D", 12, "nothing_published")


def test_an_area_left_without_persons_is_told_so(folder: Path, capsys: Capture) -> None:
    # Age is counted of some ages only, and nothing says how many live in D.
    seed = respondents().with_columns(age=pl.Series(["old"] * 30 + ["young"] * 20 + ["kid"] * 10))
    seed.write_csv(folder / "seed.csv")
    write_counts(folder, [*COUNTS, ("D", "age", "old", 5.0), ("D", "age", "young", 5.0)])
    assert raked(folder) == 0
    assert "left without persons where nothing says how many" in capsys.readouterr().err
    areas = pl.read_parquet(folder / "people" / "areas.parquet")
    assert areas.select("persons", "people", "flag").row(3) == (0, None, "nothing_published")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([*COUNTS, COUNTS[0]], "1 counts listed twice: A age old"),
        ([*COUNTS, ("D", "age", "old", float("nan"))], "(1 no number), the first that of D"),
        ([*COUNTS, ("D", "age", "old", -5.0)], "counts that cannot be used (1 below zero)"),
        ([*COUNTS, ("D", "age", "old", 5.0)], "variable age: found 1 areas.*D lacks 'young'"),
        ([*COUNTS, ("D", "", "old", 5.0)], "rows 13 without area, variable or category"),
        ([("A", "people", "", 5.0)], "no variable but 'people'"),
        (
            [(a, v, "olde" if c == "old" else c, p) for a, v, c, p in COUNTS],
            "Margin 'age': found people in 'olde'.*Did you mean 'old'",
        ),
        ([("A", "tenure", "own", 5.0)], "seed.csv: found no column 'tenure'"),
        ([("A", "id", "own", 5.0)], "named 'id'.*Rename it in both tables"),
    ],
)  # fmt: skip
def test_counts_that_cannot_be_followed_are_refused(
    folder: Path, capsys: Capture, rows: Rows, found: str
) -> None:
    write_counts(folder, rows)
    message = refused(folder, capsys)
    first, _, last = found.partition(".*")
    assert first in message
    assert last in message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "found no rows"),
        ("area|variable|category|people\nA|age|old|5\n", "one column only"),
        ("area,variable,people\nA,age,5\n", "found no column 'category'"),
        ("area;variable;category;people\nA;age;old;1,5,3\n", "1 no number"),
    ],
)
def test_a_table_of_counts_that_cannot_be_read_is_refused(
    folder: Path, capsys: Capture, text: str, found: str
) -> None:
    (folder / "counts.csv").write_text(text, encoding="utf-8")
    assert found in refused(folder, capsys)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--weight", "wt"), "found no column 'wt'"),
        (("--weight", "tongue"), "found weights that cannot be used (60 not numbers)"),
        (("--keep", "PP_ID"), "found 'PP_ID' among the columns to keep"),
        (("--keep", "w"), "found 'w' among the columns to keep"),
        (("--order", "age"), "Order of merging: found age. Expected each of age, work once"),
        (("--softness", "ages=1"), "Softness: found 'ages'"),
        (("--bounds", "2,5"), "found bounds 2.0 and 5.0"),
    ],
)
def test_choices_that_cannot_be_followed_are_refused(
    folder: Path, capsys: Capture, options: tuple[str, ...], found: str
) -> None:
    assert found in refused(folder, capsys, *options)


@pytest.mark.parametrize(
    ("option", "value", "found"),
    [
        ("--bounds", "wide", "expected two numbers as 0.2,5"),
        ("--softness", "age", "age=0.1,sex=0"),
        ("--softness", "0,1", "expected a number with a decimal point"),
        ("--workers", "deux", "found deux, expected a whole number, 1 or more"),
    ],
)
def test_options_that_cannot_be_read_are_wrong_use(
    folder: Path, capsys: Capture, option: str, value: str, found: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        raked(folder, option, value)
    assert found in capsys.readouterr().err


def test_people_are_replaced_only_when_asked(folder: Path, capsys: Capture) -> None:
    assert raked(folder) == 0
    assert raked(folder) == 1
    assert "already holds synthetic persons" in capsys.readouterr().err
    assert raked(folder, "--replace", "--bounds", "0,6") == 0
    assert raked(folder, "--replace", "--softness", "age=0.05") == 0
