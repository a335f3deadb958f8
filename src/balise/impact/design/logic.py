"""The logic model: from inputs to the results that are expected, and what shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from balise.vocabulary import ImpactError, nearest

__all__ = ["PARTS", "read_logic", "told_logic"]

PARTS: Mapping[str, tuple[str, str]] = {
    "inputs": ("Inputs", "Ressources"),
    "activities": ("Activities", "Activités"),
    "outputs": ("Outputs", "Extrants"),
    "results": ("Expected results", "Résultats attendus"),
    "indicators": ("Indicators", "Indicateurs"),
}


def read_logic(table: Mapping[str, Any]) -> dict[str, list[str]]:
    """Read the logic model of a design: a list of texts for each part; a part may be missing.

    Raises
    ------
    ImpactError
        If a part has another name, or is no list of texts.

    Examples
    --------
    >>> read_logic({"inputs": ["two advisers"], "results": "more people served"})
    {'inputs': ['two advisers'], 'results': ['more people served']}
    """
    found: dict[str, list[str]] = {}
    for name, value in table.items():
        if name not in PARTS:
            raise ImpactError(
                f"Logic model: found {name!r}. Expected {', '.join(PARTS)}. {nearest(name, PARTS)}"
            )
        lines = [value] if isinstance(value, str) else value
        if not isinstance(lines, Sequence) or not all(isinstance(each, str) for each in lines):
            raise ImpactError(
                f"Logic model: found {name} = {value!r}. Expected a list of texts, as "
                '["two advisers", "a van"]. Correct it.'
            )
        found[name] = [each.strip() for each in lines if each.strip()]
    return found


def told_logic(logic: Mapping[str, Sequence[str]], lang: str) -> list[str]:
    """Tell the logic model in lines, in the order from inputs to indicators."""
    french = int(lang == "fr")
    missing = ("(not said)", "(non précisé)")[french]
    lines = []
    for name, labels in PARTS.items():
        lines.append(labels[french])
        lines += [f"  - {each}" for each in logic.get(name, ()) or (missing,)]
    return lines
