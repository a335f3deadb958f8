"""What a check found: a name, a verdict, and the worst cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from balise.vocabulary import sample

__all__ = ["Finding", "found"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing checked: ``met``, ``not_met`` or ``printed`` (for information)."""

    name: str
    verdict: str
    detail: str


def found(name: str, worst: Iterable[object], fine: str) -> Finding:
    """Tell whether a check is met: it is if no case is listed.

    Examples
    --------
    >>> found("keys are unique", [], "12 tables")
    Finding(name='keys are unique', verdict='met', detail='12 tables')
    >>> found("keys are unique", ["areas"], "12 tables").detail
    'areas'
    """
    cases = list(worst)
    return Finding(name, "not_met", sample(cases)) if cases else Finding(name, "met", fine)
