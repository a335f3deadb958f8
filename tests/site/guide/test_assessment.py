"""The self-assessment leads to plays and to organisations, and keeps nothing unasked."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.site.guide.making import make_organisation
from tests.site.guide.surroundings import make_listed, make_play
from tests.site.guide.test_plays import read

FORM = "guide/assessment/"


def sent(client: Any, lang: str = "en", **answers: Any) -> str:
    answer = client.post(
        f"/{lang}/{FORM}", {name.replace("_", "-"): v for name, v in answers.items()}
    )
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return str(answer.content.decode())


def area(page: str, slug: str) -> str:
    return page.split(f'id="area-{slug}"')[1].split("</section>", maxsplit=1)[0]


def test_the_form_asks_twelve_questions_with_four_answers_each(
    guide_client: Any, guide_sqlite: str
) -> None:
    for lang in ("en", "fr"):
        page = read(guide_client, f"/{lang}/{FORM}")
        assert page.count("<fieldset>") == 12
        assert page.count('type="radio"') == 48


def test_the_level_of_an_area_is_that_of_its_lowest_answer(guide_sqlite: str) -> None:
    from balise.site.guide.assessment import Answers, standings

    levels = {"data-known": 4, "data-fit": 2, "data-shared": 3}
    found = {each.area: each for each in standings(Answers(levels))}
    assert (found["data"].level, found["data"].answered, found["data"].asked) == (2, 3, 3)
    assert [str(each.next) for each in found["data"].steps] == [
        "Quality is measured regularly and errors are corrected at the source."
    ]
    assert found["care"].level is None


def test_below_usual_practice_plays_and_their_projects_are_proposed(
    guide_client: Any, guide_db: str
) -> None:
    record = make_listed()
    make_play("get-the-baseline", record, title_en="Measure first")
    page = sent(guide_client, evidence_baseline=1, care_privacy=3)
    assert "Measure first" in area(page, "evidence")
    assert record.identifier in area(page, "evidence")
    assert "None yet: an organisation is listed here only if it asks" in area(page, "evidence")
    assert "Plays that help" not in area(page, "care")


def test_a_project_is_proposed_once_and_each_play_in_turn(guide_sqlite: str) -> None:
    from balise.site.guide.assessment import Answers, standings

    many = [make_listed() for _ in range(5)]
    make_play("start-with-a-question", *many, position=1)
    other = make_listed()
    make_play("share-data-lawfully", other, many[0], position=2)
    found = standings(Answers({"data-known": 1, "people-skills": 1}))
    shown = [each.record for standing in found for each in standing.examples]
    assert len(shown) == len(set(shown)) == 6
    assert other in shown[:2]


def test_projects_of_the_field_chosen_come_first(guide_sqlite: str) -> None:
    from balise.site.guide.assessment import Answers, in_the_field, standings
    from balise.site.guide.models import Theme

    first, second = make_listed(), make_listed()
    Theme.objects.create(record=second, code="water")
    make_play("get-the-baseline", first, second)
    found = standings(Answers({"evidence-baseline": 1}, "water"))[-1]
    assert [each.record for each in found.examples] == [second, first]
    assert in_the_field("water") == (second,)


def test_an_organisation_one_step_ahead_is_named_if_it_asked_to_be(
    guide_client: Any, guide_sqlite: str
) -> None:
    from balise.site.guide.models import OrganisationMaturity

    for name, level in (("Town ahead", 3), ("Town far ahead", 4)):
        OrganisationMaturity.objects.create(
            organisation=make_organisation(name_en=name), asked_on=date(2026, 5, 1), care=level
        )
    make_organisation(name_en="Town that asked nothing")
    page = area(sent(guide_client, care_privacy=2, care_fairness=2), "care")
    assert "Town ahead" in page
    assert "far ahead" not in page
    assert "asked nothing" not in page


def test_a_level_beyond_four_is_refused_by_the_database(guide_db: str) -> None:
    from django.db import IntegrityError, transaction

    from balise.site.guide.models import OrganisationMaturity

    organisation = make_organisation()
    with pytest.raises(IntegrityError, match="levels"), transaction.atomic():
        OrganisationMaturity.objects.create(
            organisation=organisation, asked_on=date(2026, 5, 1), data=5
        )


def test_nothing_is_stored_unless_asked(guide_client: Any, guide_sqlite: str) -> None:
    from balise.site.guide.models import KeptAssessment

    page = sent(guide_client, data_known=2)
    assert "Nothing is stored." in page
    assert KeptAssessment.objects.count() == 0


def test_a_result_is_kept_at_a_secret_address_and_deleted_on_demand(
    guide_client: Any, guide_db: str
) -> None:
    from balise.site.guide.models import KeptAssessment

    answers = {"data-known": "2", "theme": "water", "name": "Somebody"}
    answer = guide_client.post("/fr/guide/assessment/keep/", answers)
    assert answer.status_code == 303
    token = answer.url.rstrip("/").split("/")[-1]
    assert len(token) >= 40
    kept = KeptAssessment.objects.get()
    assert kept.answers == {"data-known": "2", "theme": "water"}
    assert token not in kept.token_digest
    for lang in ("fr", "en"):
        shown = guide_client.get(f"/{lang}/guide/assessment/kept/{token}/")
        assert shown.status_code == 200
        assert shown.headers["X-Robots-Tag"] == "noindex"
    assert guide_client.post(answer.url).status_code == 200
    assert guide_client.get(answer.url).status_code == 404
    assert KeptAssessment.objects.count() == 0


def test_a_kept_result_is_forgotten_after_its_days(guide_client: Any, guide_sqlite: str) -> None:
    from django.utils import timezone

    from balise.site.guide.models import KeptAssessment

    answer = guide_client.post("/en/guide/assessment/keep/", {"data-known": "2"})
    kept = KeptAssessment.objects.get()
    assert kept.expires - kept.made == timedelta(days=90)
    KeptAssessment.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert guide_client.get(answer.url).status_code == 404
    guide_client.post("/en/guide/assessment/keep/", {"data-known": "3"})
    assert KeptAssessment.objects.count() == 1


def test_a_site_that_keeps_too_many_results_says_so(
    guide_client: Any, guide_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balise.site.guide.kept_answers.LIMIT", 0)
    answer = guide_client.post("/en/guide/assessment/keep/", {"data-known": "2"})
    assert answer.status_code == 200
    assert "cannot keep more results now" in answer.content.decode()


@pytest.mark.parametrize("answers", [{}, {"data-known": "9"}, {"data-known": "2; DROP", "x": "1"}])
def test_without_an_answer_the_form_comes_back_and_says_so(
    guide_client: Any, guide_sqlite: str, answers: dict[str, str]
) -> None:
    answer = guide_client.post(f"/en/{FORM}", answers)
    assert answer.status_code == 422
    assert "There is no answer yet" in answer.content.decode()


def test_answers_can_be_changed_and_read_in_the_other_language(
    guide_client: Any, guide_sqlite: str
) -> None:
    again = sent(guide_client, data_known=2, again=1)
    assert '<input type="radio" id="data-known-2" name="data-known" value="2" checked>' in again
    assert "Voir ce résultat en français" in sent(guide_client, data_known=2)
    assert "Par endroits" in sent(guide_client, "fr", data_known=2)


def test_a_form_from_elsewhere_is_refused(guide_site: None, guide_sqlite: str) -> None:
    from django.test import Client

    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert client.post(f"/en/{FORM}", {"data-known": "2"}).status_code == 403
    assert client.post("/en/guide/assessment/keep/", {"data-known": "2"}).status_code == 403


def test_every_play_that_a_question_names_comes_with_the_package() -> None:
    import yaml

    from balise.site.guide.seeding import SEED

    plays = yaml.safe_load((SEED / "plays.yaml").read_text("utf-8"))["plays"]
    questions = yaml.safe_load((SEED / "assessment.yaml").read_text("utf-8"))["questions"]
    named = {name for each in questions for name in each["plays"]}
    assert named - {each["slug"] for each in plays} == set()
