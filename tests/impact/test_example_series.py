"""Example data of one region and of one line are what their code writes, and say the truth."""

from pathlib import Path

from balise.impact import Asked, Roles, copy_examples, estimate_its, estimate_synthetic
from balise.impact.examples import callback_table, video_table


def test_example_tables_are_those_that_their_code_writes(tmp_path: Path) -> None:
    copy_examples(tmp_path)
    assert (tmp_path / "synth_video.csv").read_text("utf-8") == video_table()
    assert (tmp_path / "its_callback.csv").read_text("utf-8") == callback_table()


def test_help_by_video_is_found_near_its_truth(tmp_path: Path) -> None:
    copy_examples(tmp_path)
    answer = estimate_synthetic(
        tmp_path / "synth_video.csv",
        Roles("online_per_100", "region", "quarter"),
        Asked("Region 05", "2020-Q3"),
    )
    effect = answer.estimates["simple"]
    # Six of a hundred, reached over a year: (1.5 + 3 + 4.5 + 11 x 6) / 14 = 5.36.
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 5.36 < effect.high
    assert answer.verdict in {"attributable", "probably"}


def test_the_offer_to_call_back_is_found_near_its_truth(tmp_path: Path) -> None:
    copy_examples(tmp_path)
    answer = estimate_its(
        tmp_path / "its_callback.csv",
        Roles("calls_given_up", time="month"),
        "2023-01",
        comparison="calls_given_up_other_line",
    )
    effect = answer.estimates["simple"]
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < -420 < effect.high
    assert answer.verdict == "attributable"
