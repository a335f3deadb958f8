"""Sources to release: the only place where layers meet. Read ``page.py`` first."""

from balise.build.blocks import make_how
from balise.build.draws import Work
from balise.build.inputs import Inputs, read_inputs
from balise.build.jobs import How
from balise.build.model import Model, fit_model, model_priors, place_effects
from balise.build.page import build, make_release
from balise.build.places import Places, find_places
from balise.build.raked import RakeChoices, Raked, rake_people

__all__ = [
    "How",
    "Inputs",
    "Model",
    "Places",
    "RakeChoices",
    "Raked",
    "Work",
    "build",
    "find_places",
    "fit_model",
    "make_how",
    "make_release",
    "model_priors",
    "place_effects",
    "rake_people",
    "read_inputs",
]
