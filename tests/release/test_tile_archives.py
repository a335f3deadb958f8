"""Tiles in one file: what goes in comes out, however many there are."""

import itertools
import random

import pytest

from balise.release.tile_archives import Place, tile_archive, tiles_of
from balise.vocabulary import ReleaseError

CANADA = (-141.0, 41.7, -52.6, 83.1)


def test_numbers_of_tiles_follow_a_curve_without_jumps() -> None:
    side = 1 << 4
    numbered = {Place(4, x, y).number: (x, y) for x in range(side) for y in range(side)}
    first = (side * side - 1) // 3
    assert sorted(numbered) == list(range(first, first + side * side))
    path = [numbered[each] for each in sorted(numbered)]
    steps = itertools.pairwise(path)
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1 for a, b in steps)


def test_many_tiles_are_found_through_leaves() -> None:
    rng = random.Random(5)
    tiles = {
        Place(8, x, y): rng.randbytes(rng.randint(5, 500)) for x in range(120) for y in range(120)
    }
    kept = tile_archive(tiles, CANADA, {})
    root, leaves = (int.from_bytes(kept[at : at + 8], "little") for at in (16, 48))
    assert 127 + root <= 16_384
    assert leaves > 0
    assert sorted(tile for _, tile in tiles_of(kept)) == sorted(tiles.values())


def test_what_tiles_share_is_kept_once() -> None:
    same = {Place(5, x, y): b"sea" for x in range(32) for y in range(32)}
    one = tile_archive({Place(5, 0, 0): b"sea"}, CANADA, {})
    assert len(tile_archive(same, CANADA, {})) < len(one) + 30
    assert len(list(tiles_of(tile_archive(same, CANADA, {})))) == 1024


@pytest.mark.parametrize("content", [b"", b"PMTiles\x02" + bytes(200), bytes(300)])
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    with pytest.raises(ReleaseError, match="no archive of vector tiles"):
        list(tiles_of(content))


def test_a_file_cut_short_is_refused() -> None:
    kept = tile_archive({Place(0, 0, 0): b"tile"}, CANADA, {})
    with pytest.raises(ReleaseError, match="no archive of vector tiles"):
        list(tiles_of(kept[:-10]))
