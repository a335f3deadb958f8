"""A verdict follows from the interval and the checks, by rules that are told."""

import pytest

from balise.impact import VERDICTS, WORDS, Check, Estimate, State, Verdict, decide

ABOVE = Estimate(2.0, 0.5, 1.0, 3.0)
AROUND = Estimate(0.2, 0.5, -0.8, 1.2)


def check(code: str, state: State) -> Check:
    return Check(code, state, f"{code} is {state}.", f"{code} : {state}.")


@pytest.mark.parametrize(
    ("effect", "trends", "placebo", "expected"),
    [
        (ABOVE, "pass", "pass", "attributable"),
        (ABOVE, "pass", "caution", "probably"),
        (ABOVE, "pass", "not_done", "probably"),
        (ABOVE, "pass", "fail", "contributes"),
        (AROUND, "pass", "pass", "no_evidence"),
        (ABOVE, "fail", "pass", "cannot"),
        (AROUND, "not_done", "pass", "cannot"),
        (Estimate(2.0), "pass", "pass", "contributes"),
    ],
)
def test_a_verdict_follows_from_the_interval_and_the_checks(
    effect: Estimate, trends: State, placebo: State, expected: Verdict
) -> None:
    verdict, reasons = decide(
        effect,
        [check("trends", trends), check("placebo", placebo)],
        deciding=frozenset({"trends"}),
        needed=frozenset({"placebo"}),
    )
    assert verdict == expected
    assert all(en and fr for en, fr in reasons)
    assert reasons


def test_a_needed_check_that_nobody_made_is_a_doubt_and_a_design_has_its_best_verdict() -> None:
    nothing: frozenset[str] = frozenset()
    missing = decide(ABOVE, [], deciding=nothing, needed=frozenset({"placebo"}))
    assert missing[0] == "probably"
    assert "placebo" in missing[1][0][0]
    weak = decide(ABOVE, [], deciding=nothing, needed=nothing, at_most="contributes")
    assert weak[0] == "contributes"


def test_every_verdict_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(VERDICTS)
    assert all(en != fr for en, fr in WORDS.values())
