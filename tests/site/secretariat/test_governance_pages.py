"""Public pages of the governance: what they tell, and what stays private."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from tests.site.guide.making import make_record
from tests.site.secretariat.making import make_decision, make_member, make_pilot, make_table

PAGES = (
    *("governance/", "governance/members/", "governance/plan/", "governance/meetings/"),
    *("governance/decisions/", "governance/decisions.csv", "governance/funding/", "pilots/"),
)


def read(client: Any, path: str, lang: str = "en") -> str:
    answer = client.get(f"/{lang}/guide/{path}")
    assert answer.status_code == 200, path
    return str(answer.content.decode())


@pytest.fixture
def seeded(guide_db: str) -> None:
    from balise.site.secretariat.governance_seeding import load_governance

    load_governance()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_is_there_with_nothing_and_with_the_first_content(
    guide_client: Any, guide_db: str, lang: str
) -> None:
    from balise.site.secretariat.governance_seeding import load_governance

    for path in PAGES:
        read(guide_client, path, lang)
    load_governance()
    supplied = {"en": "to be supplied by the secretariat", "fr": "à fournir par le secrétariat"}
    for path in PAGES:
        read(guide_client, path, lang)
    assert read(guide_client, "governance/", lang).count(supplied[lang]) >= 3


def test_a_page_sets_no_cookie_and_a_member_is_never_a_person(
    guide_client: Any, seeded: None
) -> None:
    answer = guide_client.get("/en/guide/governance/members/")
    assert not answer.cookies
    assert "Houweling" not in answer.content.decode()


def test_the_timeline_has_a_table_with_the_same_steps(guide_client: Any, seeded: None) -> None:
    from balise.site.secretariat.models import PlanStep

    text = read(guide_client, "governance/plan/", "fr")
    for step in PlanStep.objects.all():
        assert text.count(step.title_fr) == 2
    assert "style=" not in text


def test_a_question_of_2018_says_that_nobody_knows_who_answered(
    guide_client: Any, seeded: None
) -> None:
    make_member(make_table("council"))
    text = read(guide_client, "governance/decisions/?table=council&year=2018&outcome=not_stated")
    assert text.count("Who answered what is not stated.") == 3
    assert "Not answered" not in text


def test_the_register_shows_five_answers_and_hides_what_is_not_released(
    guide_client: Any, guide_db: str
) -> None:
    from balise.site.secretariat.decisions import note_answers

    table = make_table("council", quorum_number=3)
    members = [*table.members.all(), *(make_member(table) for _ in range(5))]
    shown = make_decision(is_released=True, outcome="")
    # Two yes, and one of each other answer.
    given = ("yes", "yes", "no", "abstained", "absent", "not_answered")
    note_answers(shown, dict(zip(members, given, strict=True)))
    make_decision(question_en="A hidden question")
    text = read(guide_client, "governance/decisions/")
    assert "A hidden question" not in text
    for words in ("Yes <b>2</b>", "No <b>1</b>", "Abstained <b>1</b>"):
        assert words in text
    for words in ("Absent <b>1</b>", "Not answered <b>1</b>", "Quorum met: 3 asked, 4 answered"):
        assert words in text


def test_the_register_is_narrowed_by_table_year_and_outcome(
    guide_client: Any, guide_sqlite: str
) -> None:
    for code, year, outcome in (("council", 2024, "approved"), ("steering", 2025, "refused")):
        names = {"question_en": f"Question of {year}?", "is_released": True}
        make_decision(code=code, decided_on=date(year, 5, 1), outcome=outcome, **names)
    for query in ("table=council", "year=2024", "outcome=approved", "year=2024&table=council"):
        text = read(guide_client, f"governance/decisions/?{query}")
        assert "Question of 2024?" in text
        assert "Question of 2025?" not in text
    assert "Ask for less" in read(guide_client, "governance/decisions/?year=2024&table=steering")


def test_the_file_has_a_row_to_each_answer_and_runs_nothing(
    guide_client: Any, guide_db: str
) -> None:
    table = make_table("council")
    make_member(table, name_en="=HYPERLINK(1)")
    make_decision(is_released=True, question_en="+1?")
    rows = list(csv.DictReader(io.StringIO(read(guide_client, "governance/decisions.csv")[1:])))
    assert len(rows) == 2
    assert {each["question_en"] for each in rows} == {"'+1?"}
    assert "'=HYPERLINK(1)" in {each["member_en"] for each in rows}
    # Both said yes.
    assert {(each["yes"], each["absent"], each["answer"]) for each in rows} == {("2", "0", "yes")}


def test_an_agenda_is_public_once_released_and_its_notes_never(
    guide_client: Any, guide_db: str
) -> None:
    from balise.site.secretariat.models import AgendaItem, Meeting

    meeting = Meeting.objects.create(table=make_table(), starts_on=date(2030, 5, 1))
    record, pilot = make_record(), make_pilot(title_en="Hidden pilot")
    for number, about in enumerate(({"record": record}, {"pilot": pilot})):
        words = {"title_en": f"Item {number}", "note": "PRIVATE NOTE", "asked_en": "Agree?"}
        AgendaItem.objects.create(meeting=meeting, sort_order=number, **words, **about)
    path = f"governance/meetings/{meeting.pk}/"
    assert "Item 0" not in read(guide_client, path)
    Meeting.objects.update(agenda_released=True)
    text = read(guide_client, path)
    assert "Item 0" in text
    for private in ("PRIVATE NOTE", record.title_en, "Hidden pilot", record.identifier):
        assert private not in text


def test_amounts_and_pilots_are_private_until_released(guide_client: Any, guide_db: str) -> None:
    from balise.site.secretariat.models import PilotProposal

    pilot = make_pilot(identifier="the-bus", granted_cad=54321)
    path = "pilots/the-bus/"
    assert guide_client.get(f"/en/guide/{path}").status_code == 404
    assert pilot.title_en not in read(guide_client, "pilots/")
    PilotProposal.objects.update(is_released=True)
    text = read(guide_client, path)
    assert "not released" in text
    assert "12,345" not in text
    PilotProposal.objects.update(are_amounts_released=True)
    text = read(guide_client, path)
    assert "$12,345" in text
    assert "$54,321" in text
    assert "12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}$" in read(guide_client, path, "fr").replace(
        "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
    )


def test_a_funding_request_shows_its_results_and_no_private_amount(
    guide_client: Any, seeded: None
) -> None:
    from balise.site.secretariat.models import FundingRequest

    text = read(guide_client, "governance/funding/")
    assert "not released" in text
    assert "55,000" not in text
    request = FundingRequest.objects.get()
    hidden = make_record(title_en="A draft nobody knows")
    request.deliverables.update(record=hidden, state="done")
    text = read(guide_client, "governance/funding/")
    assert "A draft nobody knows" not in text
    assert "none yet" in text
    FundingRequest.objects.update(are_amounts_released=True)
    text = read(guide_client, "governance/funding/")
    # 55 000 and 5 000 make 60 000.
    for amount in ("$55,000", "$5,000", "$60,000"):
        assert amount in text


def test_no_amount_leaves_by_search_feeds_files_or_the_api(
    guide_client: Any, guide_sqlite: str
) -> None:
    from balise.site.secretariat.governance_seeding import load_governance

    load_governance()
    make_pilot(is_released=True, requested_cad=7654321, title_en="Outreach by bus")
    asked = (
        *("/en/guide/records/?q=Outreach+by+bus", "/en/guide/data/records.json"),
        *("/en/guide/data/records.csv", "/en/guide/", "/en/guide/pilots/"),
        *("/en/guide/governance/decisions.csv", "/api/v1/guide/records"),
    )
    for address in asked:
        answer = guide_client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        for amount in (b"7654321", b"7,654,321", b"55000", b"55,000"):
            assert amount not in body, address


@pytest.mark.parametrize("path", ["pilots/nothing/", "governance/meetings/99999/"])
def test_what_is_not_there_is_not_found(guide_client: Any, guide_sqlite: str, path: str) -> None:
    assert guide_client.get(f"/fr/guide/{path}").status_code == 404
    assert guide_client.post(f"/fr/guide/{path}").status_code in {403, 405}


@pytest.mark.parametrize("below", ["members", "plan", "meetings", "decisions", "funding"])
def test_pages_below_governance_mark_it_in_the_menu(
    guide_sqlite: str, guide_client: Any, below: str
) -> None:
    page = guide_client.get(f"/en/guide/governance/{below}/").content.decode()
    assert '<a href="/en/guide/governance/" aria-current="true">Governance</a>' in page
    home = guide_client.get("/en/guide/governance/").content.decode()
    assert '<a href="/en/guide/governance/" aria-current="page">Governance</a>' in home


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", '<time datetime="2018-09-26">Sept. 26</time> to '),
        ("fr", 'du <time datetime="2018-09-26">26</time> au '),
    ],
)
def test_a_meeting_of_several_days_is_told_as_one_period(
    guide_sqlite: str, guide_client: Any, lang: str, told: str
) -> None:
    from balise.site.secretariat.models import Meeting

    Meeting.objects.create(
        table=make_table(), starts_on=date(2018, 9, 26), ends_on=date(2018, 9, 27)
    )
    page = guide_client.get(f"/{lang}/guide/governance/meetings/").content.decode()
    assert told in page
    assert ">27 septembre 2018</time>" in page or ">27, 2018</time>" in page
