import pytest

from balise.network import UploadError
from balise.network.upload_faults import LONGEST_NAME, Notices, clean_name
from balise.vocabulary import NetworkError


def test_a_fault_names_what_was_found_and_what_to_do() -> None:
    fault = UploadError("too_many_rows", limit=100)
    assert isinstance(fault, NetworkError)
    assert str(fault).startswith("A file of places cannot be used: too many rows (limit 100).")
    assert str(fault).endswith("send it again.")


@pytest.mark.parametrize("name", ["<script>", "=1+1", "Côte-Nord"])
def test_a_name_is_kept_as_it_was_written(name: str) -> None:
    assert clean_name(name, Notices()) == name


def test_what_cannot_be_seen_is_taken_out_of_a_name() -> None:
    # Controls, and the marks that turn the direction of writing.
    assert clean_name("a\x00b\u202ec\u200bd", Notices()) == "a b c d"


def test_a_name_of_five_thousand_characters_is_cut_and_this_is_said() -> None:
    notices = Notices()
    assert len(clean_name("x" * 5000, notices)) == LONGEST_NAME
    assert notices.plain()[0]["code"] == "long_name"


def test_notices_show_five_places_and_count_all() -> None:
    notices = Notices()
    for number in range(9):
        notices.add("repaired", f"R{number}")
    assert notices.plain() == [{"code": "repaired", "count": 9, "names": "R0, R1, R2, R3, R4, …"}]
