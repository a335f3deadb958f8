"""Scores of invented person types as balise.index makes them, for the tests of the scripts.

Run ``python -m tests.site.printed`` from the root to write them again.
"""

import json
from pathlib import Path

import numpy as np

from balise.index import (
    AGGREGATIONS,
    Assumptions,
    Indicators,
    Method,
    aggregate,
    any_barrier,
    dimensions,
    score_slopes,
)

PRINTED = (
    Path(__file__).resolve().parents[2] / "src/balise/site/explorer/front/test" / "printed.json"
)
_NAMES = ("internet_use", "home_access", "government_services", "basic_skills", "coverage")
_WEIGHTS = ((1 / 3, 1 / 3, 1 / 3), (0.5, 0.25, 0.25), (0.0, 1.0, 0.0), (0.1, 0.2, 0.7))
_PEOPLE = (
    (0.8, 0.9, 0.5, 0.75, 0.5),
    (0.99, 0.98, 0.6, 0.95, 1.0),
    (0.35, 0.3, 0.2, 0.4, 0.1),
    (0.6, 0.85, 0.45, 0.5, 0.93),
)


def printed() -> dict[str, object]:
    """Give indicators, dimensions, scores and slopes of each type under each aggregation."""
    types = []
    for place, (person, weights) in enumerate(zip(_PEOPLE, _WEIGHTS, strict=True)):
        k, n, power = 0.25 * (place + 1), 0.25 * place, 2.0 + place
        indicators = Indicators(*(np.array(each) for each in person))
        found = dimensions(indicators, Assumptions(k=k, n=n))
        scores = {
            how: float(aggregate(found, weights, how, power))
            for how in ("mean", "geometric", "power", "worst")
        }
        scores["any_barrier"] = float(any_barrier(indicators, Assumptions(k=k, n=n)))
        method = Method(Assumptions(k=k, n=n), weights, power)
        slopes = {how: score_slopes(indicators, method, how).tolist() for how in AGGREGATIONS}
        types.append(
            {
                "indicators": dict(zip(_NAMES, person, strict=True)),
                "k": k,
                "n": n,
                "power": power,
                "weights": list(weights),
                "dimensions": found.tolist(),
                "scores": scores,
                "slopes": slopes,
            }
        )
    return {"types": types}


if __name__ == "__main__":
    PRINTED.write_text(json.dumps(printed(), indent=1) + "\n", "utf-8")
