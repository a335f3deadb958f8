"""The words of messages: both languages, filled, never more than they should tell."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def letter(guide_site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from balise.site.secretariat.letters import LETTERS, Letter

    words = Letter("Receipt of %(title)s", ("Hello %(name)s,", "%(address)s"))
    monkeypatch.setitem(LETTERS, "receipt", words)


def write(*, is_repeated: bool = False, lang: str = "en", **told: str) -> Any:
    from balise.site.secretariat.letters import written

    given = {"title": "A title", "name": "A", "address": "https://example.org/"} | told
    return written("receipt", lang, given, is_repeated=is_repeated)


def test_what_is_told_fills_the_words() -> None:
    letter = write()
    assert letter.subject == "Receipt of A title"
    assert letter.body.startswith("Hello A,\n\nhttps://example.org/\n")


def test_a_subject_stays_short_and_on_one_line_whatever_fills_it() -> None:
    letter = write(title="a\r\nBcc: x@example.org\0\x1b " + "n" * 5_000)
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert letter.subject.isprintable()
    assert len(letter.subject) <= 300


def test_signs_that_turn_the_direction_of_a_subject_are_left_out() -> None:
    assert write(title="pdf.\u202eexe").subject == "Receipt of pdf.exe"
    assert write(title="مرحبا cafe\u0301").subject == "Receipt of مرحبا café"


def test_signs_of_percent_in_what_people_wrote_stay_signs() -> None:
    letter = write(title="100 %(name)s %d", name="50 %")
    assert letter.subject == "Receipt of 100 %(name)s %d"
    assert "Hello 50 %," in letter.body


@pytest.mark.parametrize(("lang", "says"), [("en", "sent again"), ("fr", "nouvel envoi")])
def test_a_repeated_message_says_so_in_its_language(lang: str, says: str) -> None:
    letter = write(is_repeated=True, lang=lang)
    assert says in letter.subject


def test_every_letter_is_in_both_languages() -> None:
    import re

    from balise.site.secretariat.letters import LETTERS, written

    for kind, letter in LETTERS.items():
        if kind == "receipt":
            continue
        words = " ".join(map(str, (letter.subject, *letter.paragraphs)))
        told = dict.fromkeys(re.findall(r"%\((\w+)\)s", words), "x")
        texts = [written(kind, lang, told, is_repeated=False) for lang in ("en", "fr")]
        assert texts[0].subject != texts[1].subject, kind
        assert texts[0].body != texts[1].body, kind
