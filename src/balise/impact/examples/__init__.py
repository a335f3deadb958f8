"""Invented example data, one table for each design, written by code with a seed."""

from balise.impact.examples.copies import copy_examples, example_names
from balise.impact.examples.outreach import outreach_table

__all__ = [
    "copy_examples",
    "example_names",
    "outreach_table",
]
