"""A collection shows its public projects in order, each with the reason it is there."""

from typing import Any

from tests.site.guide.making import make_record
from tests.site.guide.surroundings import make_collection, make_listed
from tests.site.guide.test_plays import read


def test_a_collection_shows_public_projects_alone_each_with_its_reason(
    guide_client: Any, guide_db: str
) -> None:
    first = make_listed(title_en="The first", title_fr="Le premier")
    second = make_listed(title_en="The second", title_fr="Le deuxième")
    make_collection("together", second, first, make_record(title_en="A secret draft"))
    page = read(guide_client, "/en/guide/collections/together/")
    assert page.index("The second") < page.index("The first")
    assert "A secret draft" not in page
    assert page.count("It began.") == 2
    assert "2 projects" in read(guide_client, "/en/guide/collections/")
    assert "2 projets" in read(guide_client, "/fr/guide/collections/")
