"""Invented example data, one table for each design, written by code with a seed."""

from balise.impact.examples.callback import callback_table
from balise.impact.examples.copies import copy_examples, example_names
from balise.impact.examples.lessons import course_table, forms_table
from balise.impact.examples.outreach import outreach_table
from balise.impact.examples.video import video_table

__all__ = [
    "callback_table",
    "copy_examples",
    "course_table",
    "example_names",
    "forms_table",
    "outreach_table",
    "video_table",
]
