"""Synthetic persons of the pilot: they add up, are those of the model, and the same always."""

import errno
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from balise.build import Model, build, fit_model, page, person_blocks, read_inputs
from balise.build.jobs import How
from balise.build.person_blocks import Drawing, block_tasks, draw_block, person_drawing
from balise.build.persons import refuse_people, write_persons
from balise.recipes import Recipe, read_recipe
from balise.release import check_persons, check_release, failures, read_persons_record
from balise.vocabulary import ReleaseError
from tests.build.conftest import Built
from tests.release.invented import invented_record, invented_tables

RECORD = {
    **dict.fromkeys(["recipe", "recipe_name", "sources", "code_version", "python"], "stated"),
    **dict.fromkeys(["packages", "random_seed", "years", "weights", "parameters"], "stated"),
    **dict.fromkeys(["licence", "citation"], "stated"),
}


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    """The pilot's."""
    return read_recipe("new-brunswick")


@pytest.fixture(scope="module")
def model(recipe: Recipe) -> Model:
    """Its people and behaviour."""
    return fit_model(read_inputs(recipe, None), recipe)


@pytest.fixture(scope="module")
def drawing(recipe: Recipe, model: Model) -> Drawing:
    """What drawing its persons takes."""
    return person_drawing(recipe, model)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, drawing: Drawing) -> Path:
    """Its persons."""
    return written(drawing, tmp_path_factory.mktemp("persons") / "people")


@pytest.fixture(scope="module")
def persons(folder: Path) -> pl.DataFrame:
    """Their rows, with what their type tells."""
    rows = pl.scan_parquet(folder / "persons", hive_schema={"province": pl.String})
    types = pl.scan_parquet(folder / "types.parquet")
    return rows.join(types.drop("province"), on="type", suffix="_of_type").sort("id").collect()


def written(drawing: Drawing, folder: Path, how: How | None = None) -> Path:
    """Write persons."""
    with write_persons(drawing, RECORD, folder, how or How(), lambda _: None):
        pass
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_persons_keep_every_promise_of_their_folder(folder: Path) -> None:
    assert failures(check_persons(folder)) == ()


def test_people_add_up_to_areas_and_the_province(
    drawing: Drawing, persons: pl.DataFrame, pilot: Built
) -> None:
    counts = dict(persons.group_by("dguid").len().iter_rows())
    assert [counts.get(dguid, 0) for dguid in drawing.dguids] == drawing.totals.tolist()
    assert np.abs(drawing.totals - drawing.adults).max() < 1
    assert abs(persons.height - drawing.adults.sum()) < 1
    # 16 and over are at most everybody who was counted.
    population = dict(pilot.areas("csd").select("dguid", "population").iter_rows())
    assert all(count <= population[dguid] for dguid, count in counts.items())
    published = pilot.areas("pr").filter(pl.col("code") == "13")["population_16plus"].item()
    assert abs(persons.height - published) <= 3  # rounded to base 5


def test_each_type_of_an_area_is_within_one_of_its_modelled_people(
    drawing: Drawing, persons: pl.DataFrame
) -> None:
    row = {dguid: at for at, dguid in enumerate(drawing.dguids)}
    place = {name: at for at, name in enumerate(drawing.types["type"])}
    found = np.zeros((len(row), len(place)))
    for dguid, name, count in persons.group_by("dguid", "type").len().iter_rows():
        found[row[dguid], place[name]] = count
    shares = (drawing.by_type[:, :, None] * drawing.cells[:, None, :]).reshape(len(row), -1)
    expected = np.zeros_like(found)
    known = drawing.type_rows[0] >= 0
    expected[:, drawing.type_rows[0][known]] = shares[:, known] * drawing.totals[:, None]
    assert np.abs(found - expected).max() < 1 + 1e-6
    assert (found[expected == 0] == 0).all()


def test_types_are_archetypes_of_the_release_with_the_same_dimensions(
    persons: pl.DataFrame, pilot: Built
) -> None:
    own = pl.col("province") == "13"
    archetypes = pilot.tables["archetypes"].filter(own).select(
        pl.col("archetype").alias("type"), "means", "willingness", "abilities"
    )  # fmt: skip
    rows = persons.select(archetypes.columns).unique()
    assert rows.join(archetypes, on=archetypes.columns, how="anti").height == 0


def test_the_mean_of_persons_is_the_score_of_their_area(
    drawing: Drawing, persons: pl.DataFrame, pilot: Built
) -> None:
    # Types of an area are each off by one person at most, and neighbouring types by one
    # together: in areas of 2,500 people and more, under a tenth of a point.
    scores = pilot.areas("csd").select("dguid", "population", "evi")
    means = persons.group_by("dguid").agg(pl.col("evi").mean().alias("drawn"))
    both = means.join(scores, on="dguid").filter(pl.col("population") >= 2500)
    assert both.height > 40
    assert both.select((pl.col("drawn") - pl.col("evi")).abs().max()).item() < 0.1
    province = pilot.areas("pr").filter(pl.col("code") == "13")["evi"].item()
    assert float(np.mean(persons["evi"].to_numpy())) == pytest.approx(province, abs=0.005)


def test_persons_are_the_same_bytes_whatever_blocks_and_workers(
    drawing: Drawing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_blocks, "_FILE_PERSONS", 100_000)
    one, whole = block_tasks(drawing, 1), block_tasks(drawing, 10_000)
    assert len(one) > 4
    assert [each for task in one for each in task] == list(whole[0])
    blocks = [draw_block(drawing, task)["content"] for task in one]
    assert (np.concatenate(blocks) == draw_block(drawing, whole[0])["content"]).all()
    alone = written(drawing, tmp_path / "alone")
    monkeypatch.setattr("balise.build.persons.block_tasks", lambda each: block_tasks(each, 1))
    together = written(drawing, tmp_path / "together", How(workers=2))
    assert content(alone) == content(together)
    assert len(list((alone / "persons" / "province=13").iterdir())) == len(one)


def test_persons_of_an_area_are_the_same_in_whichever_jurisdiction(
    recipe: Recipe, model: Model, tmp_path: Path, persons: pl.DataFrame
) -> None:
    division = person_drawing(replace(recipe, jurisdiction=("1307",)), model)
    own = pl.read_parquet(written(division, tmp_path / "people") / "persons")
    codes = pl.col("dguid").str.slice(9)
    assert own.height > 1000
    assert own.drop("province").equals(
        persons.filter(codes.str.starts_with("1307")).select(own.drop("province").columns)
    )


def test_every_province_of_the_country_is_within_one_of_its_modelled_people(
    recipe: Recipe, model: Model
) -> None:
    country = person_drawing(replace(recipe, jurisdiction=("canada",)), model)
    assert len(country.partitions) == 13
    gaps = np.bincount(country.province, weights=country.totals - country.adults)
    assert np.abs(gaps).max() < 1
    # By division: areas of one lie together in the order of codes.
    division = country.codes // 1000
    sums = np.bincount(division, weights=country.totals - country.adults)
    assert np.abs(sums).max() < 1
    assert country.persons > 28_000_000


def test_subdivisions_are_within_one_of_their_modelled_people_where_codes_mix_them(
    recipe: Recipe, model: Model
) -> None:
    # Dissemination areas of one subdivision need not follow one another in their codes.
    areas = model.people.areas.with_columns(
        csduid=pl.col("cduid") + (pl.int_range(pl.len()) % 3).cast(pl.String)
    )
    mixed = person_drawing(recipe, replace(model, people=replace(model.people, areas=areas)))
    own = areas.filter(pl.col("pruid") == "13").with_columns(
        gap=pl.Series(mixed.totals - mixed.adults)
    )
    assert own["csduid"].n_unique() > 40
    assert own.group_by("csduid").agg(pl.col("gap").sum().abs())["gap"].max() < 1  # type: ignore[operator]


def test_another_seed_draws_other_people_who_add_up_alike(drawing: Drawing) -> None:
    task = ((0, 3),)
    one, other = draw_block(drawing, task), draw_block(replace(drawing, seed=2), task)
    assert one["rows"].tolist() == other["rows"].tolist()
    assert one["content"].tobytes() != other["content"].tobytes()


@pytest.mark.parametrize(
    ("people", "out"), [("a", "a"), ("a/people", "a"), ("a", "a/release"), ("b/../a", "a")]
)
def test_persons_and_release_lie_in_two_folders(tmp_path: Path, people: str, out: str) -> None:
    with pytest.raises(ReleaseError, match=r"one in the other\. Expected two folders apart"):
        refuse_people(tmp_path / people, tmp_path / out, replace=True)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_drawn(
    drawing: Drawing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Iterator[None]:
        raise AssertionError("drawn")

    monkeypatch.setattr("balise.build.person_blocks.draw_block", refuse)
    monkeypatch.setattr("balise.release.persons.BYTES_PER_PERSON", 10**9)
    with pytest.raises(ReleaseError, match=r"too little room for 628,\d{3} persons"):
        written(drawing, tmp_path / "people")
    assert list(tmp_path.iterdir()) == []


# Beside the release


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    """Spare the scores: the tables of the release are invented, its model is the pilot's."""

    def invented(
        *_: Any, fitted: Callable[[Model], None], **__: Any
    ) -> tuple[dict[str, pl.DataFrame], dict[str, object]]:
        fitted(model)
        return invented_tables(), invented_record()

    monkeypatch.setattr(page, "make_release", invented)


@pytest.mark.usefixtures("computed")
def test_a_build_writes_persons_beside_its_release(recipe: Recipe, tmp_path: Path) -> None:
    told: list[str] = []
    out, people = tmp_path / "release", tmp_path / "people"
    build(recipe, out, people=people, progress=told.append)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["people", "release"]
    assert failures(check_persons(people)) == ()
    assert check_release(out)
    record = read_persons_record(people)
    assert record["licence"] == invented_record()["licence"]
    assert record["streams"] == {"persons": 8}
    assert any("628,8" in each and "at most" in each for each in told)
    with pytest.raises(ReleaseError, match="already holds"):
        build(recipe, tmp_path / "second", people=people)
    build(recipe, out, people=people, replace=True)
    assert failures(check_persons(people)) == ()


@pytest.mark.usefixtures("computed")
def test_where_persons_fail_there_is_no_release(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("balise.release.persons.write_bytes", full)
    with pytest.raises(ReleaseError, match="No space left"):
        build(recipe, tmp_path / "release", people=tmp_path / "people")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("computed")
def test_where_the_release_fails_there_are_no_persons(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("balise.release.writing.write_bytes", full)
    with pytest.raises(ReleaseError, match="No space left"):
        build(recipe, tmp_path / "release", people=tmp_path / "people")
    assert list(tmp_path.iterdir()) == []


def test_a_build_refuses_a_folder_of_persons_before_it_reads_anything(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "read_inputs", lambda *_: pytest.fail("read"))
    with pytest.raises(ReleaseError, match="one in the other"):
        build(recipe, tmp_path / "out", people=tmp_path / "out" / "people")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="no synthetic persons: notes"):
        build(recipe, tmp_path / "out", people=tmp_path / "mine", replace=True)
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]
