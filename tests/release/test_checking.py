"""A sound release passes; each promise broken is named."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balise.release import Finding, check_release, failures, read_release, write_release
from balise.vocabulary import ReleaseError
from tests.release.invented import invented_record, invented_release, invented_tables

Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_release(tmp_path_factory.mktemp("releases") / "coast")


def findings_after(place: Path, table: str, change: Change) -> tuple[Finding, ...]:
    """Check a release written whole, of which one table is wrong."""
    tables = invented_tables()
    tables[table] = change(tables[table])
    return of_the_folder(check_release(write_release(place / "wrong", tables, invented_record())))


def of_the_folder(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(each for each in failures(findings) if not each.name.startswith("validation"))


def put(column: str, value: object, where: pl.Expr) -> Change:
    return lambda table: table.with_columns(
        pl.when(where).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
    )


def test_the_invented_release_is_sound(coast: Path) -> None:
    assert of_the_folder(check_release(coast)) == ()


def test_validation_rows_are_listed_by_verdict(coast: Path) -> None:
    rows = [each for each in check_release(coast) if each.name.startswith("validation")]
    assert [each.verdict for each in rows] == ["not_met", "met", "printed"]
    assert "published 88, rebuilt 83, difference -5, threshold 3" in rows[0].detail


COUNTY = pl.col("code") == "1301"
COVE = pl.col("code") == "1301001"


@pytest.mark.parametrize(
    ("table", "change", "name", "detail"),
    [
        # 900 + 5,600 + 25 people live in the county; one more does not add up.
        (
            "areas",
            put("population", 6526, COUNTY),
            "published people add up",
            "6,525 people, 6,526",
        ),
        # Two published towns: (2 + 1) x 2.5 = 7.5, and 25 people of the town not published.
        ("areas", put("population_16plus", 5255, COUNTY), "modelled people add up", "explains 7.5"),
        ("areas", put("population_16plus", 721, COVE), "rounded to base 5", "721"),
        ("areas", put("evi", 21.0, COUNTY), "rebuild every score of areas", "off by 0.1"),
        ("areas", put("means", 0.9, COUNTY), "rebuild every score of areas", "off by"),
        ("areas", put("evi_low", 99.0, COUNTY), "intervals hold", "evi lies outside"),
        ("areas", put("rank_low", 7, COUNTY), "intervals hold", "rank_low is after"),
        ("areas", put("quality", "A", COUNTY), "quality is not better", "half-width is 4.7"),
        ("areas", put("quality_relative", None, COVE), "quality is not better", "None"),
        ("areas", put("evi", 101.0, COUNTY), "within their ranges", "101 over 100 points"),
        ("areas", put("level", "town", COVE), "within their ranges", "'town' is not allowed"),
        ("areas", put("code", None, COVE), "within their ranges", "areas.code: 1 empty"),
        (
            "areas",
            put("reason", None, pl.col("reason") == "no_source"),
            "has its reason",
            "no score and no reason",
        ),
        ("areas", put("population", 30, COVE), "no area under 40 people", "1301001"),
        ("areas", lambda table: table.filter(~COUNTY), "rows refer to areas", "1301"),
        (
            "area_archetypes",
            lambda table: table.with_columns(a1e1q1=pl.col("a1e1q1") + 1),
            "sum to one",
            "do not sum to 10,000",
        ),
        ("area_archetypes", put("share", 0.5, pl.col("share") == 1.0), "sum to one", "0.500000"),
        (
            "area_archetypes",
            lambda table: table.filter(~pl.col("dguid").str.ends_with("1301001")),
            "rebuild every score of areas",
            "has no person types",
        ),
        (
            "sensitivity",
            put("evi", 3.0, pl.col("assumption") == "aggregation=worst"),
            "under aggregation=worst",
            "points",
        ),
        (
            "catchments",
            put("service_point", "nowhere", pl.col("service_point") == "harbour"),
            "rows refer to areas",
            "nowhere",
        ),
    ],
)
def test_each_promise_broken_is_named(
    tmp_path: Path, table: str, change: Change, name: str, detail: str
) -> None:
    broken = findings_after(tmp_path, table, change)
    assert any(name in each.name and detail in each.detail for each in broken), broken


def test_other_weights_are_rebuilt_from_the_dimensions(tmp_path: Path) -> None:
    tables = invented_tables()
    scored = tables["areas"].filter(pl.col("evi").is_not_null())
    heavier = scored.select(
        "dguid",
        assumption=pl.lit("weights=2:1:1"),
        evi=25 * (2 * pl.col("means") + pl.col("willingness") + pl.col("abilities")),
        change=pl.lit(0.0),
        rank=pl.lit(None, pl.Int64),
    )
    tables["sensitivity"] = pl.concat([tables["sensitivity"], heavier])
    findings = check_release(write_release(tmp_path / "coast", tables, invented_record()))
    assert "archetypes rebuild every score under weights=2:1:1" in [each.name for each in findings]
    assert of_the_folder(findings) == ()


def test_areas_of_a_part_of_a_province_need_not_add_up(tmp_path: Path) -> None:
    # Only one of two divisions: the province holds more people, and more base areas.
    tables = invented_tables()
    away = pl.col("dguid").str.contains(r"A000[35]1302")
    for name in ("areas", "groups", "area_archetypes", "group_archetypes", "draws"):
        tables[name] = tables[name].filter(~away)
    for name in ("indicators", "sensitivity", "access", "beyond"):
        tables[name] = tables[name].filter(~away)
    findings = check_release(write_release(tmp_path / "part", tables, invented_record()))
    assert of_the_folder(findings) == ()
    sums = next(each for each in findings if each.name.startswith("published people"))
    assert "1 more where only some of the areas are in the release" in sums.detail


@pytest.mark.property
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), data=st.data())
def test_a_one_byte_alteration_is_found_wherever_it_is(
    coast: Path, place: float, flip: int, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted(coast.iterdir())))
    sound = path.read_bytes()
    at = int(place * len(sound))
    try:
        path.write_bytes(sound[:at] + bytes([sound[at] ^ flip]) + sound[at + 1 :])
        try:
            found = of_the_folder(check_release(coast))
        except ReleaseError:
            return  # so altered that it is no longer a release
        assert any(path.name in each.detail for each in found)
    finally:
        path.write_bytes(sound)


def test_a_file_added_or_lost_is_named(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    (folder / "notes.txt").write_text("mine")
    (folder / "dcat.jsonld").unlink()
    details = " ".join(each.detail for each in failures(check_release(folder)))
    assert "notes.txt is not listed" in details
    assert "dcat.jsonld is missing" in details


def test_checks_of_content_wait_until_the_files_are_sound(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    (folder / "areas.parquet").write_bytes(b"PAR1")
    last = check_release(folder)[-1]
    assert (last.name, last.verdict) == ("tables", "not_met")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_release(folder).table("areas")
