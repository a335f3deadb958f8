"""Impact: did it work, and was it the program? Designs, checks, verdicts in plain words."""

from balise.impact.answers import STATES, VERDICTS, Answer, Check, Estimate, State, Verdict
from balise.impact.verdicts import WORDS, decide

__all__ = [
    "STATES",
    "VERDICTS",
    "WORDS",
    "Answer",
    "Check",
    "Estimate",
    "State",
    "Verdict",
    "decide",
]
