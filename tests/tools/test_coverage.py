"""A small run of the simulation that shows how often intervals hold."""

import pytest

from tools.coverage import Setting, prepare, simulate

WORLDS = 40


@pytest.fixture(scope="module")
def setting() -> Setting:
    return prepare()


def test_intervals_of_forty_worlds_hold_about_as_often_as_they_say(setting: Setting) -> None:
    # 258 areas a world share most of their error, so 40 worlds tell a share of about 95 %
    # to within 4 points or so; `make bench-coverage` runs 400 and aims at 93 to 97.
    held = simulate(setting, WORLDS)
    for level in ("cd", "csd"):
        for measure in ("evi", "evi_relative"):
            assert 88 <= held[level, measure] <= 99.5, (level, measure, held[level, measure])


def test_effects_larger_than_declared_are_missed_more_often(setting: Setting) -> None:
    declared = simulate(setting, 8)["csd", "evi_relative"]
    doubled = simulate(setting, 8, factor=2.0)["csd", "evi_relative"]
    assert doubled < declared - 5
