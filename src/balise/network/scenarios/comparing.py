"""Compare networks on a release: who gains and who loses reach."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from balise.network.scenarios.counting import dimensions
from balise.network.scenarios.laying import (
    area_table,
    change_rows,
    reach_rows,
    site_rows,
    table_of,
)
from balise.network.scenarios.networks import Network
from balise.network.scenarios.people import People, people_of
from balise.network.scenarios.reaching import (
    NEAREST_KM,
    Reach,
    Within,
    measure,
    range_rule,
    within,
)
from balise.network.scenarios.telling import comparison_titles, notes_of
from balise.network.travel import Engine
from balise.release import Release, Scenario
from balise.vocabulary import NetworkError, sample

__all__ = ["compare", "scenario_of"]


def compare(
    release: Release,
    networks: Sequence[Network],
    engine: Engine,
    reaches: Sequence[Reach],
    titles: Mapping[str, str] | None = None,
) -> Scenario:
    """Compare two or more networks on the people of a release.

    Parameters
    ----------
    release : Release
        With origins: where its people live.
    networks : sequence of Network
        The first is what the others are compared with, and so on in order.
    engine : Engine
        Measures travel.
    reaches : sequence of Reach
        How far counts as within reach.
    titles : mapping, optional
        ``en`` and ``fr``; names of the networks if left out.

    Returns
    -------
    Scenario
        Of kind ``compare``; people reached after = before + gaining - losing, exactly.

    Raises
    ------
    NetworkError
        If there are fewer than two networks, two of one name, no reach, or a release
        without origins.
    """
    _refuse(networks, reaches)
    people = people_of(release)
    return scenario_of(release, people, networks, engine, tuple(reaches), titles)


def _refuse(networks: Sequence[Network], reaches: Sequence[Reach]) -> None:
    names = [each.name for each in networks]
    if len(names) < 2:
        raise NetworkError(
            f"Compare: found {len(names)} network ({sample(names) or 'none'}). Expected two at "
            "least. Name another, as in --network today=current --network tomorrow=F.csv."
        )
    twice = sorted({each for each in names if names.count(each) > 1})
    if twice:
        raise NetworkError(
            f"Compare: found two networks called {sample(twice)}. Expected names that differ. "
            "Give one of them another name."
        )
    if not reaches:
        raise NetworkError(
            "Compare: found no reach. Expected one distance or time at least. "
            "Give --reach-km 50 or --reach-min 30."
        )


def scenario_of(
    release: Release,
    people: People,
    networks: Sequence[Network],
    engine: Engine,
    reaches: tuple[Reach, ...],
    titles: Mapping[str, str] | None = None,
) -> Scenario:
    """Measure networks and lay out the tables of a scenario; for one network or more."""
    reaches = tuple(sorted(set(reaches)))
    measured = [measure(each, people, engine, reaches) for each in networks]
    ranges = range_rule(measured, people, reaches)
    withins = [
        within(found, people, ranges, network.sites.height)
        for network, found in zip(networks, measured, strict=True)
    ]
    counted = dimensions(people)
    first = networks[0]
    both = list(zip(networks, withins, strict=True))
    rows = {
        "sites": [
            row
            for network, reached in both
            for row in site_rows(first, network, reached, people.people)
        ],
        "reach": [
            row
            for network, reached in both
            for row in reach_rows(network, reached, counted, people.group_reasons)
        ],
        "changes": list(change_rows(networks, withins, people, counted)),
    }
    tables = {name: table_of(name, each) for name, each in rows.items()}
    tables["reach_by_area"] = pl.concat(area_table(*each, people) for each in both)
    return Scenario(
        kind="compare",
        titles=titles or comparison_titles(networks),
        release=_release(release),
        engine={
            "name": engine.name,
            "digest": engine.digest,
            "is_estimated": any(each.is_estimated for each in withins),
        },
        parameters={
            "reach_km": [each.radius for each in reaches if each.unit == "km"],
            "reach_min": [each.radius for each in reaches if each.unit == "min"],
            "ranges": [each.label for each, is_range in ranges.items() if is_range],
            "detour": people.detour,
            "speed_kmh": people.speed_kmh,
            "nearest_within_km": NEAREST_KM,
        },
        answer={},
        networks=tuple(_told(network, reached, people) for network, reached in both),
        notes=notes_of(networks, withins, people),
        tables=tables,
    )


def _release(release: Release) -> dict[str, str]:
    recipe = release.record.get("recipe")
    stated = recipe if isinstance(recipe, Mapping) else {}
    name = str(release.record.get("recipe_name") or release.path.name)
    return {
        "seal": str(release.record.get("seal", "")),
        "name": name,
        **{language: str(stated.get(f"title_{language}") or name) for language in ("en", "fr")},
    }


def _told(network: Network, reached: Within, people: People) -> dict[str, object]:
    stated = network.sites["hours_week"]
    total = people.people.sum()
    hours = {
        reach.label: round(float(values @ people.people / total), 1)
        for reach, values in reached.hours.items()
        if total > 0
    }
    near = np.isfinite(reached.km) & (people.people > 0)
    known = people.people[near]
    return {
        "name": network.name,
        "sites": network.sites.height,
        "unlocated": network.unlocated,
        "hours_stated": stated.len() - stated.null_count(),
        "hours": hours if stated.null_count() < stated.len() else {},
        "mean_km": round(float(np.average(reached.km[near], weights=known)), 2)
        if near.any()
        else None,
        "mean_minutes": round(float(np.average(reached.minutes[near], weights=known)), 1)
        if near.any()
        else None,
    }
