"""Identifiers of areas, those of Statistics Canada and our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balise.vocabulary import make_dguid, own_identifier


@pytest.mark.published
@pytest.mark.parametrize(
    ("level", "code", "dguid"),
    [
        # Statistics Canada, Dissemination Geographies Relationship File 2021 (98-26-0004):
        # the row of dissemination block 13100168002, in Fredericton; Canada from the
        # Dictionary, Census of Population 2021 (98-301-X), same entry.
        ("canada", "01", "2021A000011124"),
        ("pr", "13", "2021A000213"),
        ("er", "1340", "2021S05001340"),
        ("cd", "1310", "2021A00031310"),
        ("csd", "1310032", "2021A00051310032"),
        ("ada", "13100007", "2021S051613100007"),
        ("da", "13100168", "2021S051213100168"),
    ],
)
def test_an_area_has_the_identifier_of_the_dissemination_geography(
    level: str, code: str, dguid: str
) -> None:
    assert make_dguid(level, code, 2021) == dguid


def test_the_vintage_is_part_of_the_identifier() -> None:
    assert make_dguid("da", "13100161", 2016) != make_dguid("da", "13100161", 2021)


def test_a_level_of_our_own_has_no_dguid() -> None:
    with pytest.raises(KeyError, match="catchment"):
        make_dguid("catchment", "1", 2021)


def test_our_own_areas_are_recognised_by_their_prefix() -> None:
    assert own_identifier("region", "  Zone 1 (Moncton) ") == "balise:region:zone-1-moncton"


@pytest.mark.property
@given(st.text(min_size=1))
def test_an_identifier_of_our_own_is_stable_and_without_spaces(name: str) -> None:
    identifier = own_identifier("region", name)
    assert identifier == own_identifier("region", name)
    assert not any(letter.isspace() for letter in identifier)
