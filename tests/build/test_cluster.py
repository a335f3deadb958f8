"""Blocks on a real Dask cluster of this machine, which loses workers or is gone."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balise import release
from balise.build import cluster
from balise.build.blocks import make_how, refuse_unusable, run_blocks
from balise.build.jobs import How, Job
from balise.build.versions import processor, versions
from balise.build.workers import facts, work_there
from balise.vocabulary import BlockError, ClusterError, MarginError
from tests.build.toy_blocks import executions, toy_job

ROOT = Path(__file__).parents[2]
Told = list[str]


# Whoever edits the code while tests run is no matter here.
SAME_CODE = """
import balise.build.versions

balise.build.versions.code_digest = lambda: "the same code"
"""


class Toy:
    """A scheduler and its workers, each a process of its own, on a port of its own."""

    def __init__(self, place: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._place = place
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        (place / "same_code.py").write_text(SAME_CODE)

    def start(self) -> None:
        """Start the scheduler and two workers of one thread; wait until one of them works."""
        self.start_scheduler()
        self.start_workers()
        refuse_unusable(on(self, 120))

    def start_scheduler(self) -> None:
        """Start the scheduler alone; wait until it can be reached."""
        self._run("scheduler", "--port", self._port)
        for _ in range(600):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", int(self._port))) == 0:
                    return
            time.sleep(0.1)

    def start_workers(self) -> None:
        """Start two workers of one thread, and those who look after them."""
        two = ["--nworkers", "2", "--nthreads", "1", "--preload", "same_code.py"]
        self._run("worker", self.address, *two, "--local-directory", "dask")

    def _run(self, *command: str) -> None:
        with (self._place / "dask.log").open("ab") as log:
            self._running[command[0]] = subprocess.Popen(
                [sys.executable, "-m", "dask", *command, "--no-dashboard", "--host", "127.0.0.1"],
                env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
                cwd=self._place,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, *which: str) -> None:
        """Kill the scheduler, or the workers with those who look after them."""
        for name in which:
            if name in self._running:
                process = self._running.pop(name)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Toy]:
    monkeypatch.setattr("balise.build.versions.code_digest", lambda: "the same code")
    versions.cache_clear()
    made = Toy(tmp_path)
    yield made
    made.kill("scheduler", "worker")
    versions.cache_clear()


def bits(job: Job, how: How, store: Any = None, tell: Any = lambda _: None) -> list[Any]:
    return [
        {name: values.tobytes() for name, values in block.items()}
        for block in run_blocks(job, how, store, tell)
    ]


def on(toy: Toy, patience: float = 30.0) -> How:
    return How(1, toy.address, patience)


def test_a_cluster_gives_the_bits_of_one_process_and_a_killed_worker_costs_its_blocks_only(
    tmp_path: Path, toy: Toy
) -> None:
    toy.start()
    alone = bits(toy_job(tmp_path / "one"), make_how(1))
    assert bits(toy_job(tmp_path / "all"), on(toy)) == alone
    assert executions(tmp_path / "all") == dict.fromkeys(range(12), 1)
    told: Told = []
    assert (
        bits(toy_job(tmp_path / "lost", kills={4: 1}, seconds=0.1), on(toy), None, told.append)
        == alone
    )
    killed = (tmp_path / "lost" / "004").read_text().split()[0]
    for index, times in executions(tmp_path / "lost").items():
        done_by = (tmp_path / "lost" / f"{index:03}").read_text().split()
        assert times == 1 or (times == 2 and done_by[0] == killed)
    assert executions(tmp_path / "lost")[4] == 2
    with pytest.raises(
        MarginError, match=r"^Block margins: found 3\. Expected 2\. Correct them\.$"
    ):
        bits(toy_job(tmp_path / "refused", refuses=3), on(toy))


@pytest.mark.slow
def test_a_block_that_kills_every_worker_is_named(tmp_path: Path, toy: Toy) -> None:
    toy.start()
    job = toy_job(tmp_path / "kills", kills={4: 99})
    says = "Block 5 of 12 of toy sums: the workers that had it died one after the other"
    with pytest.raises(BlockError, match=says):
        bits(job, on(toy))


def _work_until(last: int, job: Job, toy: Toy, out: Path) -> None:
    """Work a job; kill the cluster once so many of its blocks are there."""
    with release.block_store(out) as store:
        for number, _ in enumerate(run_blocks(job, on(toy, 2), store, print)):
            if number == last:
                toy.kill("scheduler", "worker")


def test_a_scheduler_that_is_killed_ends_the_build_and_the_same_command_resumes(
    tmp_path: Path, toy: Toy
) -> None:
    toy.start()
    job = toy_job(tmp_path / "side", seconds=0.3)
    says = r"it is gone.*more than 2 s.*Expected.*of 12 blocks of toy sums are kept"
    with pytest.raises(ClusterError, match=says):
        _work_until(2, job, toy, tmp_path / "out")
    kept = len(list((tmp_path / ".out.blocks").rglob("*.block")))
    assert 3 <= kept < 12
    told: Told = []
    with release.block_store(tmp_path / "out") as store:
        again = bits(toy_job(tmp_path / "side"), make_how(1), store, told.append)
    assert f"resuming: {kept} of 12 blocks of toy sums were done by an earlier run" in told
    assert again == bits(toy_job(tmp_path / "one"), make_how(1))


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["worker", "scheduler"])
def test_a_cluster_that_comes_back_goes_on(tmp_path: Path, toy: Toy, lost: str) -> None:
    toy.start()
    results = []
    job = toy_job(tmp_path / "side", seconds=0.3)
    for number, block in enumerate(run_blocks(job, on(toy, 60), None, print)):
        results.append({name: values.tobytes() for name, values in block.items()})
        if number == 2:
            toy.kill("scheduler", "worker") if lost == "scheduler" else toy.kill("worker")
            toy.start() if lost == "scheduler" else toy.start_workers()
    assert results == bits(toy_job(tmp_path / "one"), make_how(1))


def test_a_cluster_where_nobody_answers_is_refused(toy: Toy) -> None:
    with pytest.raises(
        ClusterError, match=r"nobody answered within 1 s\. Expected a Dask scheduler"
    ):
        refuse_unusable(on(toy, 1))


def test_what_answers_and_is_no_scheduler_is_refused(toy: Toy) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(ClusterError, match=r"nobody answered within 1 s"):
            refuse_unusable(How(1, address, 1))


def test_a_cluster_without_workers_is_refused_with_how_to_start_one(toy: Toy) -> None:
    toy.start_scheduler()
    says = (
        r"a scheduler without workers\. Expected at least one.*dask worker tcp://127.* --nthreads 1"
    )
    with pytest.raises(ClusterError, match=says):
        refuse_unusable(on(toy, 1))


class Answers:
    """A client whose workers say what they are told to."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers

    def run(self, function: Any, on_error: str) -> dict[str, Any]:
        assert (function, on_error) == (facts, "return")
        return self._answers


def test_workers_with_other_versions_are_refused_by_name() -> None:
    here = versions()
    alike, unlike = (here, processor()), ({**here, "numpy": "1.0"}, processor())
    client = Answers(first=alike, second=unlike, third=ModuleNotFoundError("No module 'balise'"))
    says = (
        rf"Cluster tcp://a:1: worker second has numpy 1\.0 \({here['numpy']} here\), worker third "
        r"cannot run Balise \(ModuleNotFoundError: No module 'balise'\)\. Expected the versions"
    )
    with pytest.raises(ClusterError, match=says):
        cluster._refuse_others(client, "tcp://a:1")
    other = cluster._refuse_others(Answers(first=alike, second=(here, "arm")), "tcp://a:1")
    assert other == ["workers with another kind of processor, last digits may differ: second"]


def test_a_worker_that_joins_later_with_other_versions_works_nothing() -> None:
    wanted = {**versions(), "numpy": "1.0"}
    with pytest.raises(
        ClusterError, match=rf"has numpy {versions()['numpy']}\. Expected numpy 1\.0"
    ):
        work_there(b"", "", b"", wanted)
