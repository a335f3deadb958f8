"""Atom feeds are valid, one in each language, and name the language of each text."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.site.guide.making import make_record
from tests.site.guide.surroundings import make_listed

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed(client: Any, lang: str, name: str) -> ET.Element:
    answer = client.get(f"/{lang}/guide/feeds/{name}.atom")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


@pytest.mark.parametrize("name", ["records", "changes"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_feed_has_what_atom_asks_for(
    guide_client: Any, guide_sqlite: str, lang: str, name: str
) -> None:
    make_listed()
    make_listed()
    found = feed(guide_client, lang, name)
    assert found.get(LANG) == lang
    own = f"http://localhost/{lang}/guide/feeds/{name}.atom"
    links = {each.get("rel"): each.get("href") for each in found.findall(f"{ATOM}link")}
    assert links == {"self": own, "alternate": f"http://localhost/{lang}/guide/{name}/"}
    assert found.findtext(f"{ATOM}id") == own
    assert found.find(f"{ATOM}author/{ATOM}name") is not None
    entries = found.findall(f"{ATOM}entry")
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == len(entries) == 2
    for each in (found, *entries):
        assert each.findtext(f"{ATOM}title")
        assert MOMENT.fullmatch(each.findtext(f"{ATOM}updated") or "")


def test_a_text_of_the_other_language_is_marked(guide_client: Any, guide_sqlite: str) -> None:
    make_listed(title_fr="Titre de travail", title_fr_is_working=True, summary_fr="")
    entry = feed(guide_client, "fr", "records").find(f"{ATOM}entry")
    assert entry is not None
    assert entry.get(LANG) == "fr"
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert summary.get(LANG) == "en"


@pytest.mark.parametrize("name", ["records", "changes"])
def test_a_feed_says_that_a_title_is_a_working_one(
    guide_client: Any, guide_sqlite: str, name: str
) -> None:
    make_listed(title_fr="Lettres", title_fr_is_working=True)
    entry = feed(guide_client, "fr", name).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Lettres (titre de travail)"


def test_a_feed_says_that_a_project_is_not_verified(guide_client: Any, guide_sqlite: str) -> None:
    make_listed()
    category = feed(guide_client, "en", "records").find(f"{ATOM}entry/{ATOM}category")
    assert category is not None
    assert "unverified" in (category.get("term") or "")


def test_a_feed_holds_what_is_public_alone_and_stays_text(guide_client: Any, guide_db: str) -> None:
    make_record(title_en="A secret draft")
    make_listed(title_en="<script>\x0b & more")
    answer = guide_client.get("/en/guide/feeds/records.atom").content.decode()
    assert "A secret draft" not in answer
    assert "&lt;script&gt; &amp; more" in answer
    titles = [
        each.findtext(f"{ATOM}title")
        for each in feed(guide_client, "en", "records").findall(f"{ATOM}entry")
    ]
    assert titles == ["<script> & more"]


def test_a_retired_project_leaves_the_feed_and_is_told_as_a_change(
    guide_client: Any, guide_sqlite: str
) -> None:
    from balise.site.guide.publishing import retire

    record = make_listed()
    retire(record, why_en="It ended.", why_fr="Il a pris fin.")
    assert feed(guide_client, "fr", "records").findall(f"{ATOM}entry") == []
    last = feed(guide_client, "fr", "changes").find(f"{ATOM}entry")
    assert last is not None
    assert last.findtext(f"{ATOM}summary") == "Il a pris fin."
    category = last.find(f"{ATOM}category")
    assert category is not None
    assert category.get("term") == "retiré"
