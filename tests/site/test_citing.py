"""Whoever takes figures away knows what to cite, and finds the same figures again."""

import html
import re
from typing import Any

import pytest

from tests.site.test_pages import FREDERICTON, text_of

PAGES = (f"areas/{FREDERICTON}/", f"compare/?a={FREDERICTON}&a=2021A00051307022", "download/")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_figures_says_how_to_cite_it(client: Any, page: str, lang: str) -> None:
    from balise.site.explorer.releases import library

    loaded = library().first
    text = client.get(f"/{lang}/{page}").content.decode()
    block = text.partition('<section class="cite"')[2].partition("</section>")[0]
    said = text_of(block)
    citation, licence = loaded.record["citation"], loaded.record["licence"]
    assert isinstance(citation, dict)
    assert isinstance(licence, dict)
    assert citation[lang] in said
    assert licence[lang] in said
    name = f"{loaded.name}@{str(loaded.record['seal'])[:12]}"
    assert name in said
    assert re.search(r"\b\d{4}-\d\d-\d\d\b", said)
    found = re.search(r'href="([^"]+)"', block)
    assert found
    address = html.unescape(found[1])
    assert address.startswith(f"http://localhost/{lang}/{page.partition('?')[0]}")
    assert address.endswith(f"release={name}")
    again = client.get(address)
    assert again.status_code == 200
    asked = page.partition("?")[2]
    assert all(each in address for each in asked.split("&"))


@pytest.mark.parametrize("seal", ["0" * 12, "0"])
def test_figures_that_were_replaced_are_not_passed_off_as_those_cited(
    client: Any, seal: str
) -> None:
    from balise.site.explorer.releases import library

    answer = client.get(f"/en/areas/{FREDERICTON}/?release={library().first.name}@{seal}")
    assert answer.status_code == 404
    assert "now bears another seal" in text_of(answer.content.decode())
