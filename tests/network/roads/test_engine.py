"""Travel along roads of our own: distances by hand, statuses, and by brute force."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from balise.network import distance_km
from balise.network.roads import Roads, load, nearest_sites, read_extract, save
from balise.network.roads.snapping import ACCESS_KMH
from balise.network.travel import Cutoff, Places, Status
from balise.vocabulary import NetworkError
from tests.network.roads.invented import NODES, write_extract
from tests.network.travel.servers import HOMES, OFFICES

OK, BEYOND, NO_PATH, NO_ACCESS, _ = (each.value for each in Status)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return Roads(read_extract(write_extract(tmp_path_factory.mktemp("town"))))


def at(**where: tuple[float, float]) -> Places:
    lon, lat = np.array(list(where.values())).T
    return Places(tuple(where), lon, lat)


def km(*names: str) -> float:
    return sum(float(distance_km(*NODES[one], *NODES[other])) for one, other in pairwise(names))


def test_a_trip_is_snaps_and_road_by_hand(roads: Roads) -> None:
    # From 0.56 km north of Main Street, half way from a to b, to c.
    home, shop = at(home=(-65.99, 46.005)), at(shop=NODES["c"])
    table = roads.matrix(home, shop, Cutoff(km=10))
    snap = float(distance_km(-65.99, 46.005, -65.99, 46.0))
    assert table.origin_snap_km[0] == pytest.approx(snap, abs=1e-4)
    assert table.km[0, 0] == pytest.approx(snap + km("a", "b") / 2 + km("b", "c"), abs=1e-3)
    along = (km("a", "b") / 2 + km("b", "c")) / 68 * 60
    assert table.minutes[0, 0] == pytest.approx(snap / ACCESS_KMH * 60 + along, abs=1e-2)


def test_one_way_streets_are_followed(roads: Roads) -> None:
    e, f = at(e=NODES["e"]), at(f=NODES["f"])
    assert roads.matrix(e, f, Cutoff(km=20)).km[0, 0] == pytest.approx(km("e", "f"), abs=1e-3)
    back = roads.matrix(f, e, Cutoff(km=20)).km[0, 0]
    assert back == pytest.approx(km("f", "c", "b", "e"), abs=1e-3)


def test_along_one_link_a_trip_goes_straight_or_round(roads: Roads) -> None:
    # Both stand on the one-way street from e to f.
    near, far = at(near=(-65.975, 46.02)), at(far=(-65.965, 46.02))
    straight = float(distance_km(-65.975, 46.02, -65.965, 46.02))
    assert roads.matrix(near, far, Cutoff(km=20)).km[0, 0] == pytest.approx(straight, abs=1e-3)
    round_ = km("e", "f", "c", "b", "e") - straight
    assert roads.matrix(far, near, Cutoff(km=20)).km[0, 0] == pytest.approx(round_, abs=1e-2)


def test_every_pair_has_its_status(roads: Roads) -> None:
    table = roads.matrix(HOMES, OFFICES, Cutoff(km=20))
    status = dict(zip(HOMES.ids, table.status[:, :2].tolist(), strict=True))
    assert status["main"] == [OK, OK]
    assert status["winter"] == [BEYOND, BEYOND]
    assert status["apart"] == [NO_PATH, NO_PATH]
    assert status["sea"] == status["nowhere"] == [NO_ACCESS, NO_ACCESS]
    assert (table.status[:, 2] == NO_ACCESS).all()
    assert (np.isfinite(table.km) == (table.status == OK)).all()


def test_without_ferry_and_winter_road_there_is_no_path(roads: Roads) -> None:
    summer = Roads(roads.graph.without(["ferry", "winter_road"]))
    table = summer.matrix(HOMES, OFFICES, Cutoff(km=60))
    status = dict(zip(HOMES.ids, table.status[:, 0].tolist(), strict=True))
    assert (status["main"], status["island"], status["winter"]) == (OK, NO_PATH, NO_PATH)
    assert summer.digest != roads.digest


def test_a_dead_end_of_one_way_streets_is_no_path_not_too_far(roads: Roads) -> None:
    graph = roads.graph
    # Main Street between a and b now leads to a alone.
    ends = [
        int(np.argmin(abs(graph.lon - NODES[n][0]) + abs(graph.lat - NODES[n][1]))) for n in "ab"
    ]
    row = next(r for r in range(len(graph.tail)) if {graph.tail[r], graph.head[r]} == set(ends))
    to_a = graph.head[row] == ends[0]
    flags = [graph.is_forward.copy(), graph.is_backward.copy()]
    flags[1 if to_a else 0][row] = False
    trap = Roads(replace(graph, is_forward=flags[0], is_backward=flags[1]))
    a, d = at(a=NODES["w"]), at(d=NODES["d"])
    assert trap.matrix(a, d, Cutoff(km=1)).status[0, 0] == NO_PATH
    assert trap.matrix(d, a, Cutoff(km=1)).status[0, 0] == BEYOND
    assert trap.matrix(d, a, Cutoff(km=90)).status[0, 0] == OK


def test_the_cutoff_says_which_path_counts(roads: Roads) -> None:
    graph = roads.graph
    slow = np.where(graph.road_class == 4, 30.0, 1.0)  # Main Street crawls
    minutes = graph.shape_minutes * np.repeat(slow, np.diff(graph.shape_start))
    jam = replace(graph, shape_minutes=minutes)
    b, c = at(b=NODES["b"]), at(c=NODES["c"])
    cutoffs = {"km": Cutoff(km=20), "minutes": Cutoff(minutes=600), "both": Cutoff(20, 600)}
    found = {name: Roads(jam).matrix(b, c, each).km[0, 0] for name, each in cutoffs.items()}
    assert found["km"] == pytest.approx(km("b", "c"), abs=1e-3)
    assert found["minutes"] == found["both"] == pytest.approx(km("b", "e", "f", "c"), abs=1e-3)
    # A path that is chosen for its time is bounded by distance all the same.
    fastest = Roads(jam, follow="minutes").matrix(b, c, Cutoff(km=5))
    assert fastest.status[0, 0] == BEYOND
    assert Roads(jam, follow="minutes").matrix(b, c, Cutoff(km=7)).status[0, 0] == OK


@pytest.mark.parametrize("cutoff", [Cutoff(km=8), Cutoff(minutes=12), Cutoff(km=9, minutes=10)])
def test_a_catchment_is_what_the_matrix_says_from_either_side(roads: Roads, cutoff: Cutoff) -> None:
    rng = np.random.default_rng(2)
    names = tuple(map(str, range(60)))
    homes = Places(names, rng.uniform(-66.05, -65.75, 60), rng.uniform(45.98, 46.05, 60))
    table = roads.matrix(homes, OFFICES, cutoff)
    reached = roads.catchment(OFFICES, cutoff, homes)
    site, home = np.nonzero(table.status.T == OK)
    assert (reached.site.tolist(), reached.origin.tolist()) == (site.tolist(), home.tolist())
    np.testing.assert_allclose(reached.km, table.km[home, site])
    np.testing.assert_allclose(reached.minutes, table.minutes[home, site])
    # Few origins to many destinations are searched from the origins: the same answers.
    for row in range(3):
        one = Places(names[row : row + 1], homes.lon[row : row + 1], homes.lat[row : row + 1])
        turned = roads.matrix(one, OFFICES, cutoff)
        np.testing.assert_allclose(turned.km[0], table.km[row], rtol=1e-5)
        assert turned.status[0].tolist() == table.status[row].tolist()


def test_the_nearest_office_of_every_node_is_that_of_all_searches(roads: Roads) -> None:
    graph = roads.graph
    sites = np.array([0, 3, 9], dtype=np.int32)
    found = nearest_sites(graph, sites)
    each = np.array([nearest_sites(graph, sites[row : row + 1]).led for row in range(3)])
    known = np.isfinite(each).any(axis=0)
    assert (np.isfinite(found.led) == known).all()
    np.testing.assert_allclose(found.led[known], np.nanmin(each[:, known], axis=0))
    assert (found.site[~known] == -1).all()


def test_nobody_enters_a_ferry_or_a_scrap_of_network(roads: Roads) -> None:
    # In the middle of the crossing, 3.9 km from either quay.
    boat = at(boat=(-65.85, 46.0))
    assert roads.matrix(boat, OFFICES, Cutoff(km=50)).origin_snap_km[0] > 3.5
    lane = at(lane=(-65.945, 46.0401))
    # The lane behind the bollard is 0.8 km in all: too short to be a network.
    assert roads.matrix(lane, OFFICES, Cutoff(km=50)).status[0, 0] == OK
    strict = Roads(roads.graph, least_km=0).matrix(lane, OFFICES, Cutoff(km=50))
    assert strict.status[0, 0] == NO_PATH


def test_places_far_from_all_roads_are_told_from_exchanged_ones(roads: Roads) -> None:
    sea = at(sea=(-65.85, 45.93))
    table = roads.matrix(sea, OFFICES, Cutoff(km=50))
    assert table.status[0, 0] == NO_ACCESS
    assert (
        Roads(roads.graph, snap_limit_km=10).matrix(sea, OFFICES, Cutoff(km=50)).status[0, 0] == OK
    )
    with pytest.raises(NetworkError, match=r"swapped stand far from the roads.*exchanged"):
        roads.catchment(at(swapped=(46.0, -66.0)), Cutoff(km=50), HOMES)


def test_a_graph_is_kept_with_its_digest(roads: Roads, tmp_path: Path) -> None:
    path = tmp_path / "town.npz"
    save(roads.graph, path)
    first = path.read_bytes()
    again = load(path)
    assert again.digest == roads.graph.digest
    assert again.about == roads.graph.about
    save(again, path)
    assert path.read_bytes() == first
    broken = bytearray(first)
    middle = slice(len(first) // 2, len(first) // 2 + 200)
    broken[middle] = bytes(each ^ 1 for each in broken[middle])
    for text, said in (
        (bytes(broken), "town.npz: "),
        (first[:900], "cannot be read"),
        (b"", "read"),
    ):
        path.write_bytes(text)
        with pytest.raises(NetworkError, match=said):
            load(path)
    with pytest.raises(NetworkError, match=r"town.bin: found no ending \.npz"):
        save(roads.graph, tmp_path / "town.bin")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["town.npz"]


@pytest.mark.parametrize("settings", [{"follow": "fast"}, {"snap_limit_km": -1.0}])
def test_settings_that_cannot_be_are_refused(roads: Roads, settings: dict[str, object]) -> None:
    with pytest.raises(NetworkError, match=r"Expected cutoff, km or minutes"):
        Roads(roads.graph, **settings)  # type: ignore[arg-type]
