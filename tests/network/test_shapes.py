import numpy as np
import pytest
import shapely

from balise.network import UploadError
from balise.network.distances import distance_km
from balise.network.shapes import NamedShape, circles, refuse_misplaced, sound_shapes
from balise.network.upload_faults import Notices
from tests.network.files import BOW_TIE, box


def code_of(shape: object) -> str:
    with pytest.raises(UploadError) as raised:
        sound_shapes([NamedShape("North", shape)], Notices())
    return raised.value.code


@pytest.mark.parametrize(
    ("bounds", "code"),
    [
        ((45.0, -66.0, 45.4, -65.6), "swapped"),
        ((53.0, -113.6, 53.6, -113.0), "swapped"),
        ((66.0, 45.0, 66.4, 45.4), "no_sign"),
        ((294.0, 45.0, 294.4, 45.4), "lon_360"),
        ((7_500_000.0, 1_500_000.0, 7_600_000.0, 1_600_000.0), "projected"),
        ((300.0, 100.0, 400.0, 200.0), "projected"),
        ((-179.0, 60.0, 179.0, 61.0), "antimeridian"),
        ((2.0, 48.0, 2.5, 49.0), "outside"),
        ((-66.0, 25.0, -65.0, 26.0), "outside"),
        ((0.0, 0.0, 0.0, 0.0), "outside"),
        ((float("nan"),) * 4, "not_finite"),
    ],
)
def test_what_is_not_in_canada_is_refused_for_what_it_looks_like(
    bounds: tuple[float, ...], code: str
) -> None:
    with pytest.raises(UploadError) as raised:
        refuse_misplaced("North", np.array(bounds))
    assert (raised.value.code, raised.value.values["region"]) == (code, "North")


def test_a_region_that_reaches_beyond_canada_is_kept() -> None:
    (found,) = sound_shapes([NamedShape("Border", box(-75, 41, 5))], Notices())
    assert found.name == "Border"


def test_an_outline_that_crosses_itself_is_refused_with_its_place() -> None:
    with pytest.raises(UploadError) as raised:
        sound_shapes([NamedShape("Bow", shapely.Polygon(BOW_TIE["coordinates"][0]))], Notices())
    assert raised.value.values == {"regions": "Bow", "where": "-65.5, 45.5"}


def test_a_fault_that_leaves_the_ground_the_same_is_mended_and_said() -> None:
    # A spike of no width on the northern side.
    spiked = shapely.Polygon(
        [(-66, 45), (-65, 45), (-65, 46), (-65.5, 46), (-65.5, 46.5), (-65.5, 46), (-66, 46)]
    )
    notices = Notices()
    (found,) = sound_shapes([NamedShape("Spiked", spiked)], notices)
    assert shapely.is_valid(found.shape)
    assert shapely.area(found.shape) == pytest.approx(1.0)
    assert notices.plain() == [{"code": "repaired", "count": 1, "names": "Spiked"}]


def test_a_region_without_ground_is_refused() -> None:
    assert code_of(shapely.Polygon([(-66, 45), (-65, 45), (-66, 45)])) == "crossing"


def test_no_region_at_all_is_refused() -> None:
    with pytest.raises(UploadError, match="no regions"):
        sound_shapes([], Notices())


def test_regions_of_one_name_are_numbered() -> None:
    notices = Notices()
    same = [NamedShape("North", box(-66, 45)), NamedShape("North", box(-65, 45))]
    assert [each.name for each in sound_shapes(same, notices)] == ["North", "North (2)"]
    assert [each["code"] for each in notices.plain()] == ["same_name"]


def test_circles_reach_as_far_as_they_say() -> None:
    around = circles([(-66.0, 46.0), (-135.0, 68.0)], 25.0)
    for ring, (lon, lat) in zip(around, [(-66.0, 46.0), (-135.0, 68.0)], strict=True):
        at = shapely.get_coordinates(ring)
        assert distance_km(at[:, 0], at[:, 1], lon, lat) == pytest.approx(25.0, rel=1e-6)
        assert shapely.is_valid(ring)
