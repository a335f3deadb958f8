"""Bundled figures: small, recorded, and the same when made again from the published files."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from balise import sources
from balise.sources import fingerprints
from balise.sources.figures import figure_bytes, figure_record, figure_records
from balise.sources.provenance import source_record
from balise.vocabulary import SourceError
from tools import figures

Reader = Callable[[Path | None], pl.DataFrame]
READERS: list[Reader] = [
    sources.read_attainment,
    sources.read_coverage,
    sources.read_divisions,
    sources.read_internet_use,
    sources.read_place_names,
    sources.read_population_by_age,
    sources.read_service_points,
    sources.read_services,
    sources.read_skills,
    sources.read_statements,
    sources.read_subdivisions,
]


def test_every_figure_is_small_and_has_a_record_naming_its_source() -> None:
    names = {each.name for each in figures.ALL_FIGURES}
    assert {each.name for each in figure_records()} == names
    for record in figure_records():
        assert len(figure_bytes(record.name)) < 600 * 1024
        assert record.publisher
        assert record.licence
        assert record.reference_period
        for name, digest in record.inputs:
            assert source_record(name).sha256 == digest


def test_titles_are_in_both_languages() -> None:
    for record in fingerprints():
        assert record["title_en"]
        assert record["title_fr"]
        assert record["title_en"] != record["title_fr"]


def test_every_source_prints_what_its_licence_asks_in_both_languages() -> None:
    for record in [*fingerprints(), *fingerprints(Path("nowhere"))]:
        assert record["attribution_en"]
        assert record["attribution_fr"]
        assert "{" not in record["attribution_en"] + record["attribution_fr"]
    coverage = next(each for each in fingerprints() if each["name"] == "coverage")
    assert "Open Government Licence - Canada" in coverage["attribution_en"]


def test_a_figure_or_source_of_another_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(SourceError, match=r"no figure named 'skill'.*'skills'"):
        figure_record("skill")
    with pytest.raises(SourceError, match=r"source 'skills_2019'.*'skills_2018'"):
        source_record("skills_2019")


def test_fingerprints_name_the_files_where_a_folder_is_given(tmp_path: Path) -> None:
    names = [each["name"] for each in fingerprints(tmp_path)]
    assert names == sorted(names)
    assert {"census_areas_2016", "logit_2009"} <= set(names)
    assert "subdivisions" not in names


def test_figures_made_again_are_the_committed_bytes(data_folder: Path, tmp_path: Path) -> None:
    made = figures.write_figures(data_folder, tmp_path)
    assert len(made) == len(figures.ALL_FIGURES)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (figures.FIGURES / path.name).read_bytes(), path.name


@pytest.mark.parametrize("read", READERS, ids=lambda each: each.__name__)
def test_the_bundle_reads_as_the_published_files_do(read: Reader, data_folder: Path) -> None:
    assert_frame_equal(read(None), read(data_folder), check_exact=True)
