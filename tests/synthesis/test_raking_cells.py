"""Types brought together in cells, margins split in two halves."""

import numpy as np
import pytest

from balise.synthesis.raking_cells import Half, lay_out


def _table(one: Half, two: Half) -> np.ndarray:
    """Seed by combination of either half, from the first half's cells."""
    table = np.zeros((len(one.starts) - 1, len(two.starts) - 1))
    for row in range(len(table)):
        for entry in range(one.starts[row], one.starts[row + 1]):
            table[row, one.columns[entry]] += one.seeds[entry]
    return table


@pytest.mark.parametrize("sizes", [(3,), (3, 2), (4, 3, 2), (2,) * 14, (2000, 3, 900)])
def test_both_halves_hold_the_same_cells(sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    groups = [rng.integers(0, size, 400) for size in sizes]
    seed = rng.gamma(1, size=400) * (rng.random(400) > 0.2)
    cells = lay_out(seed, groups, list(sizes))
    table = _table(cells.one, cells.two)
    np.testing.assert_array_equal(table, _table(cells.two, cells.one).T)
    expected = np.zeros_like(table)
    np.add.at(expected, (cells.in_one, cells.in_two), seed / seed.sum())
    np.testing.assert_allclose(table, expected)
    margins = sorted([*cells.one.margins.tolist(), *cells.two.margins.tolist()])
    assert margins == list(range(len(sizes)))


def test_combinations_know_their_groups() -> None:
    rng = np.random.default_rng(2)
    sizes = [5, 4, 3, 6]
    groups = [rng.integers(0, size, 300) for size in sizes]
    cells = lay_out(np.ones(300), groups, sizes)
    for half, mine in ((cells.one, cells.in_one), (cells.two, cells.in_two)):
        for place, margin in enumerate(half.margins):
            own = half.members[place :: len(half.margins)] - cells.offsets[margin]
            np.testing.assert_array_equal(own[mine], groups[margin])
            for group in range(sizes[margin]):
                span = slice(half.edges[place, group], half.edges[place, group + 1])
                assert set(own[half.order[place, span]]) <= {group}


def test_margins_are_split_so_that_halves_have_few_combinations() -> None:
    # Two long margins in one half would have 100 x 90 combinations, one in each 200 and 180.
    rng = np.random.default_rng(3)
    sizes = [100, 90, 2, 2]
    groups = [rng.integers(0, size, 20_000) for size in sizes]
    cells = lay_out(np.ones(20_000), groups, sizes)
    assert {len(cells.one.starts) - 1, len(cells.two.starts) - 1} == {200, 180}


def test_a_seed_share_is_told_for_every_group() -> None:
    cells = lay_out(np.array([1.0, 3.0]), [np.array([0, 2])], [3])
    assert cells.shares.tolist() == [0.25, 0, 0.75]
    assert cells.offsets.tolist() == [0, 3]
