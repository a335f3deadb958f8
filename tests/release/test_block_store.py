"""Blocks of a stopped build are found again, whole; nothing else is ever left behind."""

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from balise.release import BlockStore, block_store, pack_block, unpack_block
from balise.vocabulary import BlockError, ClusterError, MarginError, ReleaseError

BLOCK = pack_block({"people": np.arange(6.0).reshape(2, 3), "names": np.array(["a", "é"])})


def stopped(out: Path, *blocks: int, key: str = "key") -> Path:
    """Leave what a build leaves that is stopped after some blocks."""
    with pytest.raises(KeyboardInterrupt), block_store(out) as store:
        _keep(store, blocks, key)
    return out.with_name(f".{out.name}.blocks") / "full-draws"


def _keep(store: BlockStore, blocks: tuple[int, ...], key: str) -> None:
    _keep_until(store, KeyboardInterrupt, blocks, key)


def _keep_until(
    store: BlockStore,
    error: type[BaseException],
    blocks: tuple[int, ...] = (0,),
    key: str = "key",
) -> None:
    shelf = store.shelf("full draws", key)
    for index in blocks:
        shelf.put(index, BLOCK)
    raise error


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_a_block_is_read_as_it_was_written_whatever_its_layout() -> None:
    written: dict[str, npt.NDArray[Any]] = {
        "strided": np.arange(12.0).reshape(3, 4).T[::2],
        "number": np.array(0.1, np.float32),
        "none": np.zeros((0, 5), np.int8),
        "file": np.array(["a", "é"]),
    }
    read = unpack_block(pack_block(written))
    assert list(read) == list(written)
    for name, values in written.items():
        assert read[name].dtype == values.dtype
        assert np.array_equal(read[name], values)
    with pytest.raises(ValueError, match="pickle"):
        pack_block({"objects": np.array([{}])})


def test_an_altered_block_is_not_read() -> None:
    with pytest.raises(ValueError, match="not as it was packed"):
        unpack_block(BLOCK[:-1] + b"!")


def test_blocks_of_a_stopped_build_are_found_and_gone_after_the_next_one(tmp_path: Path) -> None:
    stopped(tmp_path / "out", 0, 2)
    with block_store(tmp_path / "out") as store:
        shelf = store.shelf("full draws", "key")
        assert shelf.found == {0, 2}
        assert shelf.remarks == []
        assert unpack_block(shelf.get(2))["names"].tolist() == ["a", "é"]
    assert names(tmp_path) == []


def test_damaged_and_half_written_blocks_are_done_again(tmp_path: Path) -> None:
    folder = stopped(tmp_path / "out", 0, 1, 2)
    (folder / "000001.block").write_bytes(BLOCK[:-9])
    (folder / "000007.new").write_bytes(BLOCK[:40])
    with block_store(tmp_path / "out") as store:
        shelf = store.shelf("full draws", "key")
        assert shelf.found == {0, 2}
        assert shelf.remarks == ["full draws: damaged blocks are done again: 1"]
        assert names(folder) == ["000000.block", "000002.block", "key"]


def test_blocks_of_another_key_are_thrown_away_and_it_is_said(tmp_path: Path) -> None:
    folder = stopped(tmp_path / "out", 0, 1)
    with block_store(tmp_path / "out") as store:
        shelf = store.shelf("full draws", "another key")
        assert shelf.found == set()
        assert "blocks of another run were thrown away" in shelf.remarks[0]
        assert names(folder) == ["key"]


def test_two_jobs_keep_their_blocks_apart(tmp_path: Path) -> None:
    with block_store(tmp_path / "out") as store:
        store.shelf("full draws", "key").put(0, BLOCK)
        assert store.shelf("persons", "key").found == set()


def test_two_builds_of_one_release_do_not_meet(tmp_path: Path) -> None:
    with block_store(tmp_path / "out") as store:
        store.shelf("full draws", "key").put(0, BLOCK)
        other = BlockStore(store.folder)
        with pytest.raises(ReleaseError, match=r"Another command is building.*Expected one"):
            other.shelf("full draws", "key")
        assert store.shelf("full draws", "key").found == {0}


@pytest.mark.parametrize("error", [BlockError, ClusterError, ReleaseError, RuntimeError])
def test_blocks_are_kept_where_work_was_stopped(tmp_path: Path, error: type[Exception]) -> None:
    with pytest.raises(error), block_store(tmp_path / "out") as store:
        _keep_until(store, error)
    assert names(tmp_path) == [".out.blocks"]


def test_an_error_of_the_input_leaves_nothing_not_even_folders_on_the_way(tmp_path: Path) -> None:
    with pytest.raises(MarginError), block_store(tmp_path / "a" / "b" / "out") as store:
        _keep_until(store, MarginError)
    assert names(tmp_path) == []


def test_a_build_that_is_refused_before_its_blocks_leaves_those_of_another(tmp_path: Path) -> None:
    stopped(tmp_path / "out", 0)
    with pytest.raises(MarginError), block_store(tmp_path / "out"):
        raise MarginError
    assert names(tmp_path) == [".out.blocks"]
    with block_store(tmp_path / "out"):
        """Written without blocks: what was left is of no more use."""
    assert names(tmp_path) == []


@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
def test_a_full_disk_is_named_and_nothing_half_written_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    targets = {"write": "pathlib.Path.open", "fsync": "os.fsync", "rename": "pathlib.Path.rename"}
    says = r"Block 4 of full draws.*No space left.*kept \(blocks: 1; 0 MB\)\. Free some"
    store = BlockStore(tmp_path / ".out.blocks")
    shelf = store.shelf("full draws", "key")
    shelf.put(0, BLOCK)
    with monkeypatch.context() as patched:
        patched.setattr(targets[step], full)
        with pytest.raises(ReleaseError, match=says):
            shelf.put(3, BLOCK)
    assert names(tmp_path / ".out.blocks" / "full-draws") == ["000000.block", "key"]
    store.close(keep=False)


def test_a_block_that_is_damaged_after_it_was_found_stops_the_build_by_name(
    tmp_path: Path,
) -> None:
    folder = stopped(tmp_path / "pilot", 0, 1)
    with block_store(tmp_path / "pilot") as store:
        shelf = store.shelf("full draws", "key")
        assert shelf.found == {0, 1}
        (folder / "000001.block").write_bytes(BLOCK[:-1])
        assert shelf.get(0) == BLOCK
        with pytest.raises(BlockError, match=r"Block 2 of full draws in .* is not as it was kept"):
            shelf.get(1)


def test_a_build_that_is_stopped_is_told_how_many_blocks_are_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as stop, block_store(tmp_path / "pilot") as store:
        _keep(store, (0, 1), "key")
    assert stop.value.__notes__ == ["2 blocks are kept: the same command goes on from there."]
    with pytest.raises(KeyboardInterrupt) as stop, block_store(tmp_path / "other"):
        raise KeyboardInterrupt
    assert not hasattr(stop.value, "__notes__")
