"""Whatever stops a command, the old release or the new one is there, whole."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from balise.release import failures, folders, read_release
from balise.release.structure import check_files
from balise.vocabulary import ReleaseError
from tests.release.invented import invented_release

ROOT = Path(__file__).parents[2]
STEPS = ("mkdir", "rename", "rmdir", "unlink", "fsync")

CHILD = """
import os, resource, signal, sys
from pathlib import Path
from balise.release import folders
from tests.release.invented import invented_release

folder, limit, step, exchange = Path(sys.argv[1]), *map(int, sys.argv[2:5])
steps = 0

def killing(function):
    def stepped(*arguments, **options):
        global steps
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return stepped

if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if not exchange:
    folders._exchange = lambda one, other: False
for name in ("mkdir", "rename", "rmdir", "unlink", "fsync"):
    setattr(os, name, killing(getattr(os, name)))
folders._exchange = killing(folders._exchange)
invented_release(folder, seed=2, replace=True)
"""


def write_in_child(
    folder: Path, *, limit: int = 0, step: int = 0, exchange: bool = True
) -> subprocess.CompletedProcess[str]:
    """Replace a release in a process of its own, which may be killed at a step."""
    command = [sys.executable, "-c", CHILD]
    return subprocess.run(
        [*command, str(folder), str(limit), str(step), str(int(exchange))],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def hidden(place: Path) -> list[str]:
    return sorted(each.name for each in place.iterdir() if each.name.startswith("."))


def test_a_full_disk_leaves_the_old_release_and_no_partial_one(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    before = content(folder)
    child = write_in_child(folder, limit=20_000)
    assert "could not be written" in child.stderr
    assert "Free some space" in child.stderr
    assert content(folder) == before
    assert [each.name for each in tmp_path.iterdir()] == ["coast"]


def test_a_full_disk_leaves_nothing_where_there_was_nothing(tmp_path: Path) -> None:
    child = write_in_child(tmp_path / "coast", limit=20_000)
    assert "could not be written" in child.stderr
    assert list(tmp_path.iterdir()) == []


class Killed(BaseException):
    """Stands for SIGKILL: from its step on, nothing more is done to the disk."""


class Countdown:
    """Lets so many steps on the disk happen, then none."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def until(self, function: Callable[..., object]) -> Callable[..., object]:
        def stepped(*arguments: object, **options: object) -> object:
            if self.left == 0:
                raise Killed
            self.left -= 1
            return function(*arguments, **options)

        return stepped


def put(folder: Path, word: str) -> None:
    """Write a folder of three files as a release is written."""
    with folders.building(folder) as workplace:
        for name in ("one", "two", "three"):
            folders.write_bytes(workplace / name, word.encode())
        folders.install(folder)


def cannot_exchange(*_: Path) -> bool:
    return False


@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("replaced", [True, False])
def test_a_kill_at_any_step_leaves_a_whole_folder_or_none(
    tmp_path: Path, can_exchange: bool, replaced: bool
) -> None:
    exchange = folders._exchange if can_exchange else cannot_exchange
    old = dict.fromkeys(("one", "three", "two"), b"old") if replaced else {}
    new = dict.fromkeys(("one", "three", "two"), b"new")
    outcomes: list[dict[str, bytes]] = []
    finished = False
    while not finished:
        folder = tmp_path / str(len(outcomes)) / "coast"
        if replaced:
            put(folder, "old")
        with pytest.MonkeyPatch.context() as patch:
            countdown = Countdown(len(outcomes))
            patch.setattr(folders, "_exchange", countdown.until(exchange))
            for name in STEPS:
                patch.setattr(os, name, countdown.until(getattr(os, name)))
            with suppress(Killed):
                put(folder, "new")
                finished = True
        # The next command puts right what was left, and finds one or the other.
        if folder.parent.exists():
            folders.recover(folder)
            assert hidden(folder.parent) == []
        outcomes.append(content(folder) if folder.exists() else {})
        assert outcomes[-1] in (old, new)
    assert outcomes[-1] == new
    # Once the new one is there, it stays.
    assert sum(one != two for one, two in pairwise(outcomes)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_process_killed_at_any_step_leaves_a_whole_release(
    tmp_path: Path, can_exchange: bool
) -> None:
    for step in range(1, 200):
        folder = invented_release(tmp_path / str(step) / "coast")
        child = write_in_child(folder, step=step, exchange=can_exchange)
        assert not failures(check_files(read_release(folder)))
        assert hidden(folder.parent) == []
        if child.returncode == 0:
            return
    pytest.fail("the writer never ended")


def test_reading_leaves_alone_what_another_command_is_writing(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    with folders.building(folder.resolve()) as workplace:
        read_release(folder)
        assert workplace.exists()
        with pytest.raises(ReleaseError, match="Another command is writing"):
            invented_release(folder, replace=True)
    assert hidden(tmp_path) == []


def test_a_folder_moved_aside_comes_back(tmp_path: Path) -> None:
    folder = invented_release(tmp_path / "coast")
    before = content(folder)
    folder.rename(tmp_path / ".coast.old")
    read_release(folder)
    assert content(folder) == before


def test_an_exchange_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        folders._exchange(tmp_path / "one", tmp_path / "other")
