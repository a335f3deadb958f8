"""The verb that says where to serve."""

import argparse
from typing import TYPE_CHECKING, Any

from balise.cli.answers import DONE, print_json
from balise.options import Verb

if TYPE_CHECKING:
    from balise.network import siting

__all__ = ["VERBS"]

_UNITS = {
    "pmedian": "demand x distance",
    "capacitated": "demand x distance",
    "pcenter": "distance of the furthest community",
    "mclp": "demand within the radius",
    "lscp": "needed",
}
_ENDS = {
    "proven": "The best there is, proven.",
    "tolerance": "The search ended at its tolerance of {tolerance:g} %, before the time given.",
    "time": "The best found in the time given.",
}


def _site(arguments: argparse.Namespace) -> int:
    """Choose where to serve, and say how far from the best the answer can be."""
    from balise.network import siting

    _check_use(arguments)
    _check_scenario(arguments)
    compiled = siting.prepare()
    problem, notes = _tables(arguments) if arguments.graph is None else _graph(arguments)
    answer = siting.solve(problem)
    if arguments.out is not None:
        _write_scenario(arguments, problem, answer)
    told = _told(problem, answer, (*notes, *answer.notes))
    if arguments.json:
        return print_json(told | {"compile_seconds": round(compiled, 3)})
    _print_words(told)
    return DONE


def _write_scenario(
    arguments: argparse.Namespace, problem: "siting.Problem", answer: "siting.Answer"
) -> None:
    """Tell of an answer on the people of a release, as a scenario."""
    from balise.network import scenarios, siting, travel
    from balise.release import read_release, write_scenario
    from balise.vocabulary import tables

    path = arguments.candidates
    table = tables.read_table(path, ("id",))
    named = dict(table.select("id", "name").iter_rows()) if "name" in table.columns else {}
    made = scenarios.of_siting(
        read_release(arguments.release),
        problem,
        answer,
        siting.read_places(path, located=True),
        travel.engine_of(arguments.engine),
        named,
    )
    write_scenario(arguments.out, made, replace=arguments.replace)


def _check_scenario(arguments: argparse.Namespace) -> None:
    """Refuse a scenario that cannot be told of, before anything is solved."""
    if (arguments.out is None) != (arguments.release is None):
        arguments.refuse("--out and --release go together")
    if arguments.out is None:
        return
    if arguments.engine is None:
        arguments.refuse("--out needs --engine: people are measured to the sites chosen")
    from balise.release import refuse_occupied_scenario

    refuse_occupied_scenario(arguments.out.resolve(), replace=arguments.replace)


def _check_use(arguments: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    tables = (arguments.demand, arguments.candidates)
    if (arguments.graph is None) == (tables == (None, None)):
        arguments.refuse("expected either --graph, or --demand and --candidates")
    if arguments.graph is None:
        _check_tables(arguments)
    if arguments.model in ("mclp", "lscp") and arguments.radius_km is None:
        arguments.refuse(f"--model {arguments.model} needs --radius-km")
    if (arguments.limit_people is None) != (arguments.limit_km is None):
        arguments.refuse("--limit-people and --limit-km go together")


def _check_tables(arguments: argparse.Namespace) -> None:
    """Refuse tables that do not make a problem."""
    if None in (arguments.demand, arguments.candidates):
        arguments.refuse("--demand and --candidates go together")
    if (arguments.costs is None) == (arguments.engine is None):
        arguments.refuse("expected either --costs or --engine")
    if arguments.p is None and arguments.model != "lscp":
        arguments.refuse(f"--model {arguments.model} needs --p")


def _graph(arguments: argparse.Namespace) -> "tuple[siting.Problem, tuple[str, ...]]":
    """Every node of a graph is a community, of weight 1, and a candidate."""
    import numpy as np

    from balise.network import siting

    graph = siting.read_graph(arguments.graph)
    p = graph.p if arguments.p is None and arguments.model != "lscp" else arguments.p
    options = _options(arguments, graph.ids) | {"p": p, "apart_km": graph.cost}
    model, weight = siting.Model(arguments.model), np.ones(len(graph.ids))
    return siting.Problem(model, graph.ids, graph.ids, weight, graph.cost, **options), ()


def _tables(arguments: argparse.Namespace) -> "tuple[siting.Problem, tuple[str, ...]]":
    """Read communities, candidates and the ways between them."""
    from balise.network import siting, travel

    located = arguments.costs is None
    demand = siting.read_demand(arguments.demand, arguments.weight, located)
    candidates = siting.read_places(arguments.candidates, located)
    options = _options(arguments, candidates.ids)
    notes: tuple[str, ...] = ()
    if located:
        engine = travel.engine_of(arguments.engine)
        cost = siting.measured_costs(engine, demand, candidates)
        notes = siting.measured_notes(engine, cost, demand)
        if arguments.move_km is not None:
            options["apart_km"] = siting.measured_costs(engine, candidates, candidates)
    else:
        cost = siting.read_costs(arguments.costs, demand.ids, candidates.ids)
    weight = demand.numbers[arguments.weight]
    options["people"] = demand.numbers.get("people", weight)
    options["capacity"] = candidates.numbers.get("capacity")
    model = siting.Model(arguments.model)
    return siting.Problem(model, demand.ids, candidates.ids, weight, cost, **options), notes


def _options(arguments: argparse.Namespace, candidates: tuple[str, ...]) -> dict[str, Any]:
    """Take what a problem may have besides its tables."""
    from balise.network import siting

    fixed = arguments.fixed
    fairness = siting.Fairness(
        worst_share=arguments.worst_share,
        worst_weight=arguments.worst_weight,
        over_people=arguments.limit_people,
        beyond=arguments.limit_km,
    )
    return {
        "p": arguments.p,
        "radius": arguments.radius_km,
        "state": () if fixed is None else siting.read_fixed(fixed, candidates),
        "move_km": arguments.move_km,
        "fairness": fairness,
        "seconds": arguments.seconds,
    }


def _told(
    problem: "siting.Problem", answer: "siting.Answer", notes: tuple[str, ...]
) -> dict[str, Any]:
    """Write an answer as JSON takes it."""
    from balise.network import siting

    served = siting.served_by_site(problem, answer)
    return {
        "model": str(problem.model),
        "objective": answer.objective,
        "objective_is": _UNITS[problem.model],
        "bound": answer.bound,
        "gap": answer.gap,
        "status": answer.status,
        "ended_by": _ended_by(problem, answer),
        "seconds": round(answer.seconds, 3),
        "sites": [problem.candidates[row] for row in answer.sites],
        "changes": [{"id": each, "state": word} for each, word in siting.changes(problem, answer)],
        "served": [
            {"id": each.site, "demand": each.demand, "mean_cost": each.mean, "furthest": each.far}
            for each in served
        ],
        "unserved": [problem.demand[row] for row in (answer.assignment < 0).nonzero()[0]],
        "notes": list(notes),
    }


def _ended_by(problem: "siting.Problem", answer: "siting.Answer") -> str:
    """Say what ended a search: a proof, how near the best is near enough, or time."""
    from balise.network import siting

    if answer.status == "optimal":
        return "proven"
    is_fair = problem.model == "pmedian" and problem.fairness.worst_weight > 0
    return "tolerance" if is_fair and answer.gap <= siting.NEAR else "time"


def _print_words(told: dict[str, Any]) -> None:
    """Tell an answer to a person."""
    from balise.network import siting

    if told["model"] == "lscp":
        print(f"{len(told['sites'])} sites are needed.")
    else:
        count = len(told["sites"])
        print(f"{told['objective']:,.8g} {told['objective_is']}, with {count} sites.")
    gap = f"the gap is {told['gap']:.3%}" if told["gap"] else "there is no gap"
    ended = _ENDS[told["ended_by"]].format(tolerance=100 * siting.NEAR)
    print(f"{ended} No answer is better than {told['bound']:,.8g}: {gap}.")
    changed = {each["id"]: each["state"] for each in told["changes"]}
    width = max([4, *(len(each["id"]) for each in told["served"])])
    wide = max([5, *(len(each) for each in changed.values())])
    print(f"\n{'site':{width}}  {'state':{wide}}  {'demand':>12}  {'mean':>9}  {'furthest':>9}")
    for each in told["served"]:
        state = changed.pop(each["id"], "open")
        figures = f"{each['demand']:12,.0f}  {each['mean_cost']:9,.1f}  {each['furthest']:9,.1f}"
        print(f"{each['id']:{width}}  {state:{wide}}  {figures}")
    for name, state in changed.items():
        print(f"{name:{width}}  {state}")
    for note in told["notes"]:
        print(f"\n{note}")


_SITE = (
    *("--graph F", "--demand D.csv", "--candidates C.csv", "--costs M.csv", "--engine E"),
    *("--p N", "--model MODEL", "--radius-km R", "--fixed F.csv", "--weight COLUMN"),
    *("--limit-people N", "--limit-km D", "--worst-share Q", "--worst-weight W"),
    *("--move-km D", "--seconds S", "--release RELEASE", "--out SCENARIO", "--replace"),
)

VERBS = (
    Verb(
        "network site",
        _site,
        "--demand towns.csv --candidates towns.csv --engine geodesic --p 30",
        _SITE,
    ),
)
