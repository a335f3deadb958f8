"""Impact: did it work, and was it the program? Designs, checks, verdicts in plain words."""

import importlib
import typing

from balise.impact.answers import STATES, VERDICTS, Answer, Check, Estimate, State, Verdict
from balise.impact.claim import claim
from balise.impact.columns import told_encoding
from balise.impact.frame import Panel, read_panel
from balise.impact.roles import Roles, show_roles
from balise.impact.verdicts import WORDS, decide

if typing.TYPE_CHECKING:
    from balise.impact.design import (
        Question,
        departures,
        interview,
        read_answers,
        read_plan,
        told_interview,
        write_toml,
    )
    from balise.impact.did import Settings, estimate_did, told_did
    from balise.impact.examples import copy_examples, example_names
    from balise.impact.experiment import estimate_experiment, estimate_trial, read_trial
    from balise.impact.its import estimate_its, estimate_series, read_series
    from balise.impact.matching import ask_covariates, estimate_matched, estimate_matching
    from balise.impact.power import Setup, reckon
    from balise.impact.synthetic import (
        Asked,
        estimate_comparison,
        estimate_synthetic,
        read_comparison,
    )
    from balise.impact.telling import told

__all__ = [
    "STATES",
    "VERDICTS",
    "WORDS",
    "Answer",
    "Asked",
    "Check",
    "Estimate",
    "Panel",
    "Question",
    "Roles",
    "Settings",
    "Setup",
    "State",
    "Verdict",
    "ask_covariates",
    "claim",
    "copy_examples",
    "decide",
    "departures",
    "estimate_comparison",
    "estimate_did",
    "estimate_experiment",
    "estimate_its",
    "estimate_matched",
    "estimate_matching",
    "estimate_series",
    "estimate_synthetic",
    "estimate_trial",
    "example_names",
    "interview",
    "read_answers",
    "read_comparison",
    "read_panel",
    "read_plan",
    "read_series",
    "read_trial",
    "reckon",
    "show_roles",
    "told",
    "told_did",
    "told_encoding",
    "told_interview",
    "write_toml",
]

# Estimators load statsmodels and numba: each is imported by who first asks for it, not by reports.
_LATER = {
    name: module
    for module, names in (
        (
            "design",
            "Question departures interview read_answers read_plan told_interview write_toml",
        ),
        ("did", "Settings estimate_did told_did"),
        ("examples", "copy_examples example_names"),
        ("experiment", "estimate_experiment estimate_trial read_trial"),
        ("its", "estimate_its estimate_series read_series"),
        ("matching", "ask_covariates estimate_matched estimate_matching"),
        ("power", "Setup reckon"),
        ("synthetic", "Asked estimate_comparison estimate_synthetic read_comparison"),
        ("telling", "told"),
    )
    for name in names.split()
}


def __getattr__(name: str) -> object:
    """Import a name the first time that somebody asks for it."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = found
    return found
