"""Whether two drafts say the same, as far as a step of a path is about it."""

from typing import Any

from balise.site.secretariat.path_laid import kind_of
from balise.site.secretariat.path_shown import KEPT_BY_WAGTAIL

__all__ = ["says_the_same"]

# Dates and marks that the steps themselves set.
_OF_STEPS = frozenset(
    (
        *("state_en", "state_fr", "title_fr_is_working", "identifier"),
        *("consent_on", "confirmed_on", "review_due"),
    )
)
_BEFORE_TRANSLATION = frozenset(("completeness", "working_group", "consulted"))


def says_the_same(one: Any, other: Any, step: str = "") -> bool:
    """Tell whether two drafts of an item say the same.

    Parameters
    ----------
    one, other : Record, EditionCase or PilotProposal
        Each as a revision has it.
    step : str
        Code of a step. Those that come before the translation of a project are about its
        original; the others, and an empty code, about both languages.
    """
    endings = _translated(other) if step in _BEFORE_TRANSLATION else ()
    return _said(one, endings) == _said(other, endings)


def _translated(item: Any) -> tuple[str, ...]:
    """Give the ends of the names of fields that hold a translation."""
    if kind_of(item) != "record":
        return ()
    originals = [each for each in ("en", "fr") if getattr(item, f"state_{each}") == "original"]
    return ("_fr" if originals == ["en"] else "_en",) if len(originals) == 1 else ()


def _said(item: Any, endings: tuple[str, ...]) -> Any:
    left = KEPT_BY_WAGTAIL | _OF_STEPS | {"record", *getattr(item, "kept_fields", ())}

    def told(value: Any) -> Any:
        if isinstance(value, list):
            return sorted((told(each) for each in value), key=repr)
        if isinstance(value, dict):
            names = (each for each in value if each not in left and not each.endswith(endings))
            return {each: told(value[each]) for each in sorted(names)}
        return value

    return told(item.serializable_data())
