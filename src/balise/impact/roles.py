"""Roles: which column of a user's table says what; guessed from names, shown, confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from balise.impact.columns import guess_roles
from balise.vocabulary import ImpactError, nearest, sample

__all__ = ["Roles", "resolve_roles", "show_roles"]

_LABELS = {
    "outcome": ("what is measured", "ce qui est mesuré"),
    "unit": ("unit", "unité"),
    "time": ("period", "période"),
    "first_treated": ("first period treated", "première période traitée"),
    "treated": ("treated (0 or 1)", "traitée (0 ou 1)"),
    "weights": ("weight", "poids"),
    "covariates": ("also taken into account", "aussi pris en compte"),
    "cluster": ("cluster", "grappe"),
    "exposed": ("neighbour of a treated unit", "voisine d’une unité traitée"),
    "strata": ("stratum", "strate"),
}


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column has which role; None where there is none, or where it is to be guessed."""

    outcome: str | None = None
    unit: str | None = None
    time: str | None = None
    first_treated: str | None = None
    treated: str | None = None
    weights: str | None = None
    covariates: tuple[str, ...] = ()
    cluster: str | None = None
    exposed: str | None = None
    strata: str | None = None

    def to_json(self) -> dict[str, str]:
        """Give the roles that have a column."""
        found = {name: getattr(self, name) for name in _LABELS}
        return {
            name: ",".join(each) if isinstance(each, tuple) else each
            for name, each in found.items()
            if each
        }


def show_roles(roles: Roles, *, guessed: Sequence[str] = (), lang: str = "en") -> str:
    """Tell the roles, one line each, and which were guessed."""
    mark = {"en": " (guessed)", "fr": " (supposé)"}[lang]
    colon = {"en": ": ", "fr": "\u00a0: "}[lang]
    return "\n".join(
        f"  {_LABELS[name][lang == 'fr']}{colon}{column}{mark if name in guessed else ''}"
        for name, column in roles.to_json().items()
    )


def resolve_roles(table: pl.DataFrame, roles: Roles, needed: Sequence[str], where: str) -> Roles:
    """Complete roles by what names of columns tell; weights and covariates are never guessed.

    Raises
    ------
    ImpactError
        If a column is not there, or a role that is needed has none; ``a|b`` asks for one of
        the two.
    """
    given = {
        name: value
        for name in _LABELS
        if isinstance(value := getattr(roles, name), str) and name != "covariates"
    }
    for column in (*given.values(), *roles.covariates):
        if column not in table.columns:
            raise ImpactError(
                f"Table {where}: found no column {column!r}. Expected one of its columns. "
                + nearest(column, table.columns)
            )
    known = dict(given) | {f"covariate {name}": name for name in roles.covariates}
    guessed = guess_roles(table.columns, known)
    wanted = {each for name in needed for each in name.split("|")}
    if "first_treated" in guessed and "first_treated" not in given and "treated" in given:
        guessed.pop("first_treated")
    final = {name: guessed[name] for name in wanted if name in guessed} | given
    for name in needed:
        if not any(each in final for each in name.split("|")):
            option = " or ".join("--" + _OPTIONS.get(each, each) for each in name.split("|"))
            label = _LABELS[name.split("|")[0]][0]
            raise ImpactError(
                f"Table {where}: found the columns {sample(table.columns, 12)}. Expected one of "
                f"them to be known as {name.split('|')[0].replace('_', ' ')} ({label}). Name it "
                f"with {option}."
            )
    return Roles(**{**final, "covariates": roles.covariates})  # type: ignore[arg-type]


_OPTIONS = {
    "first_treated": "first-treated",
    "treated": "treated-column",
}
