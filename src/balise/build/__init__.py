"""Sources to release: the only place where layers meet. Read ``page.py`` first."""

from balise.build.inputs import Inputs, read_inputs
from balise.build.model import Model, fit_model, model_priors, place_effects
from balise.build.page import build, make_release
from balise.build.places import Places, find_places
from balise.build.raked import RakeChoices, Raked, rake_people

__all__ = [
    "Inputs",
    "Model",
    "Places",
    "RakeChoices",
    "Raked",
    "build",
    "find_places",
    "fit_model",
    "make_release",
    "model_priors",
    "place_effects",
    "rake_people",
    "read_inputs",
]
