"""Seeds of provinces that start from invented respondents."""

from dataclasses import replace

import numpy as np
import pytest

from balise.synthesis import CodedRespondents, make_seed, province_starts, seed_cells
from balise.synthesis.seed import PRIVATE_HOUSEHOLDS, START_EDUCATION
from balise.vocabulary import PROVINCES, SurveyError
from tests.survey.country import Array, published, seeds

CELLS = seed_cells()
ADULTS = CELLS.adult
ALL = ("age", "education", "income_quartile", "immigrant")


def start_of(code: str, association: float = 0.25) -> Array:
    """Adults of a published seed by age, education, quartile and immigrant status."""
    shares = make_seed(published().counts[code], association=association).shares[ADULTS]
    return np.asarray(shares.reshape(7, 4, 4, 2) / shares.sum())


def respondents(sizes: dict[str, int], association: float = 1.0) -> CodedRespondents:
    """So many respondents of each province, drawn where education goes with income."""
    rng = np.random.default_rng(5)
    codes, places = [], []
    for code, size in sizes.items():
        start = start_of(code, association)
        drawn = rng.choice(start.size, size, p=start.ravel())
        codes.append(np.column_stack(np.unravel_index(drawn, start.shape)))
        places += [code] * size
    whole = np.concatenate(codes).astype(np.int64)
    return CodedRespondents(ALL, whole, np.array(places), np.full(len(whole), 100.0))


def pull(start: Array) -> float:
    """Mean log odds by which education goes with income at one age."""
    table = start.sum(axis=3)
    odds = table[:, 1:, 1:] * table[:, :-1, :-1] / (table[:, 1:, :-1] * table[:, :-1, 1:])
    return float(np.log(odds).mean())


def test_published_tables_alone_give_back_their_own_seed_as_a_start() -> None:
    counts, own = published().counts["13"], seeds()["13"]
    again = make_seed(counts, association=0.25, start=start_of("13"))
    assert again.shares == pytest.approx(own.shares, abs=2e-5)


@pytest.mark.property
def test_a_seed_from_respondents_meets_every_published_margin() -> None:
    starts = province_starts(respondents({"13": 4000, "35": 9000}), seeds())
    counts = published().counts["13"]
    seed = make_seed(counts, association=0.25, start=starts["13"])
    people = seed.shares * seed.population
    assert seed.misfit < 1e-8
    assert np.bincount(CELLS.age, weights=people) == pytest.approx(counts.ages)
    holders = people[CELLS.education >= 2].sum()
    assert holders * PRIVATE_HOUSEHOLDS == pytest.approx(counts.postsecondary_15plus, rel=1e-6)
    born_here = people[~CELLS.immigrant].sum()
    assert born_here * PRIVATE_HOUSEHOLDS == pytest.approx(counts.non_immigrants, rel=1e-6)


def test_education_goes_with_income_as_respondents_say() -> None:
    starts = province_starts(respondents({"35": 60_000}), seeds())
    seed = make_seed(published().counts["35"], association=0.25, start=starts["35"])
    told = pull(seed.shares[ADULTS].reshape(7, 4, 4, 2))
    assert told == pytest.approx(1.0, abs=0.15)


def test_a_province_without_respondents_starts_from_its_region_then_the_country() -> None:
    starts = province_starts(respondents({"12": 5000, "35": 20_000}), seeds())
    assert starts["13"] == pytest.approx(starts["11"])  # the Atlantic is Nova Scotia here
    assert starts["13"] != pytest.approx(starts["24"])
    assert starts["24"] == pytest.approx(starts["60"])  # nobody there: the country
    assert set(starts) == {each.code for each in PROVINCES}
    for start in starts.values():
        assert start.sum() == pytest.approx(1)
        assert (start > 0).all()


def test_respondents_of_a_region_count_for_it_and_for_no_province() -> None:
    mine = respondents({"12": 5000, "35": 20_000})
    places = np.where(mine.places == "12", "atlantic", mine.places)
    starts = province_starts(replace(mine, places=places), seeds())
    assert starts["12"] == pytest.approx(starts["13"])


def test_no_number_of_a_start_rests_on_fewer_than_five() -> None:
    # Four respondents of New Brunswick, all alike: its start is that of the country.
    mine = respondents({"35": 20_000})
    four = np.tile([[6, 3, 3, 1]], (4, 1))
    more = replace(
        mine,
        codes=np.concatenate([mine.codes, four]),
        places=np.concatenate([mine.places, ["13"] * 4]),
        weights=np.concatenate([mine.weights, np.full(4, 1e6)]),
    )
    starts = province_starts(more, seeds())
    assert starts["13"] == pytest.approx(starts["24"])


def test_what_respondents_do_not_tell_stays_as_published() -> None:
    mine = respondents({"35": 30_000})
    starts = province_starts(replace(mine, variables=ALL[:2], codes=mine.codes[:, :2]), seeds())
    seed = make_seed(published().counts["35"], association=0.25, start=starts["35"])
    assert pull(seed.shares[ADULTS].reshape(7, 4, 4, 2)) == pytest.approx(0.25, abs=0.01)
    # Education itself follows them: drawn from the published seed, not from the declared start.
    shares = starts["35"].sum(axis=(2, 3))
    shares /= shares.sum(axis=1, keepdims=True)
    told = start_of("35").sum(axis=(2, 3))
    told /= told.sum(axis=1, keepdims=True)
    assert np.abs(shares - told).max() < 0.04
    assert np.abs(shares - START_EDUCATION).max() > 0.04


def test_a_class_that_nobody_is_of_is_named() -> None:
    mine = respondents({"35": 5000})
    schooled = mine.codes[:, 1] < 3
    fewer = replace(
        mine,
        codes=mine.codes[schooled],
        places=mine.places[schooled],
        weights=mine.weights[schooled],
    )
    with pytest.raises(SurveyError, match=r"Seed, education: found fewer than 5 .* of bachelor"):
        province_starts(fewer, seeds())
