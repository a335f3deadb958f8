import numpy as np
import polars as pl
import pytest

from balise.index import cover, drawn, union_row, weights_of
from tests.index.unions import PARTS, draw_rows, own_areas, own_nesting

THIRDS = np.full(3, 1 / 3)
NO_DRAWS = drawn(draw_rows(("p",)).clear(), THIRDS)


def row(*dguids: str, draws: object = NO_DRAWS) -> dict[str, object]:
    nesting = own_nesting()
    found = union_row(nesting, cover(nesting, weights_of(nesting, dguids)), draws)  # type: ignore[arg-type]
    return dict(found)


def test_one_area_keeps_its_published_figures() -> None:
    published = own_areas().filter(dguid="a").to_dicts()[0]
    found = row("a")
    for name in ("evi", "evi_relative", "means", "willingness", "abilities"):
        for part in PARTS:
            assert found[f"{name}{part}"] == published[f"{name}{part}"]
    assert (found["basis"], found["quality"]) == ("published", "D")


def test_a_union_is_the_mean_of_its_areas_by_people_16_and_over() -> None:
    # By hand: 240 of 300 people at 30 points, 320 of 400 at 22: (240*30 + 320*22) / 560.
    found = row("a", "c")
    assert found["evi"] == pytest.approx(25.429, abs=5e-4)
    assert found["means"] == pytest.approx(0.25429, abs=5e-6)
    assert (found["population"], found["population_16plus"]) == (700, 560)
    assert found["people_high"] == 30 + 40
    assert found["evi_relative"] == pytest.approx(0.429, abs=5e-4)


def test_without_draws_errors_are_taken_to_move_as_one() -> None:
    # Both have a standard error of 2 points: so has their mean, as if errors were one.
    found = row("a", "c")
    assert found["basis"] == "bound"
    assert found["evi_se"] == pytest.approx(2.0)
    assert float(str(found["evi_high"])) == pytest.approx(25.429 + 1.96 * 2, abs=1e-3)


def test_draws_tell_how_errors_move_together() -> None:
    # Independent errors of 0.02 on three dimensions; half and half of two areas.
    draws = drawn(draw_rows(("a", "c", "p")), THIRDS)
    found = row("a", "c", draws=draws)
    assert found["basis"] == "draws"
    first, second = (draws.values[draws.place[name]] for name in ("a", "c"))
    by_hand = (100 * (240 * first + 320 * second) / 560 @ THIRDS).std(ddof=1)
    assert found["evi_se"] == pytest.approx(by_hand, abs=5e-4)
    assert float(str(found["evi_se"])) < 2.0


def test_a_score_that_is_no_mean_of_dimensions_has_the_bound_even_with_draws() -> None:
    found = row("a", "c", draws=drawn(draw_rows(("a", "c", "p")), None))
    assert found["basis"] == "bound"
    assert float(str(found["means_se"])) < 0.02


@pytest.mark.property
def test_the_bound_is_never_narrower_than_the_draws() -> None:
    draws = drawn(draw_rows(("a", "b", "c", "d", "p")), THIRDS)
    spread = {
        name: (100 * draws.values[place] @ THIRDS).std(ddof=1)
        for name, place in draws.place.items()
    }
    own = own_areas().with_columns(
        evi_se=pl.col("dguid").replace_strict(spread, default=None, return_dtype=pl.Float64)
    )
    for pair in (("a", "c"), ("b", "d"), ("a", "d")):
        table = own.filter(pl.col("dguid").is_in(pair))
        weight = table["population_16plus"] / table["population_16plus"].sum()
        bound = float((weight * table["evi_se"]).sum())
        assert float(str(row(*pair, draws=draws)["evi_se"])) <= bound + 1e-3


def test_a_province_is_compared_with_nothing() -> None:
    assert row("p")["province"] is None
    assert "evi_relative" not in row("p")
    assert row("a", "c")["province"] == "13"


def test_missing_margins_cost_a_union_its_grades() -> None:
    # Half-width 3.92 points is D; areas graded one lower for a missing margin give E.
    nesting = own_nesting()
    lower = nesting.areas.with_columns(quality=pl.lit("E"))
    changed = type(nesting)(
        lower, nesting.place, nesting.leaves, nesting.within, nesting.first_leaf,
        nesting.people, nesting.figures, nesting.published, nesting.whole,
    )  # fmt: skip
    found = union_row(changed, cover(changed, weights_of(changed, ["a", "c"])), NO_DRAWS)
    assert (row("a", "c")["quality"], found["quality"]) == ("D", "E")
