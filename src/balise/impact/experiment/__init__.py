"""Randomised trials: simple, by cluster, by stratum, with covariates."""

from balise.impact.experiment.answer import estimate_experiment, estimate_trial
from balise.impact.experiment.effects import adjusted_effect, lee_bounds, simple_effect
from balise.impact.experiment.populations import invent_trainees
from balise.impact.experiment.regression import Fitted, fit_effect, with_interval
from balise.impact.experiment.sample import Trial, make_trial, read_trial
from balise.impact.experiment.simulation import invent_trial

__all__ = [
    "Fitted",
    "Trial",
    "adjusted_effect",
    "estimate_experiment",
    "estimate_trial",
    "fit_effect",
    "invent_trainees",
    "invent_trial",
    "lee_bounds",
    "make_trial",
    "read_trial",
    "simple_effect",
    "with_interval",
]
