"""A file of records is imported whole or not at all, told row by row, and twice without harm."""

from pathlib import Path
from typing import Any

import pytest

from tests.site.guide.making import make_organisation, make_record

SEED = """
projects:
- id: river-levels
  title_en: River levels told a day ahead
  title_fr: Le niveau des rivières annoncé la veille
  title_fr_origin: working
  organisation_en: Town of Exampleville
  organisation_fr: null
  partners: [University of Exampleville]
  jurisdiction_level: municipal
  jurisdiction_code: CA-NB
  municipality: Exampleville
  year_start: 2018
  year_end: null
  status: operational
  theme: water
  client_groups: [persons, internal]
  analytics_type: predictive
  data_used: Gauges
  summary_en: A model tells the level of the river a day ahead.
  summary_fr: null
  outcomes:
  - {metric: Warnings, value: 1000, unit: warnings (more than), kind: reach, note: null}
  - {metric: Homes kept dry, value: 1 in 5, unit: homes, kind: result, note: As told in 2020}
  - {metric: Cost, value: null, unit: null, kind: cost, note: Not stated}
  evidence_basis: before_after
  cautions: One river only.
  contact: null
  sources:
  - {publisher: The Example, url: 'https://example.org', type: press, language: en, year: 2020}
  - {publisher: Town, url: 'https://example.org/b', type: government_page, language: en, year: null}
"""
OURS = """
records:
- id: river-levels
  lead_name_en: Town of Exampleville
  title_en: River levels told a day ahead
  state_en: original
  themes: [water]
"""


def imported(folder: Path, text: str, name: str = "file.yaml", **options: Any) -> Any:
    from balise.site.guide.importing import import_file

    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_file(path, **options)


def record(identifier: str = "river-levels") -> Any:
    from balise.site.guide.models import Record

    return Record.objects.get(identifier=identifier)


def count() -> int:
    from balise.site.guide.models import Record

    return int(Record.objects.count())


def refusal(report: Any, row: int = 0) -> str:
    assert report.rows[row].verdict == "refused"
    assert not report.is_written
    return " ".join(report.rows[row].notes)


def test_a_trial_run_tells_what_would_happen_and_keeps_nothing(
    guide_db: str, tmp_path: Path
) -> None:
    report = imported(tmp_path, SEED, dry_run=True)
    assert report.counts == {"new": 1}
    assert count() == 0


def test_the_first_inventory_is_listed_unverified_and_never_published(
    guide_db: str, tmp_path: Path
) -> None:
    imported(tmp_path, SEED)
    found = record()
    assert (found.status, found.live) == ("listed", False)
    assert found.verification == "unverified_seed"
    assert found.title_fr_is_working
    assert (found.state_en, found.state_fr) == ("original", "missing")


def test_numbers_of_the_first_inventory_say_that_their_period_is_not_stated(
    guide_db: str, tmp_path: Path
) -> None:
    imported(tmp_path, SEED)
    number, told, unmeasured = record().claims.all()
    assert (number.value, number.bound, number.unit_en) == (1000, "at_least", "warnings")
    assert not number.period_stated
    assert number.source_key == "s2", "the page of the government, of two sources"
    assert "several sources" in number.note_en
    assert told.value is None
    assert told.note_en.startswith("As told in 2020.\n\nThe source says: 1 in 5 homes.")
    assert unmeasured.value is None
    assert (told.method, number.method) == ("before_after", "described")


def test_importing_twice_changes_nothing(guide_db: str, tmp_path: Path) -> None:
    imported(tmp_path, SEED)
    before = record().latest_revision_id
    assert imported(tmp_path, SEED).counts == {"same": 1}
    assert record().latest_revision_id == before


def test_a_changed_field_is_named_and_the_listed_text_follows(
    guide_sqlite: str, tmp_path: Path
) -> None:
    imported(tmp_path, SEED)
    report = imported(tmp_path, SEED.replace("One river only.", "Two rivers only."))
    assert [(each.verdict, each.fields) for each in report.rows] == [("changed", ["limits_en"])]
    assert record().limits_en == "Two rivers only."
    assert record().status == "listed"


def test_what_people_wrote_stays_unless_forced(guide_db: str, tmp_path: Path) -> None:
    imported(tmp_path, OURS)
    draft = record().get_latest_revision_as_object()
    draft.title_en = "By hand"
    draft.save_revision()
    report = imported(tmp_path, OURS)
    assert report.rows[0].verdict == "kept"
    assert report.is_written
    assert record().get_latest_revision_as_object().title_en == "By hand"
    assert imported(tmp_path, OURS, force=True).rows[0].verdict == "changed"
    assert record().get_latest_revision_as_object().title_en == "River levels told a day ahead"
    assert any(each.content["title_en"] == "By hand" for each in record().revisions.all())


def test_a_published_record_is_never_changed_by_a_file(guide_db: str, tmp_path: Path) -> None:
    made = make_record(identifier="river-levels")
    made.save_revision().publish()
    report = imported(tmp_path, OURS, force=True)
    assert report.rows[0].verdict == "changed"
    assert "stays so" in report.rows[0].notes[0]
    found = record()
    assert found.live
    assert found.title_en == made.title_en
    assert found.has_unpublished_changes


def test_one_refused_entry_keeps_the_whole_file_out(guide_db: str, tmp_path: Path) -> None:
    second = (
        OURS.replace("records:\n", "").replace("river-levels", "other").replace("water", "watr")
    )
    report = imported(tmp_path, OURS + second)
    assert "themes: found 'watr'" in refusal(report, 1)
    assert "Did you mean 'water'?" in refusal(report, 1)
    assert count() == 0


def test_an_identifier_given_twice_is_told_with_both_rows(
    guide_sqlite: str, tmp_path: Path
) -> None:
    report = imported(tmp_path, OURS + OURS.replace("records:\n", ""))
    assert "in row 3 and in row 9" in refusal(report, 1)


def test_all_that_is_wrong_with_an_entry_is_told_at_once(guide_sqlite: str, tmp_path: Path) -> None:
    wrong = "  orderofgovernment: x\n  start: sometime\n  claims:\n  - {kind: reslt, value: lots}\n"
    told = refusal(imported(tmp_path, OURS + wrong))
    for each in ("order_of_government", "'result'", "found 'lots'. Expected a number"):
        assert each in told


def test_a_number_without_period_is_refused_unless_the_file_says_not_stated(
    guide_sqlite: str, tmp_path: Path
) -> None:
    claim = "kind: result, measure_en: Time, value: 3, unit_en: days, source_key: s1"
    text = OURS + "  sources:\n  - {key: s1, publisher: Town}\n  claims:\n  - {" + claim
    assert "A number needs a unit, a period and a source." in refusal(
        imported(tmp_path, text + "}\n")
    )
    assert imported(tmp_path, text + ", period_stated: 'false'}\n").is_written
    assert not record().claims.get().period_stated


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("records: &a [*a]\n", "found *a"),
        ("records:\n- !!python/object:os.system {id: x}\n", "Expected values without tags"),
        ("records:\n- id: a\n  id: b\n", "'id' twice"),
        ("records: " + "[" * 40 + "]" * 40, "12 at most"),
        ("just words", "found no list named 'records'"),
        ("records: [x", "is not YAML"),
        ("records:\n- id: \x00\n", "is not YAML"),
        ("records: [a]\n", "Expected a mapping"),
        ("", "found no list named 'records'"),
    ],
    ids=["alias", "tag", "twice", "deep", "words", "broken", "nul", "text", "empty"],
)
def test_a_file_that_is_not_plain_yaml_is_refused(
    guide_sqlite: str, tmp_path: Path, text: str, told: str
) -> None:
    from balise.site.guide.reading_files import FileError

    with pytest.raises(FileError) as refused:
        imported(tmp_path, text)
    assert told in str(refused.value)


def test_a_file_over_ten_megabytes_is_refused(guide_sqlite: str, tmp_path: Path) -> None:
    from balise.site.guide.reading_files import LIMIT_BYTES, FileError

    with pytest.raises(FileError, match="Part it into several files"):
        imported(tmp_path, "#" * (LIMIT_BYTES + 1))


def test_an_enormous_text_is_refused_with_its_field(guide_sqlite: str, tmp_path: Path) -> None:
    told = refusal(imported(tmp_path, f"{OURS}  summary_en: {'x' * 30_000}\n"))
    assert "summary_en" in told
    assert "20000" in told


def test_a_french_spreadsheet_is_read(guide_db: str, tmp_path: Path) -> None:
    from balise.site.guide.importing import import_file

    path = tmp_path / "fiches.csv"
    text = (
        "id;lead_name_fr;title_fr;state_fr;themes;cost_cad;sources.1.key;sources.1.publisher;"
        "claims.1.kind;claims.1.measure_fr;claims.1.value;claims.1.unit_fr;claims.1.source_key;"
        "claims.1.period_start\r\n"
        "rivieres;Ville d’Exempleville;L’été des rivières;original;water|health;1 200,50;s1;Ville;"
        "result;Délai;3,5;jours;s1;2024-05\r\n"
    )
    path.write_bytes(text.encode("cp1252"))
    assert import_file(path).counts == {"new": 1}
    found = record("rivieres")
    assert found.title_fr == "L’été des rivières"
    assert str(found.cost_cad) == "1200.50"
    assert float(found.claims.get().value) == 3.5
    assert [each.code for each in found.themes.all()] == ["water", "health"]
    assert import_file(path).counts == {"same": 1}


def test_a_comma_is_no_decimal_mark_in_an_english_spreadsheet(
    guide_sqlite: str, tmp_path: Path
) -> None:
    text = 'id,title_en,lead_name_en,cost_cad\nriver-levels,River,Town,"1,200"\n'
    told = refusal(imported(tmp_path, text, "file.csv"))
    assert "cost_cad: found '1,200'. Expected a number such as 1234.5" in told


def test_a_row_with_too_many_cells_is_told(guide_sqlite: str, tmp_path: Path) -> None:
    from balise.site.guide.reading_files import FileError

    with pytest.raises(FileError, match="row 2: found 3 cells"):
        imported(tmp_path, "id,title_en\na,b,c\n", "file.csv")


def test_records_adapted_from_each_other_come_in_any_order(
    guide_sqlite: str, tmp_path: Path
) -> None:
    text = OURS + "  adaptations:\n  - {direction: from, other: lakes}\n"
    text += "- id: lakes\n  lead_name_en: Town of Exampleville\n  title_en: Lakes\n"
    assert imported(tmp_path, text).counts == {"new": 2}
    assert record().adaptations.get().other == record("lakes")
    assert imported(tmp_path, text).counts == {"same": 2}


def test_an_unknown_project_or_organisation_is_offered_the_nearest(
    guide_sqlite: str, tmp_path: Path
) -> None:
    make_organisation(identifier="exampleville")
    text = OURS.replace("lead_name_en: Town of Exampleville", "lead: examplevile")
    assert "Did you mean 'exampleville'?" in refusal(imported(tmp_path, text))
    text = OURS + "  adaptations:\n  - {other: river-level}\n"
    assert "Did you mean 'river-levels'?" in refusal(imported(tmp_path, text))


def test_an_identifier_of_a_deleted_draft_is_not_used_again(
    guide_sqlite: str, tmp_path: Path
) -> None:
    imported(tmp_path, OURS)
    record().delete()
    assert "named a record that is gone" in refusal(imported(tmp_path, OURS))


def test_an_organisation_that_is_here_is_completed_and_not_overwritten(
    guide_sqlite: str, tmp_path: Path
) -> None:
    kept = make_organisation(identifier="town", size="", name_en="Town")
    head = "organisations:\n- {identifier: town, name_en: Town, size: "
    assert imported(tmp_path, head + "small}\n" + OURS).rows[0].verdict == "changed"
    assert imported(tmp_path, head + "large}\n" + OURS).rows[0].verdict == "kept"
    kept.refresh_from_db()
    assert kept.size == "small"


def test_the_first_inventory_of_the_package_is_whole_and_loads_once(guide_sqlite: str) -> None:
    from collections import Counter

    from balise.site.guide.importing import import_file
    from balise.site.guide.models import Claim, Record
    from balise.site.guide.seeding import SEED

    report = import_file(SEED / "records.yaml")
    assert report.is_written
    records = Record.objects.all()
    assert Counter(each.order_of_government for each in records) == {
        "federal": 12,
        "provincial": 14,
        "territorial": 3,
        "regional": 2,
        "municipal": 21,
        "multi": 1,
    }
    assert {(each.status, each.live, each.verification) for each in records} == {
        ("listed", False, "unverified_seed")
    }
    assert all(each.title_fr_is_working for each in records)
    assert Claim.objects.count() == 117
    numbers = Claim.objects.filter(value__isnull=False)
    assert (numbers.count(), numbers.filter(period_stated=False).count()) == (97, 97)
    again = import_file(SEED / "records.yaml")
    assert again.counts["same"] == len(again.rows)
