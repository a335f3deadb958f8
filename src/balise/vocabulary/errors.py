"""Errors a user can put right, named after what has to be put right.

Every message has four parts, in this order: where, what was found, what was
expected, what to do next. :func:`nearest` offers the known names closest to a
misspelled one; :func:`sample` shows at most five offending values.
"""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "BaliseError",
    "BlockError",
    "ClusterError",
    "ImpactError",
    "MarginError",
    "NetworkError",
    "RecipeError",
    "ReleaseError",
    "SourceError",
    "SurveyError",
    "TableError",
    "nearest",
    "sample",
]


class BaliseError(Exception):
    """Anything raised on purpose; its message says what to do next."""


class SourceError(BaliseError):
    """A published file is missing, altered, or does not say what its record says."""


class TableError(BaliseError):
    """A user's own table cannot be read or lacks what is asked of it."""


class RecipeError(BaliseError):
    """A recipe holds a choice that cannot be followed."""


class SurveyError(BaliseError):
    """Respondents or published cells cannot carry the estimate asked for."""


class MarginError(BaliseError):
    """Published counts of an area contradict each other or cannot be counts."""


class ImpactError(BaliseError):
    """Data or a design cannot answer whether a program worked."""


class NetworkError(BaliseError):
    """Service points or distances cannot be used."""


class BlockError(BaliseError):
    """Work on blocks of areas was stopped by the machine that does it."""


class ClusterError(BlockError):
    """A cluster cannot be used: it refuses, differs from this machine, or is gone."""


class ReleaseError(BaliseError):
    """A release folder is missing, incomplete, altered, or already there."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Offer the known names closest to a misspelled one.

    Examples
    --------
    >>> nearest("weigths", ["weights", "years"])
    "Did you mean 'weights'?"
    >>> nearest("zzz", ["weights", "years"])
    'Known names: weights, years.'
    """
    names = sorted(known)
    close = get_close_matches(name, names, n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(repr(each) for each in close) + "?"
    return "Known names: " + ", ".join(names) + "."


def sample(values: Iterable[object], limit: int = 5) -> str:
    """List the first few values, then the count of the rest.

    Examples
    --------
    >>> sample(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    items = [str(value) for value in values]
    shown = ", ".join(items[:limit])
    rest = len(items) - limit
    return f"{shown} and {rest:,} more" if rest > 0 else shown
