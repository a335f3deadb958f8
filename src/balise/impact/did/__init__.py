"""Difference-in-differences: group-time effects, their averages, and their checks."""

from balise.impact.did.aggregate import Averages, aggregate
from balise.impact.did.answer import DECIDING, NEEDED, Settings, estimate_did
from balise.impact.did.event_study import EventStudy, event_study
from balise.impact.did.group_time import GroupTime, group_time
from balise.impact.did.honest import Honest, breakdown, interval
from balise.impact.did.pre_trends import PreTrends, detectable_slope, pre_trends
from balise.impact.did.sample import Sample, make_sample
from balise.impact.did.simulation import KINDS, Program, detectable_effect, invent
from balise.impact.did.telling import lead, told_did

__all__ = [
    "DECIDING",
    "KINDS",
    "NEEDED",
    "Averages",
    "EventStudy",
    "GroupTime",
    "Honest",
    "PreTrends",
    "Program",
    "Sample",
    "Settings",
    "aggregate",
    "breakdown",
    "detectable_effect",
    "detectable_slope",
    "estimate_did",
    "event_study",
    "group_time",
    "interval",
    "invent",
    "lead",
    "make_sample",
    "pre_trends",
    "told_did",
]
