"""Pages of the Guide say what records say, in both languages, whatever is asked of them."""

import re
from typing import Any

import pytest

from tests.site.guide.reading import Page, crawl
from tests.site.guide.surroundings import make_collection, make_listed

TRIAGE = "ca-ircc-trv-triage"
PAGES = (
    "",
    "records/",
    "records/?q=immigration&theme=immigration&sort=title&page=1",
    f"records/{TRIAGE}/",
    f"records/{TRIAGE}/history/",
    "records/letters/",
    f"compare/?r={TRIAGE}&r=letters&q=eau",
    "map/",
    "here/",
    "here/?has=local&has=needs",
)
# Words that only one language has: two of them in a sentence tell which one it is in.
ENGLISH = "the and with from were which that this are was has have by their of to for"
FRENCH = "le la les des une avec pour dans qui est sont sur par aux cette ce du et"
WORDS = {"en": set(ENGLISH.split()), "fr": set(FRENCH.split())}
pytestmark = pytest.mark.usefixtures("inventory")


@pytest.fixture(scope="module")
def every_page(inventory: None) -> dict[str, Page]:
    """All pages of the Guide that links lead to, read once."""
    from django.test import Client

    return crawl(Client(HTTP_HOST="localhost"))


@pytest.fixture
def get(guide_client: Any) -> Any:
    def asked(path: str, status: int = 200) -> Page:
        response = guide_client.get(path)
        assert response.status_code == status, path
        return Page(response.content.decode())

    return asked


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_itself_in_the_other_language_and_may_be_kept(
    guide_client: Any, page: str, lang: str
) -> None:
    path = f"/{lang}/guide/{page}"
    response = guide_client.get(path)
    other = "fr" if lang == "en" else "en"
    read = Page(response.content.decode())
    assert (response.status_code, read.lang) == (200, lang)
    assert f"/{other}/guide/{page}" in read.links
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script", read.html)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=60"
    known = {"If-None-Match": response["ETag"]}
    assert guide_client.get(path, headers=known).status_code == 304
    # A date would hide what it does not know of, such as a new name of an organisation.
    assert "Last-Modified" not in response


def test_a_new_name_of_an_organisation_is_shown_to_those_who_kept_the_page(
    guide_sqlite: str, guide_client: Any
) -> None:
    record = make_listed(identifier="renamed")
    path = "/en/guide/records/renamed/"
    known = {"If-None-Match": guide_client.get(path)["ETag"]}
    assert guide_client.get(path, headers=known).status_code == 304
    record.lead.name_en = "Office of another name"
    record.lead.save()
    answer = guide_client.get(path, headers=known)
    assert (answer.status_code, b"Office of another name" in answer.content) == (200, True)


@pytest.mark.slow
def test_no_page_has_a_sentence_of_the_other_language_that_is_not_marked(
    every_page: dict[str, Page],
) -> None:
    problems = []
    assert len(every_page) > 200
    for path, page in every_page.items():
        for text, lang in page.texts:
            words = set(re.findall(r"[^\W\d_]+", text.lower()))
            own, foreign = words & WORDS[lang], words & WORDS["en" if lang == "fr" else "fr"]
            if len(foreign) > max(1, len(own)) and not text.startswith("http"):
                problems.append(f"{path}: {lang}: {text[:90]}")
    assert problems == []


@pytest.mark.slow
def test_no_sentence_of_the_site_is_left_untranslated(every_page: dict[str, Page]) -> None:
    from django.utils import translation
    from django.utils.translation import gettext

    from tests.site.messages import CATALOGUES, messages

    sentences = {text for name in CATALOGUES for _context, text in messages(name) if " " in text}
    with translation.override("fr"):
        english = {each for each in sentences if gettext(each) != each}
    found = [
        f"{path}: {text}"
        for path, page in every_page.items()
        if page.lang == "fr"
        for text, _lang in page.texts
        if text in english
    ]
    assert found == []


def test_an_unverified_project_says_so_and_that_its_french_title_is_a_working_one(get: Any) -> None:
    english, french = (get(f"/{lang}/guide/records/{TRIAGE}/") for lang in ("en", "fr"))
    assert "Listed, not verified." in english.text
    assert "Répertorié, non vérifié." in french.text
    assert "Tri analytique des demandes de visa de visiteur (titre de travail)" in french.text
    assert "working title" not in english.text
    summary = next(lang for text, lang in french.texts if text.startswith("The department uses"))
    assert summary == "en"
    assert "Ce texte n’est pas encore traduit" in french.text
    assert "working" not in get("/fr/guide/records/letters/").html


@pytest.mark.parametrize(
    "page", ["", "records/", "map/", "here/", f"compare/?r={TRIAGE}", f"records/{TRIAGE}/history/"]
)
def test_a_working_title_is_marked_wherever_it_is_shown(get: Any, page: str) -> None:
    from balise.site.guide.models import Record

    working = set(
        Record.objects.filter(title_fr_is_working=True).values_list("title_fr", flat=True)
    )
    read = get(f"/fr/guide/{page}")
    for place, (text, _lang) in enumerate(read.texts):
        if text in working:
            assert read.texts[place + 1][0] == "(titre de travail)", text


def test_results_stand_apart_from_what_was_expected_and_from_context(get: Any) -> None:
    from balise.site.guide.models import Claim

    expected = Claim.objects.filter(kind="expected", record__status="listed").first()
    assert expected is not None
    page = get(f"/en/guide/records/{expected.record.identifier}/")
    results = page.html.split('id="results"')[1].split("</section>")[0]
    hoped = page.html.split('id="expected"')[1].split("</ul>")[0]
    assert expected.measure_en[:30] not in Page(results).text
    assert expected.measure_en[:30] in Page(hoped).text


def test_a_result_without_a_number_is_not_measured_and_a_missing_period_is_told(get: Any) -> None:
    page = get("/en/guide/records/ca-esdc-ei-workload/")
    results = page.html.split('id="results"')[1].split("</section>")[0]
    assert "not measured Effect on processing time or accuracy" in Page(results).text
    assert "at least 1,700,000 items" not in Page(results).text
    assert "at least 1,700,000 items" in page.text
    assert "Period not stated by the source" in page.text
    french = get("/fr/guide/records/ca-esdc-ei-workload/")
    assert "non mesuré" in french.text
    assert "Période non précisée par la source" in french.text


def test_trust_is_shown_and_a_project_past_its_review_says_so(guide_sqlite: str, get: Any) -> None:
    from datetime import date

    from tests.site.guide.making import make_record

    record = make_record(title_en="Rivers told early", review_due=date(2020, 1, 2))
    record.save_revision().publish()
    page = get(f"/en/guide/records/{record.identifier}/")
    for told in (
        "Verification reviewed by the working group",
        "Last confirmed May 1, 2026",
        "Review due Jan. 2, 2020",
        "How results are known before and after",
        "French text reviewed translation",
        "Past its review date.",
    ):
        assert told in page.text
    assert "12 days Time to answer" in page.text
    assert "letters@example.org" in page.text
    listed = [text for text, _lang in get("/en/guide/records/").texts]
    assert "past its review date" not in listed[:60]
    last = [text for text, _lang in get("/en/guide/records/?page=99").texts]
    assert "past its review date" in last


def test_markup_in_a_record_is_shown_as_it_was_written(guide_sqlite: str, get: Any) -> None:
    from tests.site.guide.making import make_record

    bad = "<script>alert(1)</script> **bold** #strong[x] {{ lang }}"
    record = make_record(title_en=bad, limits_en=f"One.\n\n{bad}", problem_en=bad)
    record.save_revision().publish()
    for page in (f"records/{record.identifier}/", "records/", f"compare/?r={record.identifier}"):
        read = get(f"/en/guide/{page}")
        assert "<script>" not in read.html
        assert bad in read.text


def test_facets_count_what_they_would_leave(get: Any) -> None:
    every = get("/en/guide/records/")
    assert "54 projects" in every.text
    assert "Municipal 22" in every.text
    chosen = get("/en/guide/records/?order=municipal&order=regional&theme=water")
    counts = int(re.search(r"(\d+) projects?", chosen.text)[1])  # type: ignore[index]
    assert 0 < counts < 24
    assert get("/fr/guide/records/?order=municipal").text.count("Comparer") >= 20


def test_a_search_without_result_offers_other_ways(get: Any) -> None:
    page = get("/en/guide/records/?q=zzzzqqqq")
    assert "No project was found." in page.text
    assert "/en/guide/map/" in page.links


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "query",
    [
        "theme=nothing&order=%00&jurisdiction=CA-XX&evidence='--",
        "q=" + "a" * 10_000,
        "q=" + "eau " * 2_500,
        "q=';DROP TABLE guide_record;--&page=-1",
        "page=-1",
        "page=99999999999999999999",
        "page=²",
        "sort=%27%22&theme=" + "x" * 10_000,
        "q=%00%ff%fe",
        "&".join(f"theme=t{n}" for n in range(3_000)),
    ],
    ids=["codes", "long", "words", "sql", "negative", "far", "digit", "sort", "bytes", "many"],
)
def test_a_list_answers_whatever_is_asked(get: Any, lang: str, query: str) -> None:
    if query.count("&") > 1_000:
        # Django reads so many parameters and no more.
        get(f"/{lang}/guide/records/?{query}", 200)
        return
    for page in ("records/", "compare/", "here/", "map/", ""):
        get(f"/{lang}/guide/{page}?{query}")


def test_codes_that_are_not_known_are_named(get: Any) -> None:
    page = get("/en/guide/records/?theme=nothing")
    assert "Left aside, because it is not a value of the list: nothing" in page.text
    assert "54 projects" in page.text
    long = get("/en/guide/records/?q=" + "water " * 100)
    assert "only its beginning was read" in long.text


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "No such project"), ("fr", "Projet introuvable")]
)
def test_an_unknown_project_leads_to_those_of_similar_names(
    guide_client: Any, lang: str, told: str
) -> None:
    response = guide_client.get(f"/{lang}/guide/records/ca-ircc-trv-triag/")
    page = Page(response.content.decode())
    assert response.status_code == 404
    assert told in page.text
    assert f"/{lang}/guide/records/{TRIAGE}/" in page.links
    for strange in ("x" * 3000, "%00", "..%2F..", "<b>"):
        assert guide_client.get(f"/{lang}/guide/records/{strange}/").status_code == 404
        assert guide_client.get(f"/{lang}/guide/records/{strange}/history/").status_code == 404


def test_a_draft_is_nowhere(guide_sqlite: str, get: Any) -> None:
    from tests.site.guide.making import make_record

    record = make_record(title_en="Nobody may read this yet", identifier="secret-draft")
    for page in ("", "records/", "map/", "here/", "compare/?r=secret-draft&q=nobody+may+read"):
        assert "Nobody may read this yet" not in get(f"/en/guide/{page}").text
    get(f"/en/guide/records/{record.identifier}/", 404)
    get(f"/en/guide/records/{record.identifier}/history/", 404)


def test_a_retired_project_keeps_its_page_and_leaves_the_lists(guide_sqlite: str, get: Any) -> None:
    from balise.site.guide.publishing import retire
    from tests.site.guide.making import make_record

    record = make_record(title_en="Ended long ago")
    record.save_revision().publish()
    retire(record, why_en="It was replaced.")
    assert "Retired." in get(f"/en/guide/records/{record.identifier}/").text
    assert "It was replaced." in get(f"/en/guide/records/{record.identifier}/history/").text
    french = get(f"/fr/guide/records/{record.identifier}/history/")
    assert ("It was replaced.", "en") in french.texts
    assert "Ended long ago" not in get("/en/guide/records/?q=ended+long+ago").text


def test_four_projects_are_compared_and_the_others_named(get: Any) -> None:
    from balise.site.guide.models import Record

    names = list(Record.objects.current().values_list("identifier", flat=True)[:6])
    page = get("/en/guide/compare/?" + "&".join(f"r={each}" for each in names))
    assert "Only the first 4 are shown." in page.text
    assert page.html.count('<th scope="col">') == 5
    few = get(f"/en/guide/compare/?r={names[0]}&r=no-such&r={names[0]}")
    assert "No public project has this identifier: no-such" in few.text
    assert few.html.count('<th scope="col">') == 2
    assert "not stated" in few.text


def test_related_projects_are_told_with_the_reason(guide_sqlite: str, get: Any) -> None:
    from balise.site.guide.models import Adaptation, DataUsed, Theme
    from tests.site.guide.making import make_organisation, make_record

    lead = make_organisation(name_en="Town of Exampleville", name_fr="Ville d’Exampleville")
    first = make_record(title_en="First of them", lead=lead)
    others = {
        "Of the same town": make_record(title_en="Of the same town", lead=lead),
        "Of the same data": make_record(title_en="Of the same data"),
        "Borrowed from it": make_record(title_en="Borrowed from it", jurisdiction="CA-YT"),
    }
    Adaptation.objects.create(record=others["Borrowed from it"], other=first)
    for each in (first, others["Of the same data"]):
        DataUsed.objects.create(record=each, name_en="Register of all letters received")
    Theme.objects.filter(record=others["Of the same data"]).update(code="taxation")
    for each in (first, *others.values()):
        each.save_revision().publish()
    page = get(f"/en/guide/records/{first.identifier}/")
    items = page.html.split('id="related"')[1].split("</section>")[0].split("<li>")
    near = {each: Page(item).text for item in items for each in others if each in item}
    assert "Same lead organisation: Town of Exampleville" in near["Of the same town"]
    assert "Same data; same kind of analysis: predict" in near["Of the same data"]
    assert "One was adapted from the other" in near["Borrowed from it"]
    assert "same jurisdiction: New Brunswick" in near["Of the same town"]
    french = get(f"/fr/guide/records/{first.identifier}/").text
    assert "Même organisation responsable : Ville d’Exampleville".replace(" :", "\xa0:") in french


def test_the_map_and_its_table_count_the_same_projects(get: Any) -> None:
    page = get("/en/guide/map/")
    tiles = re.findall(r'aria-label="(\w\w) (\d+) – ', page.html)
    cells = re.findall(
        r'jurisdiction=([\w-]+)">[^<]+</a></th><td class="number"><b>(\d+)</b>', page.html
    )
    assert {place: int(many) for place, many in tiles} == {
        place.removeprefix("CA-"): int(many) for place, many in cells
    }
    assert sum(int(many) for _place, many in tiles) == 54
    assert len(tiles) == 14


def test_small_organisations_see_gaps_as_gaps(get: Any) -> None:
    first = get("/en/guide/here/")
    assert "24 projects of 54" in first.text
    assert "Not stated: needs; budget; months of staff; to take." in first.text
    narrow = get("/en/guide/here/?has=needs")
    assert "1 project of 54" in narrow.text
    assert "One analyst." in narrow.text
    assert "54 projects of 54" in get("/en/guide/here/?has=").text


def test_a_citation_gives_the_address_that_stays(get: Any) -> None:
    page = get("/fr/guide/records/letters/")
    cited = Page(page.html.split('id="cite"')[1].split("</section>")[0]).text
    assert "Lettres triées par sujet" in cited
    assert "http://localhost/fr/guide/records/letters/" in cited


def test_a_working_title_says_so_in_the_head_of_the_page_and_in_the_citation(get: Any) -> None:
    french = get(f"/fr/guide/records/{TRIAGE}/")
    head = french.html.split("<title>")[1].split("</title>")[0]
    assert head == "Tri analytique des demandes de visa de visiteur (titre de travail) – Balise"
    cited = Page(french.html.split('id="cite"')[1].split("</section>")[0]).text
    assert "Tri analytique des demandes de visa de visiteur (titre de travail)" in cited
    assert "working title" not in get(f"/en/guide/records/{TRIAGE}/").html
    assert "titre de travail" not in get("/fr/guide/records/letters/").html


def test_related_projects_and_those_of_collections_say_how_far_to_trust_them(
    guide_sqlite: str, get: Any
) -> None:
    one, other = make_listed(identifier="one"), make_listed(identifier="other")
    make_collection("both", one, other)
    related = get("/fr/guide/records/one/").html.split('id="related"')[1].split("</section>")[0]
    collection = get("/fr/guide/collections/both/").html
    assert related.count('class="mark ') == related.count("<li>") > 0
    assert "mark unverified_seed" in related
    assert collection.count("mark unverified_seed") == 2


def test_the_home_page_leads_to_changes_reviews_and_feeds(get: Any) -> None:
    page = get("/fr/guide/")
    assert {"/fr/guide/changes/", "/fr/guide/reviews/"} <= set(page.links)
    for feed in ("records", "changes"):
        assert re.search(
            rf'rel="alternate" type="application/atom.xml"[^>]*/{feed}.atom', page.html
        )
