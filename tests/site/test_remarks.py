"""A person who contests a result is heard, answered, and not followed."""

import csv
import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from balise import cli
from balise.site.catalogues import compile_catalogues
from balise.site.explorer.senders import Limiter, age, stamp
from tests.site.opened import opened, sound_release

COVE = "2021A00051301001"
FORM = f"/en/areas/{COVE}/remark/"
TEXT = "The count of people leaves out the houses built along the new road."


class Clock:
    """A time that a test sets."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_release(tmp_path_factory.mktemp("releases") / "coast")


@pytest.fixture
def client(coast: Path, clock: Clock) -> Iterator[Any]:
    from balise.site.serving import open_database

    compile_catalogues()
    with opened(coast) as client:
        open_database()
        from balise.site.explorer.models import Remark

        yield client
        # Other tests read pages of the areas that these remarks are about.
        Remark.objects.all().delete()


@pytest.fixture
def clock(coast: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    from balise.site.serving import open_database

    with opened(coast):
        from balise.site.explorer import remarks

        open_database()
    clock = Clock()
    monkeypatch.setattr(remarks, "clock", clock)
    monkeypatch.setattr(remarks, "limiter", Limiter(most=5, seconds=3600, clock=clock))
    return clock


def text_of(page: str) -> str:
    return re.sub(r"[ \n\t]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def filled(client: Any, form: str = FORM, **changes: str) -> dict[str, str]:
    """Open the form and fill it in."""
    page = client.get(form).content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    return {"kind": "contest", "text": TEXT, "opened": html.unescape(found[1]), **changes}


def sent(client: Any, clock: Clock, form: str = FORM, **changes: str) -> Any:
    fields = filled(client, form, **changes)
    clock.now += 30
    return client.post(form, fields)


def reference(answer: Any) -> str:
    assert answer.status_code == 302
    found = re.search(r"/remarks/([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})/", answer["Location"])
    assert found
    return found[1]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_remark_is_kept_with_the_score_as_it_stood(client: Any, clock: Clock, lang: str) -> None:
    from balise.site.explorer.models import Remark
    from balise.site.explorer.releases import library

    number = reference(sent(client, clock, f"/{lang}/areas/{COVE}/remark/"))
    kept = Remark.objects.get(reference=number)
    row = library().first.areas[COVE]
    assert (kept.score, kept.quality) == (row["evi"], row["quality"])
    assert (kept.seal, kept.dguid) == (library().first.record["seal"], COVE)
    assert (kept.text, kept.language, kept.state, kept.email) == (TEXT, lang, "new", "")
    receipt = client.get(f"/{lang}/remarks/{number}/")
    shown = text_of(receipt.content.decode())
    assert number in shown
    assert TEXT not in shown
    assert receipt["X-Robots-Tag"] == "noindex, nofollow"
    assert receipt["Cache-Control"] == "no-store"


def test_no_column_can_hold_who_sent_a_remark() -> None:
    from balise.site.explorer.models import Remark

    names = {field.name for field in Remark._meta.get_fields()}
    assert not {name for name in names if "ip" in name.split("_") or "address" in name}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "praise"}, "Choose what your remark is."),
        ({"text": "too short"}, "Write 20 to 4,000 characters; there are 9."),
        ({"text": "x" * 4001}, "there are 4,001"),
        ({"email": "nobody"}, "Write an e-mail address like name@example.org, or none."),
        ({"email": "a@example.org"}, "Agree that we keep your e-mail address, or leave it out."),
        ({"website": "http://example.org"}, "it is there to catch programs"),
        ({"opened": "forged"}, "The form was open for too long."),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(
    client: Any, clock: Clock, changes: dict[str, str], said: str
) -> None:
    from balise.site.explorer.models import Remark

    before = Remark.objects.count()
    answer = sent(client, clock, **changes)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in text_of(page)
    assert html.escape(changes.get("text", TEXT)) in page
    assert Remark.objects.count() == before


def test_a_form_that_is_sent_at_once_is_a_program_s(client: Any, clock: Clock) -> None:
    fields = filled(client)
    clock.now += 1
    assert "sent at once" in text_of(client.post(FORM, fields).content.decode())
    # The same page, sent again a little later, is kept.
    clock.now += 10
    assert client.post(FORM, fields).status_code == 302


def test_a_stamp_serves_for_its_area_and_for_a_day(client: Any, clock: Clock) -> None:
    stamped = stamp(clock.now, "here")
    assert age(stamped, clock.now + 5, "here") == pytest.approx(5)
    assert age(stamped, clock.now + 5, "elsewhere") is None
    fields = filled(client)
    clock.now += 100_000
    answer = client.post(FORM, fields)
    assert "open for too long" in text_of(answer.content.decode())


def test_spaces_that_do_not_break_stay(client: Any, clock: Clock) -> None:
    from balise.site.explorer.models import Remark

    text = "Le score dit\N{NO-BREAK SPACE}: 1\N{NARROW NO-BREAK SPACE}000 personnes."
    kept = Remark.objects.get(reference=reference(sent(client, clock, text=text)))
    assert kept.text == text


def test_control_characters_are_taken_out(client: Any, clock: Clock) -> None:
    from balise.site.explorer.models import Remark

    number = reference(sent(client, clock, text=f"\x00{TEXT}\x07\r\nAnd more."))
    assert Remark.objects.get(reference=number).text == f"{TEXT}\nAnd more."


def test_one_sender_may_send_five_an_hour(client: Any, clock: Clock) -> None:
    for _ in range(5):
        reference(sent(client, clock))
    answer = sent(client, clock)
    assert answer.status_code == 429
    assert "Send this one in an hour" in text_of(answer.content.decode())
    clock.now += 3600
    reference(sent(client, clock))


def test_a_limiter_forgets_senders_and_bounds_them_all() -> None:
    clock = Clock()
    limiter = Limiter(most=1, seconds=60, in_all=3, known=2, clock=clock)
    assert [limiter.allows(each) for each in "abc"] == [True, True, True]
    assert len(limiter._sent) == 2
    assert not limiter.allows("d")
    clock.now += 60
    assert limiter.allows("d")
    assert not [key for key in limiter._sent if key in {b"a", b"b", b"c", b"d"}]


def test_behind_a_web_server_its_own_word_counts(client: Any, settings_proxy: None) -> None:
    from django.test import RequestFactory

    from balise.site.explorer.senders import sender

    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    assert sender(request) == "2.2.2.2"


@pytest.fixture
def settings_proxy(client: Any) -> Iterator[None]:
    from django.test import override_settings

    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        yield


def test_a_form_that_comes_from_elsewhere_is_refused(coast: Path, clock: Clock) -> None:
    from django.test import Client

    with opened(coast):
        strict = Client(enforce_csrf_checks=True)
        fields = filled(strict)
        clock.now += 30
        assert strict.post(FORM, fields).status_code == 403
        page = strict.get(FORM).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        answer = strict.post(FORM, fields | {"csrfmiddlewaretoken": token[1]})
        assert answer.status_code == 302


def test_the_page_of_an_area_sets_no_cookie_and_leads_to_the_form(client: Any) -> None:
    answer = client.get(f"/en/areas/{COVE}/")
    assert not answer.cookies
    assert f'href="{FORM}"' in answer.content.decode()
    assert "/remark/" in client.get("/fr/method/").content.decode()


@pytest.mark.parametrize(
    "address", ["/en/remarks/AAAA-AAAA-AAAA-AAAA/", "/fr/areas/9999/remark/", "/en/remarks/x/"]
)
def test_an_unknown_remark_or_area_is_not_a_page(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_only_a_form_is_sent_to_the_form(client: Any) -> None:
    assert client.put(FORM).status_code == 405


# The secretariat


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert cli.main(["remarks", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_secretariat_reads_answers_and_publishes(
    client: Any, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    number = reference(sent(client, clock, email="a@example.org", consent="yes"))
    listed = {row["reference"]: row for row in run("list", capsys=capsys)}
    assert (listed[number]["text"], listed[number]["email"]) == (TEXT, "a@example.org")
    texts = (
        "--en",
        "The road is <in> the next census.",
        "--fr",
        "Ce sera au prochain recensement.",
    )
    page = f"/fr/areas/{COVE}/"
    run("answer", number, *texts, capsys=capsys)
    assert "prochain recensement" not in client.get(page).content.decode()
    told = run("answer", number, *texts, "--publish", capsys=capsys)
    assert (told["state"], told["is_published"]) == ("answered", True)
    assert "prochain recensement" in client.get(page).content.decode()
    english = client.get(f"/en/areas/{COVE}/").content.decode()
    assert "The road is &lt;in&gt; the next census." in english
    assert TEXT not in english
    assert "next census" in client.get(f"/en/remarks/{number}/").content.decode()


def test_an_address_is_erased_when_asked_and_a_year_after_closing(
    client: Any, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    from balise.site.explorer.desk import Desk
    from balise.site.explorer.models import Remark

    kept, asked = (
        reference(sent(client, clock, email="a@example.org", consent="yes")) for _ in range(2)
    )
    assert run("erase", asked.lower(), capsys=capsys)["email"] == ""
    assert run("erase", asked, "--text", capsys=capsys)["text"] == ""
    assert run("close", kept, capsys=capsys)["state"] == "closed"
    assert kept not in {row["reference"] for row in run("list", capsys=capsys)}
    assert kept in {row["reference"] for row in run("list", "--all", capsys=capsys)}
    desk = Desk()
    closed = Remark.objects.get(reference=kept)
    desk.forget_addresses(datetime.now(UTC) + timedelta(days=364))
    assert Remark.objects.get(reference=kept).email == "a@example.org"
    assert desk.forget_addresses(datetime.now(UTC) + timedelta(days=366)) >= 1
    assert Remark.objects.get(reference=kept).email == ""
    # Nobody works at the desk: it is enough that somebody sends a remark, or the site opens.
    closed.closed = datetime.now(UTC) - timedelta(days=366)
    closed.save()
    sent(client, clock)
    assert Remark.objects.get(reference=kept).email == ""


def test_remarks_are_taken_away_without_addresses_and_without_formulas(
    client: Any, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "=HYPERLINK(0) and twenty more characters"
    number = reference(sent(client, clock, text=text, email="a@example.org", consent="yes"))
    out = tmp_path / "remarks.csv"
    assert run("export", "--out", str(out), capsys=capsys)["remarks"] >= 1
    assert "a@example.org" not in out.read_text("utf-8")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["reference"]: row for row in csv.DictReader(file)}
    assert rows[number]["text"] == "'" + text


def test_what_the_secretariat_reads_is_told_in_words(
    client: Any, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    number = reference(sent(client, clock, email="a@example.org", consent="yes"))
    capsys.readouterr()
    texts = ["--en", "Yes, indeed.", "--fr", "En effet."]
    for asked in (["list"], ["answer", number, *texts], ["close", number], ["erase", number]):
        assert cli.main(["remarks", *asked]) == 0
        assert number in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["close", "AAAA-AAAA-AAAA-AAAA"], "found none of this reference"),
        (["answer", "{}", "--en", " ", "--fr", "Oui."], "found no text in en"),
    ],
)
def test_a_wrong_reference_or_a_missing_language_is_refused(
    client: Any, clock: Clock, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    number = reference(sent(client, clock))
    capsys.readouterr()
    assert cli.main(["remarks", *(each.format(number) for each in asked)]) == 1
    assert said in capsys.readouterr().err


def test_a_page_is_whole_without_the_database(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import DatabaseError

    from balise.site.explorer import desk

    def lost(*_: object) -> None:
        raise DatabaseError("lost")

    monkeypatch.setattr(desk, "shown", lost)
    page = client.get(f"/en/areas/{COVE}/")
    assert page.status_code == 200
