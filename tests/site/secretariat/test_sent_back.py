"""What a submitter changes after a step back: public pages and translations stay as they were."""

from typing import Any

from tests.site.guide.making import make_account
from tests.site.secretariat.calling import FILLED, make_draft, opened, versioned


def test_what_comes_back_keeps_the_translation_of_what_it_did_not_change(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.guide.models import Record
    from balise.site.secretariat import path

    draft = make_draft()
    claims = {
        "claims-1-kind": "finding",
        "claims-1-measure": "Wells are tested sooner",
        "claims-2-kind": "finding",
        "claims-2-measure": "Fewer visits",
    }
    guide_client.post(opened(draft), versioned(draft, "submit", **claims))
    record = Record.objects.get()
    path.send_back(record, make_account(), "Say more of the visits.")
    translated = record.get_latest_revision_as_object()
    rows = list(translated.claims.all())
    rows[0].measure_fr, rows[1].measure_fr = "Les puits sont analysés plus tôt", "Moins de visites"
    translated.claims = rows
    translated.save()
    translated.save_revision()
    claims["claims-2-measure"] = "Ten visits fewer"
    answer = guide_client.post(opened(draft), versioned(draft, "submit", **claims))
    assert answer.status_code == 303
    after = Record.objects.get().get_latest_revision_as_object()
    told = [(each.measure_en, each.measure_fr) for each in after.claims.all()]
    assert told == [
        ("Wells are tested sooner", "Les puits sont analysés plus tôt"),
        # What is translated anew starts from what was there.
        ("Ten visits fewer", "Moins de visites"),
    ]


def test_rows_that_were_mended_on_the_path_are_not_replaced_by_those_of_the_form(
    guide_sqlite: str, guide_client: Any
) -> None:
    from balise.site.guide.models import Claim, Record, Source
    from balise.site.secretariat import path

    draft = make_draft()
    rows: dict[str, Any] = {
        "sources-1-title": "Report",
        "sources-1-publisher": "Town",
        "sources-2-title": "Letters",
        "sources-2-publisher": "Town",
        "claims-1-kind": "finding",
        "claims-1-measure": "Wells are tested sooner",
        "claims-1-source": "1",
        "claims-2-kind": "finding",
        "claims-2-measure": "Fewer visits",
        "claims-3-kind": "finding",
        "claims-3-measure": "Cheaper",
    }
    guide_client.post(opened(draft), versioned(draft, "submit", **rows))
    record = Record.objects.get()
    path.send_back(record, make_account(), "Say more of the visits.")
    mended = record.get_latest_revision_as_object()
    claims, sources = list(mended.claims.all()), list(mended.sources.all())
    claims[0].note_en, claims[1].baseline_en = "Of 2024 alone.", "the year before"
    sources[0].publisher = "Town of Exampleville"
    mended.sources = [*sources, Source(key="s3", publisher="Province", title_en="Register")]
    mended.claims = [claims[0], claims[1], Claim(kind="finding", measure_en="Read by the group")]
    mended.save()
    mended.save_revision()
    rows |= {
        "claims-2-measure": "Ten visits fewer",
        "claims-2-source": "3",
        "claims-3-measure": "Cheaper",
        "sources-3-title": "Diary",
        "sources-3-publisher": "Town",
        "themes": ["water", "health"],
    }
    answer = guide_client.post(opened(draft), versioned(draft, "submit", **rows))
    assert answer.status_code == 303
    after = Record.objects.get().get_latest_revision_as_object()
    told = [
        (each.measure_en, each.note_en, each.baseline_en, each.source_key)
        for each in after.claims.all()
    ]
    assert told == [
        ("Wells are tested sooner", "Of 2024 alone.", "", "s1"),
        ("Ten visits fewer", "", "the year before", "s4"),
        ("Read by the group", "", "", ""),
    ]
    assert [(each.key, each.publisher, each.title_en) for each in after.sources.all()] == [
        ("s1", "Town of Exampleville", "Report"),
        ("s2", "Town", "Letters"),
        ("s4", "Town", "Diary"),
        ("s3", "Province", "Register"),
    ]
    assert {each.code for each in after.themes.all()} == {"water", "health"}


def test_a_text_that_comes_back_changed_is_to_be_translated_again(
    guide_db: str, guide_client: Any
) -> None:
    from balise.site.guide.models import Record
    from balise.site.secretariat import path
    from balise.site.secretariat.path_checks import missing_at

    draft = make_draft()
    guide_client.post(opened(draft), versioned(draft, "submit", limits="Dry years alone."))
    record = Record.objects.get()
    path.send_back(record, make_account(), "Say when it was.")
    translated = record.get_latest_revision_as_object()
    translated.state_fr, translated.title_fr = "reviewed", "Puits analysés par un modèle"
    translated.problem_fr = "Les puits étaient analysés trop tard."
    translated.limits_fr = "Années sèches seulement."
    translated.save()
    translated.save_revision()
    answer = versioned(draft, "submit", limits="Dry years alone.", jurisdiction="CA-NS")
    guide_client.post(opened(draft), answer)
    record = Record.objects.get()
    assert record.get_latest_revision_as_object().state_fr == "reviewed", "no text changed"
    path.send_back(record, make_account(), "Say when it was.")
    changes = {"limits": "Dry years alone.", "problem": "In 2019, wells were tested too late."}
    guide_client.post(opened(draft), versioned(draft, "submit", **changes))
    after = Record.objects.get().get_latest_revision_as_object()
    assert after.problem_fr == "Les puits étaient analysés trop tard.", "the text to start from"
    assert [each.field for each in missing_at(after, "translated")] == ["state_fr"]
    guide_client.force_login(make_account())
    page = guide_client.get(f"/admin/desk/translate/record/{after.pk}/?into=fr").content.decode()
    sentence = "The original changed since this text was reviewed."
    assert page.count(sentence) == 1
    assert page.index("In 2019, wells") < page.index(sentence) < page.index("Dry years alone.")


def test_what_comes_back_changes_no_public_page_before_it_is_approved(
    guide_db: str, guide_client: Any
) -> None:
    from django.utils import timezone

    from balise.site.guide.models import Record
    from balise.site.secretariat import path

    draft = make_draft()
    guide_client.post(opened(draft), versioned(draft, "submit"))
    Record.objects.update(status="retired", first_public_at=timezone.now())
    record = Record.objects.get()
    path.send_back(record, make_account(), "Say since when.")
    changed = versioned(draft, "submit", title="Another title", themes=["health"])
    assert guide_client.post(opened(draft), changed).status_code == 303
    record.refresh_from_db()
    assert record.title_en == FILLED["title"]
    assert [each.code for each in record.themes.all()] == ["water"]
    after = record.get_latest_revision_as_object()
    assert (after.title_en, after.themes.get().code) == ("Another title", "health")
    assert path.state_of(record).code == "in_progress"
