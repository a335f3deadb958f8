"""Titles come in the order of the alphabet: accents and capitals change nothing."""

import re
from typing import Any

import pytest

from tests.site.guide.surroundings import make_collection, make_listed, make_resource

# In the order of a dictionary; code points have it e, Z, é, É.
TITLES = ("eau", "École", "étang", "Été", "Œuvre", "Zone")


def make_here(identifier: str, **titles: str) -> Any:
    return make_listed(identifier=identifier, **titles)


@pytest.mark.parametrize(
    ("page", "make"),
    [
        ("here/", make_here),
        ("records/?sort=title", make_here),
        ("resources/", make_resource),
        ("collections/", make_collection),
    ],
)
def test_lists_are_sorted_as_a_dictionary_is(
    guide_db: str, guide_client: Any, page: str, make: Any
) -> None:
    for number, title in enumerate(reversed(TITLES)):
        make(f"item-{number}", title_fr=title, title_en=f"A{number}")
    read = guide_client.get(f"/fr/guide/{page}").content.decode()
    shown = [each for each in re.findall(r">([^<>]+)</a>", read) if each in TITLES]
    assert shown == list(TITLES)


def test_a_book_lists_resources_by_the_title_of_its_language() -> None:
    from balise.site.guide.edition_pages import pages_of
    from tests.site.guide.edition_books import make_book

    titles = [("Alpha", "École"), ("Beta", "Zone"), ("Gamma", "Eau")]
    resources = [
        {"id": en, "kind": "software", "title_en": en, "title_fr": fr} for en, fr in titles
    ]
    book = make_book(resources=resources)
    shown = {
        lang: [row[0][0][0]["t"] for row in pages_of(book, lang)["resources"]]
        for lang in ("en", "fr")
    }
    assert shown == {"en": ["Alpha", "Beta", "Gamma"], "fr": ["Eau", "École", "Zone"]}


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    from django.utils.translation import override

    from balise.site.guide.told import day_told

    with override("fr"):
        assert [day_told(each) for each in ("2027-05-01", "2027-05-11", "2027-05")] == [
            "1er mai 2027",
            "11 mai 2027",
            "mai 2027",
        ]
    with override("en"):
        assert day_told("2027-05-01") == "May 1, 2027"
