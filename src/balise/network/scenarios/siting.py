"""An answer of siting as a scenario: the sites of today beside those that were chosen."""

import dataclasses
import math
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from balise.network import siting
from balise.network.scenarios.comparing import scenario_of
from balise.network.scenarios.networks import Network, current_network
from balise.network.scenarios.people import people_of
from balise.network.scenarios.reaching import Reach
from balise.network.travel import Engine
from balise.release import Release, Scenario
from balise.vocabulary import NetworkError

__all__ = ["PROPOSAL", "REACHES", "TODAY", "of_siting"]

TODAY, PROPOSAL = "today", "proposal"
REACHES = (10.0, 25.0, 50.0, 100.0)
"""How far counts as within reach, unless something else is asked for [km]."""

_SAME = 1e-4
"""Positions that differ by less are one [degrees]."""

_TITLES = {"en": "Where to serve: {count} sites", "fr": "Où servir : {count} points de service"}


def of_siting(
    release: Release,
    problem: siting.Problem,
    answer: siting.Answer,
    candidates: siting.Listed,
    engine: Engine,
    names: Mapping[str, str] | None = None,
) -> Scenario:
    """Lay out an answer of siting on the people of a release.

    It is compared with the candidates that are sites today; if none is, with the offices of
    the release that have a position; if there are none, with nothing. A candidate that is an
    office of the release, where it stands, is known as well as the release knows it.

    Parameters
    ----------
    release : Release
        With origins: where its people live.
    problem, answer
        What :func:`balise.network.siting.solve` was given and gave.
    candidates : siting.Listed
        With positions, in the order of the problem.
    engine : Engine
        The one that measured the problem.
    names : mapping, optional
        Name of each candidate; its identifier if left out.

    Raises
    ------
    NetworkError
        If the candidates are not those of the problem, or the release has no origins.
    """
    if candidates.ids != problem.candidates:
        raise NetworkError(
            f"Scenario: found {len(candidates.ids)} candidates with a position, and "
            f"{len(problem.candidates)} others in the problem. Expected the same, in one order. "
            "Give the table that the problem was made of."
        )
    people = people_of(release)
    errors = _errors(release, candidates)
    chosen = _network(PROPOSAL, candidates, answer.sites.tolist(), names or {}, errors)
    before = _today(release, problem, candidates, names or {}, errors)
    networks = [chosen] if before is None else [before, chosen]
    radii = {*REACHES, *([problem.radius] if problem.radius else [])}
    reaches = tuple(Reach("km", each) for each in sorted(radii))
    count = {language: text.format(count=len(answer.sites)) for language, text in _TITLES.items()}
    titles = {key: text.replace(" :", "\N{NO-BREAK SPACE}:") for key, text in count.items()}
    made = scenario_of(release, people, networks, engine, reaches, titles)
    return dataclasses.replace(
        made,
        kind="site",
        answer=_told(problem, answer),
        parameters={**made.parameters, "p": problem.p, "radius_km": problem.radius},
        notes=(*_in_french(made.notes), *_moved(problem, answer, names or {})),
    )


def _in_french(notes: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """Give the networks, whose names are ours, their names in French."""
    names = {f"\N{NO-BREAK SPACE}{TODAY}\N{NO-BREAK SPACE}": "aujourd’hui"}
    names[f"\N{NO-BREAK SPACE}{PROPOSAL}\N{NO-BREAK SPACE}"] = "proposition"
    told = []
    for note in notes:
        text = str(note["fr"])
        for own, french in names.items():
            text = text.replace(own, f"\N{NO-BREAK SPACE}{french}\N{NO-BREAK SPACE}")
        told.append({"en": str(note["en"]), "fr": text})
    return told


def _network(
    name: str,
    candidates: siting.Listed,
    rows: Sequence[int],
    names: Mapping[str, str],
    errors: Mapping[str, float],
) -> Network:
    capacity = candidates.numbers.get("capacity", np.full(len(candidates.ids), np.nan))
    ids = [candidates.ids[row] for row in rows]
    columns: dict[str, object] = {
        "site": ids,
        "name": [names.get(each) or each for each in ids],
        "lon": candidates.lon[rows],
        "lat": candidates.lat[rows],
        "capacity": capacity[rows],
        "hours_week": [None] * len(ids),
        "position_error_km": [errors.get(each) for each in ids],
    }
    texts = {"site": pl.String, "name": pl.String}
    kinds = {each: texts.get(each, pl.Float64) for each in columns}
    return Network(name, pl.DataFrame(columns, schema=kinds).fill_nan(None))


def _errors(release: Release, candidates: siting.Listed) -> dict[str, float]:
    """Give the error of position [km] of candidates that are offices of the release.

    Else an office that stays where it is would be known less well before than after, and
    people would gain by it.
    """
    found = release.table("service_points").filter(pl.col("position_error_km").is_not_null())
    known = {row["service_point"]: row for row in found.to_dicts()}
    errors = {}
    for each, lon, lat in zip(candidates.ids, candidates.lon, candidates.lat, strict=True):
        office = known.get(each)
        if office and abs(office["lon"] - lon) < _SAME and abs(office["lat"] - lat) < _SAME:
            errors[each] = float(office["position_error_km"])
    return errors


def _today(
    release: Release,
    problem: siting.Problem,
    candidates: siting.Listed,
    names: Mapping[str, str],
    errors: Mapping[str, float],
) -> Network | None:
    rows = [row for row, state in enumerate(problem.states) if state.is_today]
    if rows:
        return _network(TODAY, candidates, rows, names, errors)
    if not release.table("service_points")["lon"].is_not_null().any():
        return None
    return current_network(TODAY, release)


def _told(problem: siting.Problem, answer: siting.Answer) -> dict[str, object]:
    return {
        "model": str(problem.model),
        "objective": _finite(answer.objective),
        "bound": _finite(answer.bound),
        "gap": _finite(answer.gap),
        "seconds": round(answer.seconds, 3),
        "status": answer.status,
        "notes": list(answer.notes),
    }


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _moved(
    problem: siting.Problem, answer: siting.Answer, names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Say which new site stands in the place of which old one."""
    start = "moved from "
    pairs = [
        (names.get(word.removeprefix(start)) or word.removeprefix(start), names.get(new) or new)
        for new, word in siting.changes(problem, answer)
        if word.startswith(start)
    ]
    if not pairs:
        return []
    listed = "; ".join(f"{old} → {new}" for old, new in pairs)
    return [
        {
            "en": f"Sites that move, told as one that closes and one that opens: {listed}.",
            "fr": "Points de service déplacés, comptés comme une fermeture et une ouverture"
            f"\N{NO-BREAK SPACE}: {listed}.",
        }
    ]
