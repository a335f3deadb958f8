"""OSRM and Valhalla answer for the invented town as they do, and as our own roads do.

Recorded exchanges were made with Python 3.12, osrm-bindings 26.10.0 and pyvalhalla 3.9.1:
``BALISE_RECORD=1 pytest tests/network/travel/test_servers_of_travel.py`` runs both engines on the
extract of ``tests/network/roads/invented.py`` behind a server that writes down every question
and answer (without OSRM's hints) into ``recorded/*.json``. Where the modules are installed, the
same tests ask the engines themselves.
"""

import importlib.util
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from balise.network.roads import Roads, read_extract
from balise.network.travel import (
    Cutoff,
    Engine,
    Osrm,
    Places,
    Status,
    Valhalla,
    agreement,
    engine_of,
)
from tests.network.roads.invented import region_text, write_extract
from tests.network.travel.servers import HOMES, OFFICES, RECORDED, live, recording, replayed

NEAR = Cutoff(km=60)
PACKAGES = {"osrm": "osrm-bindings", "valhalla": "pyvalhalla"}
OK, BEYOND, NO_PATH, NO_ACCESS, _ = (each.value for each in Status)


@pytest.fixture(scope="module", params=["osrm recorded", "valhalla recorded", "osrm", "valhalla"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    name, _, is_recorded = request.param.partition(" ")
    if is_recorded:
        with replayed(name) as address:
            yield engine_of(f"{name}:{address}", time_limit_s=10.0, retries=0)
        return
    need(name)
    with live(name, write_extract(tmp_path_factory.mktemp(name))) as address:
        if not os.environ.get("BALISE_RECORD"):
            yield engine_of(f"{name}:{address}")
            return
        package = PACKAGES[name]
        with recording(address, name, f"{package} {version(package)}") as beside:
            yield engine_of(f"{name}:{beside}")


def need(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"no module {name} is installed: its wheel needs Python 3.12")


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return Roads(read_extract(write_extract(tmp_path_factory.mktemp("town"))), follow="minutes")


def test_every_pair_has_its_status(engine: Engine) -> None:
    table = engine.matrix(HOMES, OFFICES, NEAR)
    expected = {name: [OK, OK, NO_ACCESS] for name in ("main", "hill", "island", "winter", "loop")}
    # Its own roads are joined to nothing; it lies 48 km away: a null is not "too far".
    expected["apart"] = [NO_PATH, NO_PATH, NO_ACCESS]
    expected["sea"] = expected["nowhere"] = [NO_ACCESS] * 3
    expected["farm"] = expected["main"]
    assert dict(zip(HOMES.ids, table.status.tolist(), strict=True)) == expected
    assert np.isnan(table.km[table.status != OK]).all()
    assert np.isnan(table.origin_snap_km).tolist() == [
        name in {"sea", "nowhere"} for name in HOMES.ids
    ]


def test_it_agrees_with_roads_of_our_own(engine: Engine, roads: Roads) -> None:
    compared = agreement((roads, engine), (HOMES, OFFICES), NEAR)
    assert compared.same_status_share == 1
    assert compared.both_measured == 12
    assert compared.km_95th < 0.02
    assert compared.minutes_median < 0.3
    one, other = (each.matrix(HOMES, OFFICES, NEAR) for each in (roads, engine))
    np.testing.assert_allclose(one.origin_snap_km, other.origin_snap_km, atol=0.02)


@pytest.mark.parametrize("name", ["osrm", "valhalla"])
def test_it_agrees_on_a_sample_of_a_region(name: str, tmp_path: Path) -> None:
    """Recording writes the table of this sample, which the documentation shows."""
    need(name)
    rng = np.random.default_rng(17)
    extract = tmp_path / "region.osm"
    extract.write_text(region_text(60, rng), "utf-8")
    homes, offices = (
        Places(
            tuple(map(str, range(count))),
            rng.uniform(-66, -65.7, count),
            rng.uniform(46, 46.21, count),
        )
        for count in (60, 40)
    )
    roads = Roads(read_extract(extract), follow="minutes")
    with live(name, extract) as address:
        compared = agreement((roads, engine_of(f"{name}:{address}")), (homes, offices), NEAR)
    if os.environ.get("BALISE_RECORD"):
        compared.write(RECORDED / f"agreement_{name}.csv")
    assert compared.pairs == 2400
    assert compared.same_status_share > 0.99
    assert compared.km_median < 0.03
    assert compared.km_95th < 0.15


def test_a_catchment_is_what_the_matrix_says(engine: Engine) -> None:
    cutoff = Cutoff(km=15)
    table = engine.matrix(HOMES, OFFICES, cutoff)
    reached = engine.catchment(OFFICES, cutoff, HOMES)
    sites, homes = np.nonzero(table.status.T == OK)
    assert reached.site.tolist() == sites.tolist()
    assert reached.origin.tolist() == homes.tolist()
    np.testing.assert_allclose(reached.km, table.km[homes, sites], rtol=1e-3)
    assert reached.km.max() <= 15
    assert (table.status == BEYOND).any()


def test_directions_count(engine: Engine) -> None:
    # From the loop to the hill cars go on by e and f; back they have to go round by c and b.
    loop = Places(("loop",), HOMES.lon[7:8], HOMES.lat[7:8])
    hill = Places(("hill",), HOMES.lon[1:2], HOMES.lat[1:2])
    there = engine.matrix(loop, hill, NEAR).km[0, 0]
    back = engine.matrix(hill, loop, NEAR).km[0, 0]
    assert back > there + 3


def test_a_server_tells_its_network(engine: Engine) -> None:
    assert isinstance(engine, Osrm | Valhalla)
    assert engine.version.startswith("2026-01-02T03:04:05Z" if engine.name == "osrm" else "3.9.1 ")


def test_two_servers_never_share_a_digest() -> None:
    with replayed("osrm") as one, replayed("osrm") as other:
        digests = {Osrm(each).digest for each in (one, other, one)}
        assert len(digests) == 2
        assert Osrm(one, network="winter").digest not in digests


def test_answers_are_kept_by_network(tmp_path: Path) -> None:
    with replayed("osrm") as address:
        first = Osrm(address, kept=tmp_path, retries=0).matrix(HOMES, OFFICES, NEAR)
        kept = sorted(tmp_path.rglob("*.json"))
        assert kept
        # What was damaged is asked for again.
        kept[0].write_text("{", "utf-8")
        again = Osrm(address, kept=tmp_path, retries=0).matrix(HOMES, OFFICES, NEAR)
    np.testing.assert_array_equal(first.km, again.km)
    assert sorted(tmp_path.rglob("*.json")) == kept
