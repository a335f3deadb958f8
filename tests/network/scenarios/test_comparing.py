"""Networks are compared on the people of a release: who gains, who loses, what stays unsaid."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from balise.network import engine_of
from balise.network.scenarios import (
    Network,
    Reach,
    compare,
    current_network,
    people_of,
    read_network,
)
from balise.network.scenarios.counting import balanced, base_5
from balise.release import Scenario, read_release, read_scenario, write_scenario
from balise.vocabulary import NetworkError
from tests.network.scenarios.coast import Straight, coast, network, origins_of

LANTERN = ("lantern", -64.6, 47.3)
BELL = ("bell", -66.2, 46.1)
KEEL = ("keel", -67.1, 45.6)
REACHES = (Reach("km", 50.0), Reach("km", 10.0), Reach("min", 60.0))


def row(scenario: Scenario, table: str, **key: str) -> dict[str, object]:
    found = scenario.tables[table].filter(*(pl.col(name) == each for name, each in key.items()))
    assert found.height == 1, found
    return found.row(0, named=True)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """An office leaves Lantern Cove for Keel and Rock."""
    release = coast(tmp_path_factory.mktemp("release"))
    networks = [network("today", LANTERN, BELL), network("tomorrow", BELL, KEEL)]
    return compare(release, networks, Straight(), REACHES)


def test_who_gains_and_who_loses_is_counted_by_hand(moved: Scenario) -> None:
    # Within 50 km: Lantern Cove (900) loses its office, Keel and Rock (310) has one now. Both
    # towns of Great Bell (62,000) keep theirs; Beacon Harbour is 70 km from anything.
    key = {"from": "today", "to": "tomorrow", "reach": "50 km", "dimension": "all"}
    found = row(moved, "changes", **key, reading="surely")
    assert (found["people_gaining"], found["people_losing"], found["net"]) == (310, 900, -590)
    before = row(moved, "reach", network="today", reach="50 km", dimension="all")
    after = row(moved, "reach", network="tomorrow", reach="50 km", dimension="all")
    assert (before["people_in_low"], after["people_in_low"]) == (62_900, 62_310)


@pytest.mark.property
def test_reached_after_is_reached_before_and_gains_less_losses(moved: Scenario) -> None:
    ends = {"surely": "people_in_low", "possibly": "people_in_high"}
    changes = moved.tables["changes"].filter(
        pl.col("dimension") != "area", pl.col("reason").is_null()
    )
    assert changes.height > 20
    for each in changes.to_dicts():
        key = {name: each[name] for name in ("reach", "dimension", "code")}
        before = row(moved, "reach", network=each["from"], **key)[ends[each["reading"]]]
        after = row(moved, "reach", network=each["to"], **key)[ends[each["reading"]]]
        assert after == before + each["people_gaining"] - each["people_losing"]
        assert each["net"] == each["people_gaining"] - each["people_losing"]


@pytest.mark.property
def test_gains_of_areas_balance_with_their_people_beyond_reach(moved: Scenario) -> None:
    ends = {"surely": "people_beyond_high", "possibly": "people_beyond_low"}
    changes = moved.tables["changes"].filter(
        pl.col("dimension") == "area", pl.col("reason").is_null()
    )
    assert changes.height >= 8
    for each in changes.to_dicts():
        key = {"dguid": each["code"], "reach": each["reach"]}
        before = row(moved, "reach_by_area", network=each["from"], **key)[ends[each["reading"]]]
        after = row(moved, "reach_by_area", network=each["to"], **key)[ends[each["reading"]]]
        assert after == before - each["net"]


@pytest.mark.property
def test_rounded_gains_and_losses_make_up_the_rounded_difference() -> None:
    rng = np.random.default_rng(5)
    for before, gaining, share in rng.uniform(0, 1, (2_000, 3)) * (60, 60, 1):
        losing = share * before
        after = before + gaining - losing
        gained, lost = balanced(before, after, gaining, losing)
        assert base_5(after) == base_5(before) + gained - lost
        assert min(gained, lost) >= 0 == gained % 5 == lost % 5
        assert abs(gained - gaining) <= 7.5
        assert abs(lost - losing) <= 7.5


def test_each_quintile_holds_a_fifth_of_the_people_who_have_a_score(tmp_path: Path) -> None:
    people = people_of(coast(tmp_path))
    # 68,810 people live in areas with a score; Foggy Point has 25 people and none.
    fifths = people.people @ people.quintiles
    assert fifths == pytest.approx(np.full(5, 68_810 / 5))
    assert set(people.quintiles.sum(axis=1).round(9)) == {0.0, 1.0}


def test_sites_are_kept_opened_or_closed_beside_the_first_network(moved: Scenario) -> None:
    sites = moved.tables["sites"].select("network", "site", "state", "people_nearest").rows()
    assert sorted(sites) == [
        ("today", "bell", "kept", 62_310),
        ("today", "lantern", "kept", 6_525),
        ("tomorrow", "bell", "kept", 68_525),
        ("tomorrow", "keel", "opened", 310),
        ("tomorrow", "lantern", "closed", None),
    ]


def test_a_site_that_stands_elsewhere_has_moved(tmp_path: Path) -> None:
    networks = [network("here", LANTERN), network("there", ("lantern", -64.7, 47.3))]
    found = compare(coast(tmp_path), networks, Straight(), REACHES)
    assert row(found, "sites", network="there")["state"] == "moved"


def test_few_people_and_areas_without_a_score_are_not_told_of(moved: Scenario) -> None:
    foggy = row(moved, "reach_by_area", network="today", reach="50 km", dguid="2021A00051301003")
    assert (foggy["people"], foggy["reason"]) == (None, "under_40_people")
    unscored = row(moved, "reach", network="today", reach="50 km", code="unscored")
    assert (unscored["people"], unscored["reason"]) == (None, "under_40_people")
    immigrants = row(moved, "reach", network="today", reach="50 km", code="immigrants")
    assert (immigrants["people_in_low"], immigrants["reason"]) == (None, "no_rate")
    seniors = row(moved, "reach", network="today", reach="50 km", code="seniors")
    assert seniors["reason"] is None
    assert seniors["people_unknown"] >= 25  # type: ignore[operator]


def test_the_nearest_site_is_averaged_over_people(moved: Scenario) -> None:
    # Great Bell: 60 % of its people live at the office, 40 % a tenth of a degree east,
    # 111.3 km x cos 46.1 x 0.1 = 7.7 km.
    bell = row(moved, "reach_by_area", network="today", reach="10 km", dguid="2021A00051302001")
    assert bell["nearest"] == "bell"
    assert bell["km"] == pytest.approx(0.4 * 7.73, abs=0.02)
    assert bell["people_beyond_low"] == bell["people_beyond_high"] == 0


def test_errors_of_position_make_reach_a_range(tmp_path: Path) -> None:
    # 8 km of spread and 6 of error are 10 km, 13 km of road: more than a quarter of 50, not of
    # 100. Twice that, 26 km, is what an origin may be off: Lantern Cove, at the office, is surely
    # within 50 km; Beacon Harbour, 63 and 69 km away, is possibly; Great Bell, 180 km, is not.
    release = coast(tmp_path, origins_of(spread_km=8.0))
    here = network("here", LANTERN, error_km=6.0)
    elsewhere = network("elsewhere", LANTERN, error_km=6.0)
    reaches = (Reach("km", 50.0), Reach("km", 100.0))
    found = compare(release, [here, elsewhere], Straight(), reaches)
    assert found.parameters["ranges"] == ["50 km"]
    narrow = row(found, "reach", network="here", reach="50 km", dimension="all")
    assert (narrow["people_in_low"], narrow["people_in_high"]) == (900, 6_500)
    wide = row(found, "reach", network="here", reach="100 km", dimension="all")
    assert wide["people_in_low"] == wide["people_in_high"] == 6_525
    changes = found.tables["changes"]
    assert changes.filter(pl.col("dimension") == "area").height == 0
    assert set(changes["net"].drop_nulls()) == {0}


def test_one_network_known_ill_makes_both_ranges(tmp_path: Path) -> None:
    # A range beside a number would look like a loss where nothing changed.
    networks = [network("today", LANTERN, BELL), network("later", LANTERN, BELL, error_km=12.0)]
    found = compare(coast(tmp_path), networks, Straight(), (Reach("km", 50.0),))
    assert found.parameters["ranges"] == ["50 km"]


def test_hours_within_reach_are_a_mean_over_people(tmp_path: Path) -> None:
    release = coast(tmp_path)
    networks = [
        network("days", LANTERN, BELL, hours_week=30.0),
        network("evenings", LANTERN, BELL, hours_week=45.0),
    ]
    found = compare(release, networks, Straight(), REACHES)
    told = [each["hours"]["50 km"] for each in found.networks]  # type: ignore[index]
    # 62,900 of the 68,835 people have one office within 50 km.
    assert told == pytest.approx([30 * 62_900 / 68_835, 45 * 62_900 / 68_835], abs=0.05)
    words = " ".join(each["en"] for each in found.notes)  # type: ignore[misc]
    assert "the same sites" in words
    assert "at sites that both have (2)" in words


def test_an_office_without_a_position_is_kept_counted_and_told(tmp_path: Path) -> None:
    networks = [network("today", BELL), network("tomorrow", BELL, ("hull", None, None))]
    found = compare(coast(tmp_path), networks, Straight(), REACHES)
    hull = row(found, "sites", site="hull")
    assert (hull["state"], hull["reason"], hull["people_nearest"]) == ("opened", "no_source", None)
    assert found.networks[1]["unlocated"] == 1
    assert any(
        "Sites of “tomorrow” without a position: 1 of 2" in str(each["en"]) for each in found.notes
    )
    assert any("1 sur 2" in str(each["fr"]) for each in found.notes)


def test_a_site_far_from_everybody_is_named(tmp_path: Path) -> None:
    networks = [network("today", BELL), network("tomorrow", BELL, ("hull", 46.1, -66.2))]
    found = compare(coast(tmp_path), networks, Straight(), REACHES)
    assert any("Hull. Check their positions" in str(each["en"]) for each in found.notes)


def test_what_is_compared_can_be_written_and_read(moved: Scenario, tmp_path: Path) -> None:
    found = read_scenario(write_scenario(tmp_path / "moved", moved))
    assert found.engine["is_estimated"] is True
    assert found.tables["changes"].height == moved.tables["changes"].height


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["one"], "found 1 network"),
        (["one", "one"], "two networks called one"),
        (["one", " "], "Expected 1 to 60 that can be read"),
    ],
)
def test_fewer_than_two_networks_or_one_name_twice_is_refused(
    tmp_path: Path, names: list[str], message: str
) -> None:
    with pytest.raises(NetworkError, match=message):
        compare(coast(tmp_path), [network(each, BELL) for each in names], Straight(), REACHES)


def test_what_cannot_be_a_network_is_refused() -> None:
    with pytest.raises(NetworkError, match="bell more than once"):
        network("twice", BELL, BELL)
    with pytest.raises(NetworkError, match=r"lat: found bell -99.*exchanged"):
        network("lost", ("bell", 46.0, -99.0))
    with pytest.raises(NetworkError, match="hours_week: found bell 200"):
        network("tired", BELL, hours_week=200.0)
    with pytest.raises(NetworkError, match="found no site"):
        network("empty")


def test_a_release_that_does_not_say_where_people_live_is_refused(tmp_path: Path) -> None:
    release = coast(tmp_path, origins_of().clear())
    with pytest.raises(NetworkError, match=r"has no origins.*Build it again"):
        compare(release, [network("one", BELL), network("two", KEEL)], Straight(), REACHES)
    elsewhere = origins_of().with_columns(code=pl.lit("1399999"))
    release = coast(tmp_path / "other", elsewhere)
    with pytest.raises(NetworkError, match=r"1399999 \(10 origins\) are areas of no level"):
        compare(release, [network("one", BELL), network("two", KEEL)], Straight(), REACHES)


def test_the_offices_of_the_release_are_a_network(tmp_path: Path) -> None:
    release = coast(tmp_path)
    found = current_network("today", release)
    assert (
        found.sites["site"].to_list() == release.table("service_points")["service_point"].to_list()
    )


def test_a_network_is_read_from_a_table_of_offices(tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    path.write_text(
        "id;name;lon;lat;hours_week;capacity\nmill;Mill;-65,5;46,9;37,5;900\nhull;Hull;;;;\n",
        "utf-8",
    )
    found, notices = read_network("tomorrow", path, coast(tmp_path))
    assert found.sites.select("site", "lon", "hours_week", "capacity").rows() == [
        ("mill", -65.5, 37.5, 900.0),
        ("hull", None, None, None),
    ]
    assert found.unlocated == 1
    assert "hull" in " ".join(notices).lower()
    path.write_text("id,name,lon,lat\nmill,Mill,-65,46\nmill,Mill,-65,46\n", "utf-8")
    with pytest.raises(NetworkError, match=r"mill.*more than once"):
        read_network("twice", path, coast(tmp_path / "again"))


@pytest.mark.property
def test_the_offices_of_the_pilot_reach_whom_its_release_says(pilot: Path) -> None:
    release = read_release(pilot)
    today = current_network("today", release)
    reaches = [Reach("km", each) for each in (10.0, 25.0, 50.0, 100.0)]
    reaches += [Reach("min", each) for each in (15.0, 30.0, 60.0)]
    networks = [today, Network("again", today.sites)]
    found = compare(release, networks, engine_of("geodesic"), reaches)
    published = release.table("catchments").filter(pl.col("service_point") == "all")
    for each in published.to_dicts():
        label = each["reach"].replace("km", " km").replace("min", " min")
        own = row(found, "reach", network="today", reach=label, dimension="all")
        ends = (own["people_in_low"], own["people_in_high"])
        if each["people"] is None:
            assert ends == (each["people_low"], each["people_high"])
        else:
            assert ends == (each["people"], each["people"])
    changes = found.tables["changes"]
    assert set(changes["net"].drop_nulls()) == {0}
    assert any("same sites" in str(note["en"]) for note in found.notes)
