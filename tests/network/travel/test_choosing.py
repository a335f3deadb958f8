"""A text names an engine; two engines are compared on a sample."""

from pathlib import Path

import numpy as np
import pytest

from balise.network.roads import Roads, read_extract, save
from balise.network.travel import Cutoff, Geodesic, Osrm, agreement, engine_of, sampled
from balise.vocabulary import NetworkError
from tests.network.roads.invented import write_extract
from tests.network.travel.servers import HOMES, OFFICES


def test_a_text_names_an_engine(tmp_path: Path) -> None:
    assert engine_of("geodesic") == Geodesic(1.3)
    osrm = engine_of("osrm:http://127.0.0.1:5000", at_once=20)
    assert osrm == Osrm("http://127.0.0.1:5000", at_once=20)
    assert engine_of("valhalla:http://127.0.0.1:8002").name == "valhalla"
    save(read_extract(write_extract(tmp_path)), tmp_path / "town.npz")
    roads = engine_of(f"roads:{tmp_path / 'town.npz'}", follow="km")
    assert isinstance(roads, Roads)
    assert roads.follow == "km"


@pytest.mark.parametrize(
    ("text", "settings", "said"),
    [
        ("osmr:http://here", {}, r"found 'osmr:http://here'.*Did you mean 'osrm'"),
        ("roads", {}, r"found 'roads'. Expected geodesic, roads:FILE"),
        ("geodesic:1.3", {}, "found 'geodesic:1.3'"),
        ("roads:none.npz", {}, r"none.npz: found no such file.*balise network roads"),
        ("geodesic", {"speed": 5}, "found settings speed"),
    ],
)
def test_what_names_no_engine_is_refused(text: str, settings: dict[str, float], said: str) -> None:
    with pytest.raises(NetworkError, match=said):
        engine_of(text, **settings)


def test_two_engines_are_compared_and_the_table_is_written(tmp_path: Path) -> None:
    roads = Roads(read_extract(write_extract(tmp_path)))
    homes = sampled(HOMES, 100, np.random.default_rng(1))
    assert "nowhere" not in homes.ids
    compared = agreement((roads, Geodesic(1.3)), (homes, OFFICES), Cutoff(km=40))
    assert compared.pairs == 24
    assert compared.statuses["no_road_access", "no_road_access"] == 8
    assert sum(compared.statuses.values()) == 24
    assert 0 < compared.km_median < 0.4
    assert "same status" in compared.told()
    compared.write(tmp_path / "agreement.csv")
    lines = (tmp_path / "agreement.csv").read_text("utf-8").splitlines()
    assert lines[0] == "one,other,measure,value"
    assert len(lines) == 1 + 7 + len(compared.statuses)
    same = agreement((roads, roads), (homes, OFFICES), Cutoff(km=40))
    assert (same.same_status_share, same.km_95th) == (1.0, 0.0)


def test_a_sample_is_seeded_and_keeps_its_order() -> None:
    one, other = (sampled(HOMES, 4, np.random.default_rng(9)) for _ in range(2))
    assert one.ids == other.ids
    assert list(one.ids) == [name for name in HOMES.ids if name in one.ids]
