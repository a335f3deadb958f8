"""Blocks are the same bits whoever works them, and none is worked twice for nothing."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from balise import release
from balise.build.blocks import make_how, refuse_unusable, run_blocks
from balise.build.jobs import How, Job, Queue, cut
from balise.vocabulary import BlockError, ClusterError, MarginError
from tests.build.toy_blocks import executions, toy_job

ROOT = Path(__file__).parents[2]
Block = dict[str, bytes]


def bits(job: Job, how: How, store: Any = None, tell: Any = lambda _: None) -> list[Block]:
    """Bytes of every array of every block."""
    return [
        {name: values.tobytes() for name, values in block.items()}
        for block in run_blocks(job, how, store, tell)
    ]


@pytest.fixture(autouse=True)
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever edits the code while tests run is no matter here."""
    monkeypatch.setattr("balise.build.blocks.versions", dict)


@pytest.mark.parametrize("rows", [1, 999, 1_000, 1_999, 2_000, 56_590])
def test_blocks_cover_all_areas_evenly_and_have_at_least_a_thousand(rows: int) -> None:
    sizes = [each.stop - each.start for each in cut(rows)]
    assert sum(sizes) == rows
    assert min(sizes) >= min(rows, 1_000)
    assert max(sizes) - min(sizes) <= 1
    assert [each.start for each in cut(rows)] == [sum(sizes[:i]) for i in range(len(sizes))]


def test_two_processes_give_the_same_bits_as_one(tmp_path: Path) -> None:
    alone = bits(toy_job(tmp_path / "one"), make_how(1))
    assert len(alone) == 12
    assert bits(toy_job(tmp_path / "two"), make_how(2)) == alone
    assert executions(tmp_path / "two") == dict.fromkeys(range(12), 1)
    workers = {file.read_text() for file in (tmp_path / "two").iterdir()}
    assert f"{os.getpid()}\n" not in workers
    assert {file.read_text() for file in (tmp_path / "one").iterdir()} == {f"{os.getpid()}\n"}


def test_a_block_whose_process_is_killed_is_done_again_and_no_other(tmp_path: Path) -> None:
    told: list[str] = []
    alone = bits(toy_job(tmp_path / "one"), make_how(1))
    job = toy_job(tmp_path / "two", kills={4: 1})
    assert bits(job, make_how(2), tell=told.append) == alone
    assert executions(tmp_path / "two") == {**dict.fromkeys(range(12), 1), 4: 2}
    lost = "Block 5 of 12 of toy sums: its process was killed by SIGKILL; the block is done again"
    assert lost in told


def test_a_block_that_kills_two_processes_stops_the_build_and_the_rest_is_kept(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    says = (
        r"Block 5 of 12.*killed by SIGKILL, 2 times\. Expected.*of 12 blocks of toy sums are kept"
    )
    with pytest.raises(BlockError, match=says), release.block_store(out) as store:
        bits(toy_job(tmp_path / "side", kills={4: 2}), make_how(2), store)
    first = executions(tmp_path / "side")
    kept = len(list((tmp_path / ".out.blocks").rglob("*.block")))
    assert kept >= 4
    told: list[str] = []
    with release.block_store(out) as store:
        again = bits(toy_job(tmp_path / "side", kills={4: 2}), make_how(2), store, told.append)
    assert f"resuming: {kept} of 12 blocks of toy sums were done by an earlier run" in told
    assert again == bits(toy_job(tmp_path / "one"), make_how(1))
    second = executions(tmp_path / "side")
    assert sum(second[index] - first.get(index, 0) for index in second) == 12 - kept
    assert not (tmp_path / ".out.blocks").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_input_arrives_as_it_was_raised_and_leaves_nothing(
    tmp_path: Path, workers: int
) -> None:
    says = r"^Block margins: found 3\. Expected 2\. Correct them\.$"
    with pytest.raises(MarginError, match=says), release.block_store(tmp_path / "out") as store:
        bits(toy_job(tmp_path / "side", refuses=3), make_how(workers), store)
    assert {path.name for path in tmp_path.iterdir()} == {"side"}


def test_a_result_that_depends_on_code_or_choices_is_not_taken_from_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = toy_job(tmp_path / "side")
    told: list[str] = []
    for versions in ({"balise": "1"}, {"balise": "2"}):
        monkeypatch.setattr("balise.build.blocks.versions", lambda versions=versions: versions)
        store = release.BlockStore(tmp_path / ".out.blocks")
        bits(job, make_how(1), store, told.append)
        store.close(keep=True)
    assert [line for line in told if "thrown away" in line]
    assert set(executions(tmp_path / "side").values()) == {2}


def test_a_job_of_one_block_is_not_stored(tmp_path: Path) -> None:
    job = toy_job(tmp_path / "side")
    one = Job(job.name, job.key, job.work, job.context, job.tasks[:1])
    with release.block_store(tmp_path / "deep" / "out") as store:
        bits(one, make_how(4), store)
        assert {path.name for path in tmp_path.iterdir()} == {"side"}


def test_no_block_is_given_out_far_ahead_of_the_oldest_one_out() -> None:
    queue = Queue(range(9), window=3)
    assert [queue.take() for _ in range(4)] == [0, 1, 2, None]
    queue.done(1)
    queue.done(2)
    assert queue.take() is None
    queue.give_back(0)
    assert [queue.take(), queue.take()] == [0, None]
    queue.done(0)
    assert [queue.take() for _ in range(4)] == [3, 4, 5, None]
    assert queue.left == 6


CHILD = """
import sys
from pathlib import Path
from balise import release
from balise.build import blocks
from balise.build.blocks import make_how, run_blocks
from tests.build.toy_blocks import toy_job

blocks.versions = dict

if __name__ == "__main__":
    place = Path(sys.argv[1])
    def tell(text):
        print(text, flush=True)
    try:
        with release.block_store(place / "out") as store:
            job = toy_job(place / "side", seconds=0.2)
            how = make_how(int(sys.argv[2]))
            for number, block in enumerate(run_blocks(job, how, store, tell)):
                tell(f"block {number}")
    except KeyboardInterrupt:
        tell("stopped")
"""


def _stopped(place: Path, workers: int, sign: signal.Signals) -> str:
    """Run the toy in a command of its own and stop it after its third block."""
    script = place / "script.py"
    script.write_text(CHILD)
    child = subprocess.Popen(
        [sys.executable, str(script), str(place), str(workers)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert child.stdout
    text = ""
    for line in child.stdout:
        text += line
        if line == "block 2\n":
            stop = child.send_signal if sign == signal.SIGKILL else _to_all(child)
            stop(sign)
    child.stdout.close()
    child.wait()
    return text


def _to_all(child: subprocess.Popen[str]) -> Any:
    """Ctrl-C reaches every process of the terminal."""
    return lambda sign: os.killpg(child.pid, sign)


def _alive(place: Path) -> set[int]:
    """Processes of the toy that are still there."""
    pids = {int(pid) for file in (place / "side").iterdir() for pid in file.read_text().split()}
    return {pid for pid in pids if _commands().get(pid)}


def _commands() -> dict[int, str]:
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = (folder / "cmdline").read_text()
        except OSError:
            continue
    return found


def _settled(place: Path) -> Iterator[set[int]]:
    for _ in range(100):
        yield _alive(place)
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
@pytest.mark.parametrize(("workers", "sign"), [(2, "SIGINT"), (2, "SIGKILL"), (1, "SIGKILL")])
def test_a_build_that_is_stopped_ends_its_processes_and_resumes(
    tmp_path: Path, workers: int, sign: str
) -> None:
    text = _stopped(tmp_path, workers, signal.Signals[sign])
    assert "Traceback" not in text
    assert ("stopped" in text) == (sign == "SIGINT")
    assert any(not left for left in _settled(tmp_path)), "no process is left"
    kept = {int(path.stem) for path in (tmp_path / ".out.blocks").rglob("*.block")}
    assert {0, 1, 2} <= kept < set(range(12))
    before = executions(tmp_path / "side")
    told: list[str] = []
    with release.block_store(tmp_path / "out") as store:
        again = bits(toy_job(tmp_path / "side"), make_how(1), store, told.append)
    assert f"resuming: {len(kept)} of 12 blocks of toy sums were done by an earlier run" in told
    after = executions(tmp_path / "side")
    assert {index for index in after if after[index] > before.get(index, 0)} == (
        set(range(12)) - kept
    )
    assert again == bits(toy_job(tmp_path / "one"), make_how(1))
    assert not (tmp_path / ".out.blocks").exists()


def test_a_temporary_folder_that_is_full_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    job = toy_job(tmp_path / "side")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BlockError, match=r"temporary folder .*No space left.* in TMPDIR"):
        bits(job, How(2))


DEAF = """
from balise.build.blocks import make_how, run_blocks
from balise.build.jobs import Job
from tests.build.toy_blocks import lets_go_by

if __name__ == "__main__":
    job = Job("signals", "a key", lets_go_by, None, [0, 1])
    print([block["deaf"].tolist() for block in run_blocks(job, make_how(2))])
"""


def test_every_process_lets_ctrl_c_go_by_the_first_too(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(DEAF)
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    told = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "[[0, 1], [1, 1]]\n"


@pytest.mark.parametrize("address", ["localhost:8786", "tcp://host", "http://host:80", "tcp://:1"])
def test_an_address_that_is_none_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(ClusterError, match=r"found '.*Expected tcp://host:port"):
        make_how(1, address)


def test_without_the_extra_a_cluster_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("balise.build.blocks.find_spec", lambda _: None)
    with pytest.raises(ClusterError, match=r"extra 'cluster'.*pip install 'balise\[cluster\]'"):
        make_how(1, "tcp://127.0.0.1:8786")


def test_processes_here_need_no_trial() -> None:
    refuse_unusable(make_how(2))
    assert np.array_equal(make_how(0).workers, 1)
