"""What is not known of an area, as draws."""

import numpy as np
import pytest

from balise.index import PlaceEffects, base_people, draw_effects, draw_tilts, stream
from balise.index.margin_noise import full_margin_noise, headcount_noise, margin_noise
from tests.town import AGE, town_people

SENIORS = np.broadcast_to(AGE >= 5, (3, 112))
EVERYBODY = np.ones((3, 112), dtype=bool)


def seniors_as_an_outcome() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return SENIORS[:, :, None].astype(float)


def test_a_stream_is_the_same_whatever_else_was_drawn() -> None:
    first = stream(1, "margins", 13).standard_normal(3)
    stream(1, "effects", 13).standard_normal(100)
    assert stream(1, "margins", 13).standard_normal(3).tolist() == first.tolist()


def test_streams_differ_by_name_by_province_and_by_seed() -> None:
    numbers = [
        stream(seed, name, key).standard_normal()
        for seed, name, key in ((1, "margins", 13), (1, "effects", 13), (1, "margins", 12))
    ]
    assert len({*numbers, stream(2, "margins", 13).standard_normal()}) == 4


def test_margin_error_by_one_solve_agrees_with_full_refits() -> None:
    # A large town: rounding and sampling errors are small and the answer nearly linear.
    people = town_people(times=200)
    part, by_type = people.parts[0], people.by_type
    tilts = draw_tilts(part, 200, stream(1, "margins", 10))
    quick = margin_noise(part, tilts, seniors_as_an_outcome(), by_type)
    full = full_margin_noise(part, tilts, seniors_as_an_outcome(), by_type)
    assert quick.shape == full.shape == (3, 200, 1)
    ratio = quick.std(axis=1) / full.std(axis=1)
    assert ratio == pytest.approx(1, abs=0.1)  # half-widths within 10 %
    correlation = np.corrcoef(quick[0, :, 0], full[0, :, 0])[0, 1]
    assert correlation > 0.97


def test_margins_of_larger_areas_leave_less_error() -> None:
    errors = []
    for times in (50, 5000):
        people = town_people(times)
        tilts = draw_tilts(people.parts[0], 300, stream(1, "margins", 10))
        noise = margin_noise(people.parts[0], tilts, seniors_as_an_outcome(), people.by_type)
        errors.append(noise.std(axis=1))
    assert (errors[1] < errors[0]).all()


def test_a_missing_margin_leaves_more_error() -> None:
    known = town_people(times=100).parts[0]
    lost = town_people(times=100).parts[0]
    lost.margins.targets[:, 0] = np.nan  # mean age
    spread = [
        margin_noise(
            part,
            draw_tilts(part, 300, stream(1, "margins", 10)),
            seniors_as_an_outcome(),
            town_people(100).by_type,
        ).std(axis=1)
        for part in (known, lost)
    ]
    assert (spread[1] > 1.3 * spread[0]).all()


def test_error_of_a_headcount_is_that_of_the_share_where_only_one_area_counts() -> None:
    # The share of seniors is s = g / h, of people 16+: ds = (dg - s dh) / h.
    people = town_people(times=100)
    part, by_type = people.parts[0], people.by_type
    tilts = draw_tilts(part, 50, stream(1, "margins", 10))
    seniors = headcount_noise(part, tilts, SENIORS, by_type)
    adults = headcount_noise(part, tilts, EVERYBODY, by_type)
    of_adults = people.adults / part.population
    share = base_people(people, SENIORS) / people.adults
    expected = (seniors - share[:, None] * adults) / of_adults[:, None]
    found = margin_noise(part, tilts, seniors_as_an_outcome(), by_type)[:, :, 0]
    assert found == pytest.approx(expected, abs=1e-12)


def test_effects_of_two_areas_of_one_subdivision_share_what_is_the_subdivisions() -> None:
    # Variances 0.3 squared (subdivision) and 0.4 squared (area): correlation 0.09 / 0.25.
    spread = PlaceEffects(np.full(5, 0.3), np.full(5, 0.4))
    drawn = draw_effects(np.array([0, 0, 1]), np.ones(3), spread, 20_000, stream(1, "effects", 10))
    assert drawn.shape == (3, 20_000, 5)
    assert drawn.std(axis=1) == pytest.approx(0.5, abs=0.01)
    together = np.asarray(np.corrcoef(drawn[:, :, 0]))
    assert together[0, 1] == pytest.approx(0.36, abs=0.02)
    assert together[0, 2] == pytest.approx(0.0, abs=0.02)


def test_effects_on_two_indicators_are_correlated_by_half() -> None:
    spread = PlaceEffects(np.zeros(5), np.full(5, 0.4))
    drawn = draw_effects(np.zeros(1, int), np.ones(1), spread, 20_000, stream(1, "effects", 10))
    assert np.corrcoef(drawn[0].T)[0, 1] == pytest.approx(0.5, abs=0.02)


def test_a_subdivision_of_four_areas_averages_their_effects() -> None:
    spread = PlaceEffects(np.zeros(5), np.full(5, 0.4))
    sizes = np.array([1.0, 4.0])
    drawn = draw_effects(np.array([0, 1]), sizes, spread, 20_000, stream(1, "effects", 10))
    # 0.4 and 0.4 over the root of 4.
    assert drawn.std(axis=1)[:, 0] == pytest.approx([0.4, 0.2], abs=0.01)
