"""What is exported comes back as it was, whatever people wrote in it."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.guide.making import make_organisation, make_record

# Text that the database takes: no NUL, no half of a pair.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60
)
NASTY = st.one_of(
    TEXTS,
    st.tuples(
        st.sampled_from(["", "'", "''", "'''"]),
        st.sampled_from(
            ["=", "+", "-", "@", "\t", "\r", "'", '"', ";", ",", "\n", "# ", ": ", "~"]
        ),
        TEXTS,
    ).map("".join),
)


def exported(folder: Path, name: str) -> Path:
    from balise.site.guide.exporting import export_file

    path = folder / name
    export_file(path, replace=True)
    return path


def came_back(path: Path) -> Any:
    from balise.site.guide.importing import import_file

    return import_file(path)


@pytest.mark.property
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=NASTY, note=NASTY, publisher=NASTY)
def test_any_text_comes_back_as_it_was(
    guide_site: None, tmp_path: Path, title: str, note: str, publisher: str
) -> None:
    from balise.site.guide.exporting import csv_text, yaml_text
    from balise.site.guide.parsing import parsed
    from balise.site.guide.reading_files import read_file

    tree = {
        "id": "nasty",
        "title_en": title,
        "themes": ["health", "water"],
        "claims": [{"kind": "finding", "bound": "exact", "measure_en": note, "note_fr": title}],
        "sources": [{"key": "s1", "publisher": publisher, "year": 2024}],
    }
    for name, text in (("a.yaml", yaml_text([tree])), ("a.csv", csv_text([tree]))):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        (entry,) = read_file(path).records
        found, problems = parsed(entry.values)
        assert not problems
        assert {key: each for key, each in found.items() if each not in ("", [], False)} == tree


@pytest.mark.parametrize("name", ["records.yaml", "records.csv"])
def test_a_complete_record_comes_back_unchanged(guide_db: str, tmp_path: Path, name: str) -> None:
    record = make_record(
        cost_cad="1200.50",
        staff_months="3.5",
        municipality_code="1301006",
        title_en="'=HYPERLINK()",
        summary_en='\ttab, "quotes"; null\r\n\n# not a comment: ~',
    )
    other = make_record(identifier="other")
    record.populations.create(code="seniors")
    record.data_used.create(name_en="Letters", personal="personal", link="https://example.org")
    record.partners.create(organisation=make_organisation(), role_en="Data")
    record.partners.create(name="University of Exampleville")
    record.assets.create(name_en="Code", link="https://example.org/code")
    record.places.create(dguid="2021A00051310032")
    record.adaptations.create(direction="from", other=other, note_en="The model")
    record.save_revision()
    before = record.latest_revision_id
    report = came_back(exported(tmp_path, name))
    assert report.counts["same"] == len(report.rows)
    record.refresh_from_db()
    assert record.latest_revision_id == before


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_gets_one_apostrophe_in_csv_and_none_in_yaml(
    guide_sqlite: str, tmp_path: Path, sign: str
) -> None:
    import yaml

    make_record(title_en=f"{sign}1+1", identifier="formula", lead=None)
    text = exported(tmp_path, "records.csv").read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title_en"] == f"'{sign}1+1"
    plain = yaml.safe_load(exported(tmp_path, "records.yaml").read_text("utf-8"))
    assert plain["records"][0]["title_en"] == f"{sign}1+1"


def test_negative_numbers_stay_numbers(guide_sqlite: str, tmp_path: Path) -> None:
    record = make_record(identifier="less", lead=None)
    record.claims.update(value="-0.8")
    text = exported(tmp_path, "records.csv").read_bytes().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["claims.1.value"] == "-0.8"


def test_a_file_that_is_there_is_not_written_over(guide_sqlite: str, tmp_path: Path) -> None:
    from balise.site.guide.exporting import export_file
    from balise.vocabulary import BaliseError

    path = tmp_path / "records.csv"
    path.write_text("mine")
    with pytest.raises(BaliseError, match="--replace"):
        export_file(path)
    with pytest.raises(BaliseError, match=r"Expected .yaml or .csv"):
        export_file(tmp_path / "records.ods")
    assert path.read_text() == "mine"
