"""Places and cutoffs that cannot be are refused, and say why."""

import numpy as np
import pytest

from balise.network.travel import Cutoff, Places, Status
from balise.vocabulary import NetworkError


def test_places_are_each_named_once_and_stand_on_the_earth() -> None:
    here = Places(("a", "b"), np.array([-66.0, np.nan]), np.array([46.0, 46.0]))
    assert len(here) == 2
    assert here.is_located.tolist() == [True, False]
    with pytest.raises(NetworkError, match="found a more than once"):
        Places(("a", "a"), np.zeros(2), np.zeros(2))
    with pytest.raises(NetworkError, match="exchanged"):
        Places(("a",), np.array([46.0]), np.array([-166.0]))
    with pytest.raises(NetworkError, match="1 identifiers, 2 longitudes"):
        Places(("a",), np.zeros(2), np.zeros(2))


@pytest.mark.parametrize(("km", "minutes"), [(None, None), (0, None), (50, -1), (np.inf, None)])
def test_a_cutoff_is_above_nothing(km: float | None, minutes: float | None) -> None:
    with pytest.raises(NetworkError, match="Expected one of them"):
        Cutoff(km, minutes)


def test_a_status_has_the_name_that_tables_show() -> None:
    assert [each.code for each in Status] == [
        "ok",
        "beyond_cutoff",
        "no_path",
        "no_road_access",
        "estimated",
    ]
