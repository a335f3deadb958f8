"""The plays, resources and collections of the package are published once, in both languages."""

import pytest

from tests.site.guide.making import make_record


def test_the_texts_of_the_package_are_published_once(guide_sqlite: str) -> None:
    from balise.site.guide.models import Collection, Play, Resource
    from balise.site.guide.seed_texts import load_texts
    from balise.site.guide.seeding import SEED

    record = make_record(identifier="trois-rivieres-beach")
    assert load_texts(SEED) == 35
    for kind, count in ((Play, 10), (Resource, 19), (Collection, 6)):
        assert kind.objects.filter(live=True).count() == count
    assert load_texts(SEED) == 0
    play = Play.objects.get(identifier="start-with-a-question")
    assert [each.record for each in play.examples.all()] == [record]
    assert [each.block_type for each in play.body_fr][:2] == ["step", "step"]


def test_no_link_of_the_package_claims_to_be_tested(guide_sqlite: str) -> None:
    from balise.site.guide.models import Resource
    from balise.site.guide.seed_texts import load_texts
    from balise.site.guide.seeding import SEED

    load_texts(SEED)
    assert not Resource.objects.filter(checked_on__isnull=False).exists()


@pytest.mark.parametrize("kind", ["plays", "collections"])
def test_every_project_that_the_package_names_is_in_its_inventory(kind: str) -> None:
    import yaml

    from balise.site.guide.seeding import SEED

    texts = yaml.safe_load((SEED / f"{kind}.yaml").read_text("utf-8"))[kind]
    records = yaml.safe_load((SEED / "records.yaml").read_text("utf-8"))["records"]
    there = {each["id"] for each in records}
    named = {each for text in texts for each in text.get("examples", text.get("projects"))}
    assert named - there == set()
