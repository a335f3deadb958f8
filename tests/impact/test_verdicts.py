"""A verdict follows from the interval and the checks, by rules that are told."""

import pytest

from balise.impact import VERDICTS, WORDS, Answer, Check, Estimate, State, Verdict, decide, told

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


def test_reasons_come_in_the_order_of_what_they_weigh() -> None:
    codes = ["few_units", "panel", "pre_trends", "sensitivity", "other"]
    _, reasons = decide(
        ABOVE,
        [check(code, "caution") for code in codes],
        deciding=frozenset(),
        needed=frozenset(codes),
    )
    found = [en.split()[0] for en, _ in reasons]
    assert found == ["pre_trends", "sensitivity", "other", "few_units", "panel"]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("design", ["experiment", "match", "synth", "its"])
def test_what_cannot_be_attributed_is_not_told_as_an_effect(design: str, lang: str) -> None:
    answer = Answer(design, {"outcome": "visits"}, "simple", {"simple": ABOVE}, (), "cannot", ())
    line = told(answer, lang)[1]
    wanted = {
        "en": "found, 2.00, is not to be told as an effect.",
        "fr": "L’écart trouvé, 2,00, ne doit pas être présenté comme un effet.",
    }
    assert line.endswith(wanted[lang])
