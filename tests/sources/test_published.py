"""Each refusal of a published file says where, what was found, what was expected, what next."""

import gzip
from pathlib import Path

import pytest

from balise.sources import check_data, read_dissemination_areas, read_skills
from balise.vocabulary import SourceError
from tests.sources.invented import CENSUS, CENTROIDS, RELATIONSHIPS, write_areas, write_source


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no folder .*absent.*--data"):
        read_dissemination_areas(tmp_path / "absent")


def test_a_missing_file_is_named_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refusal:
        read_skills(tmp_path)
    message = str(refusal.value)
    assert "Source 'skills_2018' is missing" in message
    assert "indicator_4-4-1.csv" in message
    assert "Statistics Canada, 22-10-0112-01" in message
    assert f"balise sources check --data {tmp_path}" in message


def test_an_altered_file_shows_both_digests(tmp_path: Path) -> None:
    # SHA-256 of the three letters abc, from FIPS 180-2.
    found = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    target = write_source(tmp_path, "skills_2018", "skills.csv", b"xyz")
    expected = "3608bca1e44ea6c4d268eb6db02260269892c0b42b86bbf1e77a6fa16c3c9282"
    target.write_bytes(b"abc")
    with pytest.raises(SourceError, match="has been altered") as refusal:
        read_skills(tmp_path)
    assert found in str(refusal.value)
    assert expected in str(refusal.value)
    assert "balise sources check" in str(refusal.value)


def test_a_download_cut_short_is_called_a_gzip_that_ends_early(tmp_path: Path) -> None:
    write_areas(tmp_path)
    target = tmp_path / "census" / "areas.csv.gz"
    target.write_bytes(target.read_bytes()[:-40])
    with pytest.raises(SourceError, match=r"has been altered.*gzip file that ends early"):
        read_dissemination_areas(tmp_path)


def test_a_gzip_cut_short_is_refused_even_where_a_record_vouches_for_it(tmp_path: Path) -> None:
    write_areas(tmp_path)
    cut = gzip.compress(CENSUS.encode())[:-40]
    write_source(tmp_path, "census_areas_2016", "census/areas.csv.gz", cut)
    with pytest.raises(SourceError, match=r"cannot be read.*ends early.*Expected a whole file"):
        read_dissemination_areas(tmp_path)


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    write_areas(tmp_path)
    write_source(tmp_path, "relationship_2021", "geo/blocks.zip", b"not a zip")
    with pytest.raises(SourceError, match="zip file that ends early or is not one"):
        read_dissemination_areas(tmp_path)


def test_text_in_another_encoding_is_refused_at_its_first_byte(tmp_path: Path) -> None:
    # By hand: "Year,Qu" is 7 bytes, so the Latin-1 é stands at byte 7.
    write_source(tmp_path, "skills_2018", "skills.csv", "Year,Québec\n".encode("latin-1"))
    with pytest.raises(SourceError, match="not UTF-8 from byte 7 on"):
        read_skills(tmp_path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    write_areas(tmp_path, centroids=CENTROIDS.replace("lon", "x"))
    with pytest.raises(SourceError, match=r"no column 'lon'. Expected the columns DAUID, lon, lat"):
        read_dissemination_areas(tmp_path)


def test_rows_of_unequal_length_are_refused(tmp_path: Path) -> None:
    write_areas(tmp_path, centroids=CENTROIDS + "13990008,1,2,3,4\n")
    with pytest.raises(SourceError, match="cannot be read"):
        read_dissemination_areas(tmp_path)


def test_negative_counts_are_shown_with_their_areas(tmp_path: Path) -> None:
    write_areas(tmp_path, census=CENSUS.replace("13990002,300", "13990002,-300"))
    with pytest.raises(SourceError, match=r"'population': 1 values are negative \(13990002: '-300"):
        read_dissemination_areas(tmp_path)


@pytest.mark.parametrize("word", ["many", "NaN", "1,000", "inf"])
def test_counts_that_are_not_numbers_are_shown_with_their_areas(tmp_path: Path, word: str) -> None:
    write_areas(tmp_path, census=CENSUS.replace("13990002,300", f'13990002,"{word}"'))
    with pytest.raises(SourceError, match=rf"1 values are not a number \(13990002: '{word}'"):
        read_dissemination_areas(tmp_path)


def test_an_area_listed_twice_is_named(tmp_path: Path) -> None:
    again = "13990002,300,400.0,1.0,40.0,30000,290,280,90,120\n"
    write_areas(tmp_path, census=CENSUS + again)
    with pytest.raises(SourceError, match=r"lists 1 areas more than once \(13990002\)"):
        read_dissemination_areas(tmp_path)


def test_an_area_that_cannot_be_placed_is_named(tmp_path: Path) -> None:
    # Division 9901 holds no area that the relationship file knows.
    lost = "99010001,300,400.0,1.0,40.0,30000,290,280,90,120\n"
    write_areas(tmp_path, census=CENSUS + lost, centroids=CENTROIDS + "99010001,-66.0,46.0\n")
    with pytest.raises(SourceError, match=r"1 areas are absent .* no neighbour.*\(99010001\)"):
        read_dissemination_areas(tmp_path)


def test_an_area_in_two_subdivisions_is_refused(tmp_path: Path) -> None:
    twice = RELATIONSHIPS.replace("2021S051213990004", "2021S051213990003")
    write_areas(tmp_path, relationships=twice)
    with pytest.raises(SourceError, match=r"'relationship_2021' lists 1 areas .*\(13990003\)"):
        read_dissemination_areas(tmp_path)


def test_a_check_of_the_folder_names_every_file_that_fails(tmp_path: Path) -> None:
    write_areas(tmp_path)
    (tmp_path / "geo" / "blocks.zip").write_bytes(b"abc")
    with pytest.raises(SourceError) as refusal:
        check_data(tmp_path)
    message = str(refusal.value)
    assert "'relationship_2021' has been altered" in message
    assert "'skills_2018' is missing" in message
    assert "census_areas_2016" not in message


def test_the_published_files_are_as_their_records_say(data_folder: Path) -> None:
    assert len(check_data(data_folder)) == 18
