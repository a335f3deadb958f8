"""Reports of attribution print the numbers of their answer, in words that its verdict allows."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from balise.impact import STATES, VERDICTS, WORDS, Answer, Check, Verdict
from balise.reports import Question, impact_html, impact_pdf, impact_report
from balise.reports.impact_sentences import finding
from balise.reports.impact_words import CHECKS
from balise.vocabulary import BaliseError
from tests.reports.answers import DESIGNS, answer_of, with_verdict
from tests.reports.printed import alternatives, tags, text_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pypdf")

LANGUAGES = ("en", "fr")
ASKED = Question(
    "the mobile team | l’équipe mobile", "people served | personnes servies", "office | bureau"
)
CAUSE = re.compile(r"because of|en raison d|grâce à|thanks to|à cause d", re.I)
NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")
# What the words of a report say of probabilities, of digests, and when methods were published.
FIXED = {"0.05", "1", "19", "20", "95", "256"}
YEARS = {"1923", "1954", "1983", "1987", "2009", "2010", "2013", "2017", "2020", "2021", "2023"}


class Reader(HTMLParser):
    """Reads what a page shows: text, and the alternatives of its pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.page = page
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts += [value or "" for name, value in attrs if name == "alt"]

    def handle_data(self, data: str) -> None:
        if self.tags[-1][0] != "style" if self.tags else True:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n]+", " ", " ".join(self.texts))


@cache
def page_of(design: str, verdict: Verdict, language: str) -> Reader:
    """The page of an answer with a verdict, in the words of those who ask."""
    return Reader(impact_html(with_verdict(answer_of(design), verdict), language, ASKED))


def three_digits(value: float) -> set[str]:
    """Three significant digits, and no more than eight decimals: written by other means."""
    size = abs(value)
    if size < 5e-9:
        return {"0"}
    if size >= 100:
        return {f"{size:.0f}"}
    places = 2
    while places < 8 and round(size * 10**places) < 100 and size * 10**places < 100:
        places += 1
    return {f"{size:.{places}f}"}


def numbers_in(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from numbers_in(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for each in value:
            yield from strings_in(each)
    elif isinstance(value, str):
        yield value


def plain(written: str, language: str) -> str:
    """A number without the marks of thousands, with a decimal point."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", written)
    return bare.replace(",", ".") if language == "fr" else bare.replace(",", "")


def unknown(text: str, answer: Answer, language: str) -> list[str]:
    """Numbers of a text that no value of the answer's JSON makes."""
    record = answer.to_json()
    known = FIXED | YEARS
    for value in numbers_in(record):
        known |= three_digits(value) | {f"{abs(value):.0f}"}
    known |= {f"{100 * value:.0f}" for value in numbers_in(record["weights"])}
    for each in strings_in(record):
        for number in NUMBER.findall(each):
            known |= {plain(number, "en"), plain(number, "fr")}
    return [each for each in found(text, language) if each not in known]


def found(text: str, language: str) -> list[str]:
    """Numbers of a text, in which spaces that do not break stand between thousands."""
    return [plain(each, language) for each in NUMBER.findall(text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("design", DESIGNS)
def test_every_number_of_a_page_is_that_of_its_answer(
    design: str, verdict: Verdict, language: str
) -> None:
    answer = with_verdict(answer_of(design), verdict)
    page = page_of(design, verdict, language)
    assert len(found(page.text, language)) > 40
    assert unknown(page.text, answer, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design", DESIGNS)
def test_every_number_of_the_pdf_is_that_of_its_answer(design: str, language: str) -> None:
    answer = answer_of(design)
    made = impact_pdf(answer, language, ASKED)
    reader = PdfReader(io.BytesIO(made))
    told = " ".join(page.extract_text() for page in reader.pages)
    odd = unknown(f"{told} {' '.join(alternatives(reader.root_object))}", answer, language)
    assert set(odd) <= {"2"}  # the number of the last page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("design", DESIGNS)
def test_only_two_verdicts_tell_a_cause(design: str, verdict: Verdict, language: str) -> None:
    answer = with_verdict(answer_of(design), verdict)
    silent = finding(answer, Question(), language)
    for told in (page_of(design, verdict, language).text, silent):
        assert bool(CAUSE.search(told)) is (verdict in {"attributable", "probably"})
    assert WORDS[verdict][language == "fr"][1:] in page_of(design, verdict, language).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", ["attributable", "probably", "contributes", "no_evidence"])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_first_sentence_has_the_interval_of_the_headline(
    design: str, verdict: Verdict, language: str
) -> None:
    answer = with_verdict(answer_of(design), verdict)
    effect = answer.estimates[answer.headline]
    page = page_of(design, verdict, language).text
    start = page.index({"en": "In plain words", "fr": "En clair"}[language])
    sentence = page[start : page.index("Verdict", start)]
    ends = {*three_digits(effect.low or 0.0), *three_digits(effect.high or 0.0)}
    assert ends <= set(found(sentence, language))
    if verdict != "no_evidence":
        fewer = {"en": "fewer people", "fr": "personnes servies de moins"}[language]
        assert (fewer in sentence) is (effect.estimate < 0)
        assert three_digits(effect.estimate) <= set(found(sentence, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design", DESIGNS)
def test_every_check_and_reason_is_printed_with_its_state_in_words(
    design: str, language: str
) -> None:
    answer = with_verdict(answer_of(design), "contributes")
    states = {
        "en": dict(zip(STATES, ("Passed", "Caution", "Failed", "Not done"), strict=True)),
        "fr": dict(zip(STATES, ("Réussie", "Réserve", "Échec", "Non faite"), strict=True)),
    }[language]
    reader = page_of(design, "contributes", language)
    page = reader.page
    rows = re.findall(r"<span class='state (\w+)'>([^<]+)</span>", page)
    assert rows == [(each.state, states[each.state]) for each in answer.checks]
    assert {each.code for each in answer.checks} <= set(CHECKS)
    assert "This check was made up." in page or "Cette vérification est inventée." in page


@pytest.mark.parametrize(
    "verdict",
    [*VERDICTS[:2], *(pytest.param(each, marks=pytest.mark.slow) for each in VERDICTS[2:])],
)
@pytest.mark.parametrize("design", DESIGNS)
def test_a_report_is_two_tagged_pages_in_its_language(design: str, verdict: Verdict) -> None:
    answer = with_verdict(answer_of(design), verdict)
    language = LANGUAGES[VERDICTS.index(verdict) % 2]
    reader = PdfReader(io.BytesIO(impact_pdf(answer, language, ASKED)))
    assert len(reader.pages) == 2
    root: Any = reader.root_object
    assert str(root["/Lang"]).startswith(language)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    seen = tags(root["/StructTreeRoot"])
    assert seen.count("/H1") == 1
    assert seen.count("/H2") >= 7
    assert {"/Table", "/TH", "/TD", "/Figure", "/P"} <= set(seen)
    assert [len(each) > 40 for each in alternatives(root)] == [True]


@pytest.mark.parametrize("design", DESIGNS)
def test_the_same_answer_gives_the_same_report(design: str) -> None:
    answer = answer_of(design)
    assert impact_pdf(answer, "fr", ASKED) == impact_pdf(answer, "fr", ASKED)
    assert impact_html(answer, "en") == impact_html(answer, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_without_scripts(language: str) -> None:
    page = impact_html(answer_of("did"), language, ASKED)
    reader = Reader(page)
    assert "script" not in {tag for tag, _given in reader.tags}
    assert not [name for _tag, given in reader.tags for name in given if name.startswith("on")]
    linked = [
        value
        for _tag, given in reader.tags
        for name, value in given.items()
        if name in {"src", "href", "srcset"}
    ]
    assert linked
    assert all(str(each).startswith("data:image/svg+xml;base64,") for each in linked)


def test_what_is_asked_is_told_in_the_words_of_who_asks_or_by_its_column() -> None:
    answer = with_verdict(answer_of("did"), "attributable")
    named = Reader(impact_html(answer, "fr", ASKED)).text
    assert "En raison de l’équipe mobile, il y a eu, en moyenne, entre " in named
    assert "personnes servies de plus par mois pour chaque bureau qui a eu le programme" in named
    assert "mobile team" not in named
    silent = Reader(impact_html(answer, "en")).text
    assert "Because of the program, the value of “people_served” was" in silent
    assert "column “people_served”" in silent
    assert "not named" in silent


def test_a_program_with_an_article_is_contracted_in_french() -> None:
    answer = with_verdict(answer_of("its"), "attributable")
    told = Reader(impact_html(answer, "fr", Question("les visites", "appels"))).text
    assert "En raison des visites, " in told
    assert "L’effet des visites" in told


def test_words_of_a_user_are_no_markup() -> None:
    page = impact_html(answer_of("its"), "en", Question("<b>#strong</b> & co", "calls"))
    assert "<b>" not in page
    assert "&lt;b&gt;#strong&lt;/b&gt; &amp; co" in page
    made = impact_pdf(answer_of("its"), "en", Question("<b>#strong[x]</b> $x$ & co", "calls"))
    assert "<b>#strong[x]</b> $x$ & co" in text_of(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_marks_departures_from_the_plan(language: str) -> None:
    answer = answer_of("its")
    none = Reader(impact_html(answer, language)).text
    kept = Reader(impact_html(answer, language, departures=[])).text
    left = Reader(impact_html(answer, language, departures=[("Other start.", "Autre début.")])).text
    assert {"en": "No plan was given", "fr": "Aucun plan n’a été fourni"}[language] in none
    assert {"en": "None: the analysis is", "fr": "Aucun\u00a0: l’analyse est"}[language] in kept
    assert {"en": "Other start.", "fr": "Autre début."}[language] in left


def test_an_effect_without_interval_says_so() -> None:
    answer = with_verdict(answer_of("synth"), "contributes")
    bare = replace(answer.estimates["simple"], se=None, low=None, high=None)
    alone = replace(answer, estimates={**answer.estimates, "simple": bare})
    told = Reader(impact_html(alone, "en", ASKED)).text
    assert "(no interval)" in told
    assert "The effect needs an interval" in told
    assert not CAUSE.search(told)


def test_a_check_without_words_yet_is_printed_by_its_code() -> None:
    answer = answer_of("its")
    more = replace(answer, checks=(*answer.checks, Check("moon_phase", "pass", "Full.", "Pleine.")))
    assert "moon phase" in impact_html(more, "en")


def test_a_report_is_written_by_the_ending_of_its_name(tmp_path: Path) -> None:
    answer = answer_of("its")
    assert (
        impact_report(answer, tmp_path / "new" / "a.html", "fr").read_bytes().startswith(b"<!doc")
    )
    assert impact_report(answer, tmp_path / "a.PDF", "fr").read_bytes().startswith(b"%PDF")
    with pytest.raises(BaliseError, match=r"ends in \.doc. Expected \.pdf or \.html"):
        impact_report(answer, tmp_path / "a.doc", "fr")
    with pytest.raises(BaliseError, match="'de'"):
        impact_report(answer, tmp_path / "b.html", "de")
