"""Impact: did it work, and was it the program? Designs, checks, verdicts in plain words."""

from balise.impact.answers import STATES, VERDICTS, Answer, Check, Estimate, State, Verdict
from balise.impact.frame import Panel, read_panel
from balise.impact.roles import Roles
from balise.impact.synthetic import Asked, estimate_synthetic
from balise.impact.telling import told
from balise.impact.verdicts import WORDS, decide

__all__ = [
    "STATES",
    "VERDICTS",
    "WORDS",
    "Answer",
    "Asked",
    "Check",
    "Estimate",
    "Panel",
    "Roles",
    "State",
    "Verdict",
    "decide",
    "estimate_synthetic",
    "read_panel",
    "told",
]
