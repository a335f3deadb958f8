"""A book prints no title that nobody has reviewed."""

from tests.site.guide.making import make_record
from tests.site.guide.surroundings import make_listed


def test_a_working_title_of_another_project_is_not_printed(guide_sqlite: str) -> None:
    from balise.site.guide.edition_book import contents_on
    from balise.site.guide.models import Adaptation, Record

    other = make_listed(title_en="Seed", title_fr="Semence", title_fr_is_working=True)
    record = make_record()
    Adaptation.objects.create(record=record, direction="from", other_id=other.pk)
    Record.objects.get(pk=record.pk).save_revision().publish()
    held = contents_on(record.confirmed_on)["records"]
    assert [each["id"] for each in held] == [record.identifier]
    row = held[0]["adaptations"][0]
    assert (row["other_title_en"], row["other_title_fr"]) == ("Seed", "")
