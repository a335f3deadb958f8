"""An extract is read as its tags say; what is no extract is refused by name."""

import gzip
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from balise.network import distance_km
from balise.network.roads import CLASSES, RoadGraph, read_extract
from balise.network.roads.classes import CODES, class_of, minutes_of, speed_of
from balise.vocabulary import NetworkError
from tests.network.roads.invented import NODES, STREETS, extract_text, write_extract


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    return read_extract(write_extract(tmp_path_factory.mktemp("town")))


def node(graph: RoadGraph, name: str) -> int:
    """Find the node of a name; -1 where no junction is left."""
    lon, lat = NODES[name]
    near = np.flatnonzero((abs(graph.lon - lon) < 1e-6) & (abs(graph.lat - lat) < 1e-6))
    return int(near[0]) if len(near) else -1


def link(graph: RoadGraph, one: str, other: str) -> tuple[int, bool]:
    """Find the link between two named nodes, and whether it goes from the first to the second."""
    ends = (node(graph, one), node(graph, other))
    for row, pair in enumerate(zip(graph.tail.tolist(), graph.head.tolist(), strict=True)):
        if pair in {ends, ends[::-1]}:
            return row, pair == ends
    raise AssertionError(f"no link joins {one} and {other}")


def allowed(graph: RoadGraph, one: str, other: str) -> tuple[bool, bool]:
    row, is_onward = link(graph, one, other)
    there, back = bool(graph.is_forward[row]), bool(graph.is_backward[row])
    return (there, back) if is_onward else (back, there)


def test_a_one_way_street_is_one_way_whichever_way_it_is_drawn(town: RoadGraph) -> None:
    assert allowed(town, "b", "c") == (True, True)
    # From b by e to f: two-way as far as e, then one-way; drawn from c to f, it leads to c.
    assert allowed(town, "e", "f") == (True, False)
    assert allowed(town, "f", "c") == (True, False)
    circle = {name: int(town.circle[node(town, name)]) for name in ("b", "e", "f", "c", "o1")}
    assert len(set(circle.values())) == 1


def test_a_roundabout_is_one_way(town: RoadGraph) -> None:
    # Two arcs are left of it: o1 to o3 below, o3 to o1 above; each one-way.
    ends = {node(town, "o1"), node(town, "o3")}
    assert min(ends) >= 0
    arcs = [
        row for row in range(len(town.tail)) if {int(town.tail[row]), int(town.head[row])} == ends
    ]
    assert len(arcs) == 2
    assert all(town.is_forward[row] != town.is_backward[row] for row in arcs)


def test_a_limit_counts_for_more_than_the_class(town: RoadGraph) -> None:
    row, _ = link(town, "b", "c")
    assert town.minutes[row] == pytest.approx(town.km[row] / (80 * 0.85) * 60)
    row, _ = link(town, "d", "t")
    assert town.minutes[row] == pytest.approx(town.km[row] / (50 * 1.609344 * 0.85) * 60)
    row, _ = link(town, "w", "x")
    assert town.minutes[row] == pytest.approx(town.km[row] / 30 * 60)


def test_a_crossing_takes_as_long_as_is_mapped(town: RoadGraph) -> None:
    row, _ = link(town, "h", "i")
    assert CLASSES[town.road_class[row]].name == "ferry"
    assert town.minutes[row] == pytest.approx(25)
    assert town.km[row] == pytest.approx(float(distance_km(-65.90, 46.0, -65.80, 46.0)))


def test_winter_roads_and_ferries_are_classes_of_their_own_and_can_be_left_out(
    town: RoadGraph, tmp_path: Path
) -> None:
    row, _ = link(town, "a", "w")
    assert CLASSES[town.road_class[row]].name == "winter_road"
    pieces = {town.piece[node(town, name)] for name in ("a", "x", "j")}
    assert len(pieces) == 1
    left = read_extract(write_extract(tmp_path), leave_out=["ferry", "winter_road"])
    assert left.left_out == ("ferry", "winter_road")
    assert len({int(left.piece[node(left, name)]) for name in ("d", "x", "j")}) == 3
    later = town.without(["ferry", "winter_road"])
    assert later.km.sum() == pytest.approx(left.km.sum())
    with pytest.raises(NetworkError, match=r"found 'winterroad'.*Did you mean"):
        town.without(["winterroad"])


def test_cars_do_not_pass_bollards_footways_and_private_roads(town: RoadGraph) -> None:
    assert node(town, "house") == -1
    assert town.about["ends_at_barriers"] == 2
    beyond = town.piece[node(town, "lane")]
    assert beyond not in {town.piece[node(town, name)] for name in ("a", "g")}
    # By hand: all lengths but those of the private road and the footway.
    ways = [on.split() for on, tags in STREETS if "private" not in tags.values()]
    ways = [on for on in ways if on != ["a", "house"]]
    km = sum(
        float(distance_km(*NODES[one], *NODES[other])) for on in ways for one, other in pairwise(on)
    )
    assert town.km.sum() == pytest.approx(km)


def test_what_was_read_is_told(town: RoadGraph) -> None:
    ways = town.about["ways"]
    assert isinstance(ways, dict)
    assert ways["residential"] == 6
    assert (ways["ferry"], ways["winter_road"]) == (1, 1)
    assert town.about["crossings_without_duration"] == 0


def test_ways_that_leave_the_extract_keep_their_parts_inside(tmp_path: Path) -> None:
    inside = {name: at for name, at in NODES.items() if name != "c"}
    path = tmp_path / "cut.osm"
    path.write_text(extract_text(inside, [("a b c d o1", {"highway": "primary"})]), "utf-8")
    graph = read_extract(path)
    assert graph.about["nodes_outside"] == 1
    km = sum(
        float(distance_km(*NODES[one], *NODES[other])) for one, other in (("a", "b"), ("d", "o1"))
    )
    assert graph.km.sum() == pytest.approx(km)


def test_the_same_extract_is_read_in_every_format(tmp_path: Path, town: RoadGraph) -> None:
    import osmium

    packed = tmp_path / "town.osm.gz"
    packed.write_bytes(gzip.compress(extract_text().encode()))
    binary = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(binary)) as writer:
        for each in osmium.FileProcessor(str(write_extract(tmp_path))):
            writer.add(each)
    for path in (packed, binary):
        assert read_extract(path).digest == town.digest


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("cut.osm", extract_text()[:1500], "cut.osm: reading stopped.*cut off"),
        ("page.osm", "<!DOCTYPE html><html><body>Not found</body></html>", "reading stopped"),
        ("empty.osm", "", "empty.osm: "),
        ("noise.osm.pbf", "this is not an extract" * 40, "noise.osm.pbf: reading stopped"),
        ("roads.txt", "a road", "roads.txt: found another ending. Expected an extract"),
        ("nodes.osm", extract_text(streets=()), "found no road for cars"),
    ],
)
def test_what_is_no_extract_is_refused_by_name(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(NetworkError, match=said):
        read_extract(tmp_path / name)


def test_an_extract_that_is_missing_or_cut_in_the_middle_is_named(tmp_path: Path) -> None:
    import osmium

    with pytest.raises(NetworkError, match=r"none.osm: found no such file"):
        read_extract(tmp_path / "none.osm")
    binary = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(binary)) as writer:
        for each in osmium.FileProcessor(str(write_extract(tmp_path))):
            writer.add(each)
    whole = binary.read_bytes()
    binary.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NetworkError, match=r"reading stopped.*download it again"):
        read_extract(binary)


def test_tags_decide_on_class_speed_and_time() -> None:
    assert class_of({"highway": "track"}) is None
    assert class_of({"highway": "track", "motor_vehicle": "yes"}) == CLASSES[CODES["track"]]
    ice = class_of({"highway": "track", "ice_road": "yes"})
    assert ice is not None
    assert ice.name == "winter_road"
    assert class_of({"highway": "ferry"}) is None
    assert class_of({"route": "ferry", "motor_vehicle": "no"}) is None
    summer = class_of({"highway": "unclassified", "seasonal": "summer"})
    assert summer is not None
    assert summer.name == "seasonal"
    # The tag closest to cars counts.
    assert class_of({"highway": "service", "access": "no", "motor_vehicle": "yes"}) is not None
    assert speed_of({"highway": "track", "ice_road": "yes"}) == 15
    assert speed_of({"highway": "primary", "winter_road": "yes"}) == 30
    assert speed_of({"highway": "primary", "maxspeed": "signals"}) == 70
    assert speed_of({"highway": "primary", "maxspeed": "0"}) == 70
    assert minutes_of("1:05:30") == 65.5
    assert minutes_of("PT25M") == 25
    assert minutes_of("00:00") is None
    assert minutes_of(None) is None
