"""Trials and matching: verdicts on invented data whose truth is known, and time."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from balise.impact import Setup, Verdict, estimate_matched, estimate_trial, reckon
from balise.impact.experiment import invent_trainees, invent_trial
from tools.bench import Result

__all__ = ["naive_verdict", "rows", "trial_verdict"]

TRIALS = 500
MOST_WRONG = 35  # of 500 trials where the program did nothing
FEWEST_RIGHT = 375  # of 500 with an effect found nine times in ten
NAIVE = 100
FOUND: tuple[Verdict, ...] = ("attributable", "probably")


def trial_verdict(effect: float, seed: int) -> Verdict:
    """Judge a trial of 200 people."""
    return estimate_trial(invent_trial(seed, effect=effect)).verdict


def naive_verdict(seed: int, *, naive: bool) -> Verdict:
    """Judge trainees beside the general population, or beside people drawn by lot."""
    others = 2500 if naive else 260
    return estimate_trial(invent_trainees(seed, naive=naive, others=others)).verdict


def rows(workers: int) -> Iterator[Result]:
    """Judge trials without and with an effect, and comparisons that are no trials."""
    size = reckon(Setup(units=200, explained=1 / 3), power=0.9).effect
    with ProcessPoolExecutor(workers) as pool:
        for name, effect in (("no effect", 0.0), ("an effect found nine times in ten", size)):
            judge = partial(trial_verdict, effect)
            made = Counter(pool.map(judge, range(TRIALS), chunksize=10))
            if effect == 0.0:
                wrong = made["attributable"]
                yield Result(
                    f"experiment: {TRIALS} trials with {name}",
                    str(dict(made)),
                    f"at most {MOST_WRONG} attributable",
                    wrong <= MOST_WRONG,
                )
            else:
                right = sum(made[each] for each in FOUND)
                yield Result(
                    f"experiment: {TRIALS} trials with {name}",
                    str(dict(made)),
                    f"{FEWEST_RIGHT} or more attributable or probably",
                    right >= FEWEST_RIGHT,
                )
        for naive, goal in ((True, "all"), (False, "none")):
            judge = partial(naive_verdict, naive=naive)
            cannot = Counter(pool.map(judge, range(NAIVE), chunksize=5))["cannot"]
            beside = "the general population" if naive else "people drawn by lot"
            yield Result(
                f"experiment: {NAIVE} times trainees beside {beside}",
                f"{cannot} cannot",
                f"{goal} cannot",
                cannot == (NAIVE if naive else 0),
            )
    start = time.perf_counter()
    big = invent_trainees(1, naive=True, others=16_000)
    estimate_trial(big)
    estimate_matched(big)
    seconds = time.perf_counter() - start
    yield Result(
        "experiment and match: 16,185 people", f"{seconds:.1f} s", "under 10 s", seconds < 10
    )
