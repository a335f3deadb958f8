"""Two releases side by side: each area's move, split into people and behaviour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from balise.release import Change, compare_releases
from balise.reports import signed
from balise.site.explorer.citing import permanent_name
from balise.site.explorer.releases import Loaded, Row, library
from balise.site.explorer.wording import score_pair, told_reason

__all__ = ["Moves", "in_time", "introduced", "moves_between", "moves_of", "points"]

_METHOD = ("weights", "parameters", "priors")
_LOCK = Lock()


@dataclass(frozen=True, eq=False)
class Moves:
    """Two releases side by side: areas scored in both, in one only, and what was stated anew."""

    old: Loaded
    new: Loaded
    scored: Mapping[str, Row]
    unscored: Mapping[str, Row]
    gone: Sequence[Row]
    come: Sequence[Row]
    changes: Sequence[Change]

    @property
    def has_new_method(self) -> bool:
        """Whether weights, parameters or priors differ: behaviour then holds method too."""
        return any(
            each.kind == "recipe" and each.what.partition(".")[0] in _METHOD
            for each in self.changes
        )

    def vintages(self) -> tuple[str, str]:
        """Census years of the boundaries of each release."""
        old, new = (
            each.tables["areas"]["vintage"].drop_nulls().unique().sort().to_list()
            for each in (self.old, self.new)
        )
        return ", ".join(map(str, old)), ", ".join(map(str, new))


@lru_cache(maxsize=6)
def _computed(old: Loaded, new: Loaded) -> Moves:
    found = compare_releases(old.release, new.release)
    return Moves(
        old,
        new,
        {row["dguid"]: row for row in found.moves.to_dicts()},
        {row["dguid"]: row for row in found.unscored.to_dicts()},
        found.only_old.to_dicts(),
        found.only_new.to_dicts(),
        [each for each in found.changes if not _is_fitted(each)],
    )


def _is_fitted(change: Change) -> bool:
    """Tell whether what differs is what the fit made of a prior, not what was stated."""
    head, _, name = change.what.partition(".")
    return head == "priors" and name.rpartition(".")[2] in {"value", "se"}


def moves_between(old: Loaded, new: Loaded) -> Moves:
    """Compare two releases, once: whoever asks meanwhile waits for the same answer."""
    with _LOCK:
        return _computed(old, new)


def in_time(first: Loaded, second: Loaded) -> tuple[Loaded, Loaded]:
    """Put the release of the earlier years first; of the same years, ``first`` stays first."""
    ages = [_years(each) for each in (first, second)]
    return (first, second) if ages[0] <= ages[1] else (second, first)


def _years(loaded: Loaded) -> list[int]:
    stated = loaded.record.get("years")
    years = stated if isinstance(stated, Mapping) else {}
    return [int(years.get(each) or 0) for each in ("behaviour", "people", "coverage")]


def moves_of(loaded: Loaded, dguid: str, lang: str) -> list[Row]:
    """Give what moved in an area, between its release and each other that is open here."""
    every = library().by_name.values()
    pairs = [in_time(each, loaded) for each in every if each is not loaded]
    return [_told(moves_between(*pair), dguid, lang) for pair in pairs[:3]]


def _told(moves: Moves, dguid: str, lang: str) -> Row:
    row, silent = moves.scored.get(dguid), moves.unscored.get(dguid)
    told: Row = {**introduced(moves, lang), "scores": [], "parts": [], "reason": ""}
    if row is not None:
        told["scores"] = [_score(each, dguid, lang) for each in (moves.old, moves.new)]
        told["parts"] = _parts(moves, row, lang)
    elif silent is not None:
        told["reason"] = "; ".join(
            f"{each.title(lang)}, {told_reason({'reason': silent[side]}, lang)}"
            for each, side in ((moves.old, "reason_old"), (moves.new, "reason_new"))
            if silent[side]
        )
    else:
        told["reason"] = _("no area of the other release has this identifier")
    return told


def _score(loaded: Loaded, dguid: str, lang: str) -> Row:
    row = loaded.areas[dguid]
    pair = score_pair(row["evi"], row["evi_low"], row["evi_high"], lang)
    return {"title": loaded.title(lang), "name": loaded.name, **pair}


def _parts(moves: Moves, row: Row, lang: str) -> list[tuple[str, str, str]]:
    behaviour = _("Behaviour and method") if moves.has_new_method else _("Behaviour")
    words = {
        "people": (_("People"), _("other shares of the types of person")),
        "behaviour": (behaviour, _("other scores of the types of person")),
        "remainder": (_("Rounding"), _("left by the rounding of published figures")),
        "move": (_("Move"), _("the sum of these")),
    }
    return [(title, points(row[name], lang), said) for name, (title, said) in words.items()]


def points(value: object, lang: str) -> str:
    """Write points, with their sign."""
    return signed(value if isinstance(value, float) else None, lang, 2)


def introduced(moves: Moves, lang: str) -> Row:
    """Say which two releases these are, and how far they compare."""
    old, new = moves.vintages()
    sides = [
        {
            "name": each.name,
            "title": each.title(lang),
            "cited": permanent_name(each),
            "years": each.record.get("years") or {},
        }
        for each in (moves.old, moves.new)
    ]
    return {
        "old": sides[0],
        "new": sides[1],
        "vintages": (old, new) if old != new else None,
        "has_new_method": moves.has_new_method,
        "query": urlencode({"from": moves.old.name, "to": moves.new.name}),
    }
