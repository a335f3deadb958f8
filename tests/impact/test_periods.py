"""Periods are read as people write them, in both languages, or refused with examples."""

import pytest

from balise.impact.periods import read_periods
from balise.vocabulary import ImpactError


@pytest.mark.parametrize(
    ("written", "kind", "names"),
    [
        (["2003", "2004"], "number", ["2003", "2004"]),
        (["2020-01", "2020-03"], "month", ["2020-01", "2020-03"]),
        (["janvier 2020", "févr. 2020"], "month", ["2020-01", "2020-02"]),
        (["January 2020", "Dec 2020"], "month", ["2020-01", "2020-12"]),
        (["août 2021", "2021-09"], "month", ["2021-08", "2021-09"]),
        (["202001", "202002"], "month", ["2020-01", "2020-02"]),
        (["2020-T1", "2020T2"], "quarter", ["2020-Q1", "2020-Q2"]),
        (["2019-2020", "2020-2021"], "fiscal", ["2019-2020", "2020-2021"]),
        (["2009-10", "2010-11"], "fiscal", ["2009-2010", "2010-2011"]),
        (["2020-03-31", "2021-03-31"], "number", ["2020", "2021"]),
        (["2020-01-31", "2020-02-29"], "month", ["2020-01", "2020-02"]),
        (["2020-01-06", "2020-01-13", "2020-01-20"], "week", ["2020-01-06", "2020-01-13"]),
        (["2020-01-06", "2020-01-08"], "day", ["2020-01-06", "2020-01-08"]),
    ],
)
def test_periods_of_many_kinds_follow_each_other(
    written: list[str], kind: str, names: list[str]
) -> None:
    periods = read_periods("when", written)
    assert periods.kind == kind
    assert [periods.name(value) for value in periods.values[: len(names)]] == names


def test_january_comes_after_december() -> None:
    values = read_periods("when", ["décembre 2019", "janvier 2020"]).values
    assert values[1] - values[0] == 1


def test_words_that_are_no_periods_are_refused_with_examples() -> None:
    with pytest.raises(ImpactError, match=r"found 'before', 'after'.*janvier 2020.*number the"):
        read_periods("when", ["before", "after"])


def test_dates_that_read_two_ways_are_refused_with_the_reason() -> None:
    with pytest.raises(ImpactError, match=r"'01/07/2011'.*day first or month first"):
        read_periods("when", ["01/07/2011", "02/07/2011"])
    with pytest.raises(ImpactError, match=r"'31/07/2011'.*Expected periods of one kind"):
        read_periods("when", ["01/07/2011", "31/07/2011"])
