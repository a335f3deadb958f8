"""What is not known of an area, as draws."""

from itertools import pairwise

import numpy as np
import pytest

from balise.index import (
    PlaceEffects,
    area_normals,
    draw_effects,
    draw_tilts,
    drawn_shares,
    effect_normals,
    stream,
)
from balise.synthesis import Classes, People, collapse, seed_cells
from tests.town import AREAS, town_people

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def classes(people: People) -> Classes:
    part = people.parts[0]
    return collapse(part.seed, part.features)


def seniors(people: People, draws: int, *, full: bool = False) -> Array:
    """Share of seniors among people 16+, shape (r, 3)."""
    part, found = people.parts[0], classes(people)
    tilts = draw_tilts(part, area_normals(1, AREAS, draws))
    shares, unsolved = drawn_shares(part, tilts, found, full=full)
    assert not unsolved
    cells = seed_cells()
    counted = found.spread(np.column_stack([(cells.age == 5) | (cells.age == 6), cells.adult]))
    old, adult = np.moveaxis(shares @ counted, -1, 0)
    share: Array = old / adult
    return share


def test_a_stream_is_the_same_whatever_else_was_drawn() -> None:
    first = stream(1, "margins", 13).standard_normal(3)
    stream(1, "effects", 13).standard_normal(100)
    assert stream(1, "margins", 13).standard_normal(3).tolist() == first.tolist()


def test_streams_differ_by_name_by_area_and_by_seed() -> None:
    numbers = [
        stream(seed, name, key).standard_normal()
        for seed, name, key in ((1, "margins", 13), (1, "effects", 13), (1, "margins", 12))
    ]
    assert len({*numbers, stream(2, "margins", 13).standard_normal()}) == 4


def test_what_is_drawn_for_an_area_does_not_depend_on_the_others() -> None:
    every, last = area_normals(1, AREAS, 5), area_normals(1, AREAS[2:], 5)
    assert np.array_equal(every[2:], last)
    both = effect_normals(1, AREAS, AREAS, 5)
    alone = effect_normals(1, AREAS[2:], AREAS[2:], 5)
    for one, other in zip(both, alone, strict=True):
        assert np.array_equal(one[2:], other)
    # An area that is its subdivision, as in a build of subdivisions, has both.
    assert not np.array_equal(*both)


def test_margin_error_by_one_solve_agrees_with_full_refits() -> None:
    # A large town: rounding and sampling errors are small and the answer nearly linear.
    people = town_people(times=200)
    quick, full = seniors(people, 200), seniors(people, 200, full=True)
    assert quick.shape == full.shape == (200, 3)
    assert quick.std(axis=0) / full.std(axis=0) == pytest.approx(1, abs=0.1)
    assert np.corrcoef(quick[:, 0], full[:, 0])[0, 1] > 0.97


def test_people_are_as_fitted_where_nothing_is_drawn() -> None:
    people = town_people(times=100)
    part, found = people.parts[0], classes(people)
    tilts = draw_tilts(part, np.zeros((3, 2, 4, 5)))
    for full in (False, True):
        shares, _ = drawn_shares(part, tilts, found, full=full)
        for one, other in pairwise(shares):
            assert np.array_equal(one, other)
        adults = shares[0] @ found.features[:, 5]
        assert adults == pytest.approx(people.adults / part.population, abs=1e-9)


def test_margins_of_larger_areas_leave_less_error() -> None:
    small, large = (seniors(town_people(times), 300).std(axis=0) for times in (50, 5000))
    assert (large < small).all()


def test_a_missing_margin_leaves_more_error() -> None:
    known, lost = town_people(times=100), town_people(times=100)
    lost.parts[0].margins.targets[:, 0] = np.nan  # mean age
    assert (seniors(lost, 300).std(axis=0) > 1.3 * seniors(known, 300).std(axis=0)).all()


def test_effects_of_two_areas_of_one_subdivision_share_what_is_the_subdivisions() -> None:
    # Variances 0.3 squared (subdivision) and 0.4 squared (area): correlation 0.09 / 0.25.
    spread = PlaceEffects(np.full(5, 0.3), np.full(5, 0.4))
    normals = effect_normals(1, ["10", "10", "11"], ["101", "102", "111"], 20_000)
    drawn = draw_effects(*normals, np.ones(3), spread)
    assert drawn.shape == (3, 20_000, 5)
    assert drawn.std(axis=1) == pytest.approx(0.5, abs=0.01)
    together = np.asarray(np.corrcoef(drawn[:, :, 0]))
    assert together[0, 1] == pytest.approx(0.36, abs=0.02)
    assert together[0, 2] == pytest.approx(0.0, abs=0.02)


def test_effects_on_two_indicators_are_correlated_by_half() -> None:
    spread = PlaceEffects(np.zeros(5), np.full(5, 0.4))
    drawn = draw_effects(*effect_normals(1, ["10"], ["101"], 20_000), np.ones(1), spread)
    assert np.corrcoef(drawn[0].T)[0, 1] == pytest.approx(0.5, abs=0.02)


def test_a_subdivision_of_four_areas_averages_their_effects() -> None:
    spread = PlaceEffects(np.zeros(5), np.full(5, 0.4))
    normals = effect_normals(1, ["10", "11"], ["101", "111"], 20_000)
    drawn = draw_effects(*normals, np.array([1.0, 4.0]), spread)
    # 0.4 and 0.4 over the root of 4.
    assert drawn.std(axis=1)[:, 0] == pytest.approx([0.4, 0.2], abs=0.01)
