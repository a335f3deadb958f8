"""Every sentence of the site is in both languages."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from balise.site.catalogues import compile_catalogues
from tests.site.messages import SITE, messages

TEXT = SITE / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def test_every_sentence_is_translated_and_no_translation_is_left_over() -> None:
    with TEXT.open("rb") as source:
        catalogue = read_po(source, abort_invalid=True)
    translated = {(each.context or "", str(each.id)) for each in catalogue if each.id}
    assert translated == messages()
    assert [each.id for each in catalogue if each.id and not each.string] == []
    assert [each.id for each in catalogue if each.fuzzy and each.id] == []


def test_a_translation_names_the_same_values() -> None:
    with TEXT.open("rb") as source:
        catalogue = read_po(source)
    for each in catalogue:
        found = [sorted(re.findall(r"%\(\w+\)s", str(text))) for text in (each.id, each.string)]
        assert found[0] == found[1] or not each.id


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    text = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    text.parent.mkdir(parents=True)
    text.write_bytes(TEXT.read_bytes())
    assert len(compile_catalogues(tmp_path)) == 1
    assert compile_catalogues(tmp_path) == ()
