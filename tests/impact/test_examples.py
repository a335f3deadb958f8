"""Example data are what their code writes, and come out as a folder of files."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from balise.impact import copy_examples, example_names
from balise.impact.examples import course_table, forms_table, outreach_table


def test_the_table_of_outreach_is_what_its_code_writes() -> None:
    kept = resources.files("balise.impact.examples").joinpath("did_outreach.csv")
    assert kept.read_text("utf-8") == outreach_table()


def test_examples_are_copied_once_and_never_over_what_is_there(tmp_path: Path) -> None:
    assert {path.name for path in copy_examples(tmp_path)} == set(example_names())
    (tmp_path / "did_outreach.csv").write_text("mine", encoding="utf-8")
    assert copy_examples(tmp_path) == []
    assert (tmp_path / "did_outreach.csv").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "write"), [("experiment_forms.csv", forms_table), ("match_course.csv", course_table)]
)
def test_tables_of_people_are_what_their_code_writes(name: str, write: Callable[[], str]) -> None:
    kept = resources.files("balise.impact.examples").joinpath(name)
    assert kept.read_text("utf-8") == write()
