"""Categories: what people and areas are sorted into."""

from itertools import pairwise

import pytest

from balise.vocabulary import (
    AGES,
    AREA_TYPES,
    CELLS,
    DIMENSIONS,
    EDUCATIONS,
    INDICATORS,
    LEVELS,
    PROVINCES,
    QUARTILES,
    REASONS,
    Term,
    province,
)

LISTS: dict[str, tuple[Term, ...]] = {
    "AGES": AGES,
    "AREA_TYPES": AREA_TYPES,
    "DIMENSIONS": DIMENSIONS,
    "EDUCATIONS": EDUCATIONS,
    "INDICATORS": INDICATORS,
    "LEVELS": LEVELS,
    "PROVINCES": PROVINCES,
    "QUARTILES": QUARTILES,
    "REASONS": REASONS,
}


def test_person_types_are_seven_ages_by_four_educations_by_four_quartiles() -> None:
    # By hand: 7 x 4 x 4 = 112.
    assert (len(AGES), len(EDUCATIONS), len(QUARTILES)) == (7, 4, 4)
    assert len(CELLS) == len({cell.code for cell in CELLS}) == 112


def test_person_types_are_numbered_by_age_then_education_then_quartile() -> None:
    for number, cell in enumerate(CELLS):
        assert number == (cell.age * 4 + cell.education) * 4 + cell.quartile
    assert (CELLS[0].code, CELLS[111].code) == ("a1e1q1", "a7e4q4")


def test_age_bands_cover_sixteen_and_over_without_gap_or_overlap() -> None:
    assert AGES[0].low == 16
    assert AGES[-1].high is None
    for younger, older in pairwise(AGES):
        assert younger.high is not None
        assert older.low == younger.high + 1


@pytest.mark.parametrize("name", LISTS)
def test_codes_are_unique_in_their_list(name: str) -> None:
    codes = [term.code for term in LISTS[name]]
    assert len(set(codes)) == len(codes)


def test_canada_is_ten_provinces_and_three_territories_from_east_to_west() -> None:
    assert [each.code for each in PROVINCES] == sorted(each.code for each in PROVINCES)
    assert sum(each.territory for each in PROVINCES) == 3
    assert sum(not each.territory for each in PROVINCES) == 10
    assert {each.region for each in PROVINCES if each.territory} == {"territories"}


def test_a_province_is_found_by_its_code() -> None:
    assert province("24").abbreviation == "QC"


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(KeyError, match="99"):
        province("99")


def test_a_reason_reads_as_a_sentence_in_both_languages() -> None:
    for reason in REASONS:
        assert reason.en.startswith(("not published: ", "too unreliable", "told as a range: "))
        assert reason.fr.startswith(("non publié : ", "trop peu fiable", "donné en fourchette"))
