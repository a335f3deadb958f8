"""Every sentence of the site is in both languages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from balise.site.catalogues import compile_catalogues
from tests.site.messages import CATALOGUES, catalogue, messages


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_sentence_is_translated_and_no_translation_is_left_over(name: str) -> None:
    with catalogue(name).open("rb") as source:
        kept = read_po(source, abort_invalid=True)
    # Of a sentence for one and for many, the first is the key.
    keys = [(each, each.id[0] if isinstance(each.id, tuple) else each.id) for each in kept]
    translated = {(each.context or "", str(key)) for each, key in keys if key}
    assert translated == messages(name)
    assert [each.id for each in kept if each.id and not each.string] == []
    assert [each.id for each in kept if each.fuzzy and each.id] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_translation_names_the_same_values(name: str) -> None:
    with catalogue(name).open("rb") as source:
        kept = read_po(source)
    for each in kept:
        found = [sorted(re.findall(r"%\(\w+\)s", str(text))) for text in (each.id, each.string)]
        assert found[0] == found[1] or not each.id


def test_a_sentence_of_two_parts_of_the_site_is_translated_alike() -> None:
    said: dict[tuple[str, str], set[str]] = {}
    for name in CATALOGUES:
        with catalogue(name).open("rb") as source:
            for each in read_po(source):
                if each.id:
                    said.setdefault((each.context or "", str(each.id)), set()).add(str(each.string))
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    text = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    text.parent.mkdir(parents=True)
    text.write_bytes(catalogue("site").read_bytes())
    assert len(compile_catalogues(tmp_path)) == 1
    assert compile_catalogues(tmp_path) == ()


@pytest.mark.parametrize("name", CATALOGUES)
def test_french_is_written_with_the_apostrophe_of_print(name: str) -> None:
    with catalogue(name).open("rb") as source:
        kept = read_po(source)
    texts = [each.string for each in kept if each.id]
    said = [one for each in texts for one in ([each] if isinstance(each, str) else each or ())]
    assert [each for each in said if re.search(r"\w'\w", each)] == []


def test_first_texts_in_french_are_written_with_the_apostrophe_of_print() -> None:
    sown = [each for app in ("guide", "secretariat") for each in _seeds(app)]
    assert len(sown) > 4
    found = [
        line
        for each in sown
        for line in each.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(?:[cdjlmnst]|qu)'\w", line, re.IGNORECASE)
    ]
    assert found == []


def _seeds(app: str) -> list[Path]:
    return sorted((catalogue(app).parents[3] / "seed").glob("*.yaml"))
