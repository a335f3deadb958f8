"""An answer of siting as a scenario: nobody gains by an office that stays where it is."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.network import siting
from balise.network.scenarios import of_siting
from balise.release import Release, Scenario
from tests.network.scenarios.coast import Straight, coast, origins_of

_OFFICES = (("lantern", -64.6, 47.3), ("bell", -66.2, 46.1))


def _chosen(folder: Path, moved: float = 0.0) -> Scenario:
    """Of two offices known to 5 km, one stays; it may stand elsewhere in the candidates."""
    release = coast(folder, origins_of(spread_km=1.0))
    points = pl.DataFrame(
        [
            {"service_point": name, "name_en": name, "name_fr": name, "lon": lon, "lat": lat}
            | {"position_error_km": 5.0, "hours_week": None, "capacity": None}
            for name, lon, lat in _OFFICES
        ]
    )
    release = Release(
        release.path, release.record, {**release.tables, "service_points": points.lazy()}
    )
    ids = tuple(each[0] for each in _OFFICES)
    lon, lat = (np.array([each[at] for each in _OFFICES]) for at in (1, 2))
    candidates = siting.Listed(ids, lon + moved, lat, {})
    cost = np.array([[0.0, 90.0], [90.0, 0.0]])
    weight = np.array([1.0, 9.0])
    problem = siting.Problem(siting.Model.PMEDIAN, ids, ids, weight, cost, p=1)
    return of_siting(release, problem, siting.solve(problem), candidates, Straight())


def test_closing_offices_makes_nobody_gain_reach(tmp_path: Path) -> None:
    made = _chosen(tmp_path)
    assert made.parameters["ranges"]
    gaining = made.tables["changes"]["people_gaining"].drop_nulls()
    assert gaining.len()
    assert gaining.to_list() == [0] * gaining.len()


@pytest.mark.parametrize(("moved", "error"), [(0.0, 5.0), (0.1, None)])
def test_an_office_is_known_as_well_as_its_release_knows_it(
    tmp_path: Path, moved: float, error: float | None
) -> None:
    sites = _chosen(tmp_path, moved).tables["sites"]
    chosen = sites.filter(pl.col("network") == "proposal", pl.col("site") == "bell")
    assert chosen["position_error_km"].to_list() == [error]
