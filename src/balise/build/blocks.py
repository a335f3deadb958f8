"""Blocks of areas, worked one after the other, in processes here, or on a cluster.

Results come back in the order of blocks and are the same bits however they were worked:
context and tasks are pickled and results packed everywhere, so that arrays lie in memory
in one way only.
"""

import hashlib
import json
import pickle
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from importlib.util import find_spec
from typing import Any

import numpy.typing as npt

from balise import release
from balise.build.jobs import How, Job, Progress, Tell, work_packed
from balise.build.processes import in_processes
from balise.build.versions import versions
from balise.vocabulary import ClusterError

__all__ = ["make_how", "refuse_unusable", "run_blocks"]


def make_how(workers: int = 1, cluster: str | None = None) -> How:
    """Say who works the blocks.

    Parameters
    ----------
    workers : int
        Processes on this machine; threads of what is not cut into blocks.
    cluster : str, optional
        Address of a Dask scheduler, in place of processes here.

    Raises
    ------
    ClusterError
        If the address is not one of a scheduler, or the extra is not installed.

    Examples
    --------
    >>> make_how(2)
    How(workers=2, cluster=None, patience=60.0)
    """
    if cluster is None:
        return How(max(1, workers))
    if not re.fullmatch(r"(tcp|tls)://([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}", cluster):
        raise ClusterError(
            f"Address of a cluster: found {cluster!r}. "
            "Expected tcp://host:port (or tls://), as 'dask scheduler' prints it. Correct it."
        )
    if find_spec("distributed") is None:
        raise ClusterError(
            f"Cluster {cluster}: found no module 'distributed'. Expected the extra 'cluster'. "
            "Install it here and on every worker with pip install 'balise[cluster]'."
        )
    return How(max(1, workers), cluster)


def refuse_unusable(how: How) -> None:
    """Try a cluster before anything is computed; processes here need no trial.

    Raises
    ------
    ClusterError
        If nobody answers, there is no worker, or one has other versions.
    """
    if how.cluster is not None:
        from balise.build.cluster import try_cluster

        try_cluster(how.cluster, how.patience)


def run_blocks(
    job: Job, how: How, store: release.BlockStore | None = None, tell: Tell = print
) -> Iterator[Mapping[str, npt.NDArray[Any]]]:
    """Work every block of a job; give the results in the order of its tasks.

    Parameters
    ----------
    job : Job
    how : How
        No number depends on it.
    store : BlockStore, optional
        Keeps each block once it is done and gives back those of an earlier run. A job
        of one block is not kept.
    tell : callable
        Told what is found, lost and done.

    Yields
    ------
    mapping of str to array
        What ``job.work`` gave for each task.

    Raises
    ------
    BlockError
        If a process dies twice over one block.
    ClusterError
        If a cluster cannot be used, or is gone for too long.
    ReleaseError
        If the disk is full.
    """
    shelf = _shelf(job, store, tell)
    found = shelf.found if shelf else set()
    progress = Progress(job, tell, done=len(found), stored=shelf is not None)
    missing = [index for index in range(len(job.tasks)) if index not in found]
    ready: dict[int, bytes] = {}
    with closing(_worked(job, how, missing, progress)) as worked:
        for index in range(len(job.tasks)):
            if shelf and index in found:
                yield release.unpack_block(shelf.get(index))
                continue
            while index not in ready:
                each, content = next(worked)
                if shelf:
                    shelf.put(each, content)
                progress.add()
                ready[each] = content
            yield release.unpack_block(ready.pop(index))


def _shelf(job: Job, store: release.BlockStore | None, tell: Tell) -> release.Shelf | None:
    if store is None or len(job.tasks) < 2:
        return None
    rests_on = json.dumps([job.name, job.key, len(job.tasks), versions()])
    shelf = store.shelf(job.name, hashlib.sha256(rests_on.encode()).hexdigest())
    for remark in shelf.remarks:
        tell(remark)
    if shelf.found:
        tell(
            f"resuming: {len(shelf.found):,} of {len(job.tasks):,} blocks of {job.name} were "
            "done by an earlier run"
        )
    return shelf


def _worked(
    job: Job, how: How, missing: list[int], progress: Progress
) -> Generator[tuple[int, bytes]]:
    """Give packed results as they are done, in any order."""
    tasks = {index: pickle.dumps(job.tasks[index]) for index in missing}
    payload = pickle.dumps((job.work, job.context), protocol=pickle.HIGHEST_PROTOCOL)
    if how.cluster is not None:
        from balise.build.cluster import on_cluster

        return on_cluster(how.cluster, how.patience, payload, tasks, progress)
    if how.workers > 1 and len(missing) > 1:
        return in_processes(min(how.workers, len(missing)), payload, tasks, progress)
    return _here(payload, tasks)


def _here(payload: bytes, tasks: dict[int, bytes]) -> Generator[tuple[int, bytes]]:
    """Work every block in this process."""
    work, context = pickle.loads(payload)
    del payload  # as large as what it gave
    for index, task in tasks.items():
        yield index, work_packed(work, context, task)
