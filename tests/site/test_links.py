"""Places and projects lead to each other; with either part removed, the other works alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.databases import ready

FREDERICTON = "2021A00051310032"
VISIT = """
import sys
from balise.site.serving import prepare
prepare([sys.argv[1]])
from django.apps import apps
from django.test import Client
if apps.is_installed("balise.site.guide"):
    from balise.site.guide.models import Place
    from balise.site.guide.publishing import by_its_path
    from tests.site.guide.making import make_record
    record = make_record(identifier="letters")
    Place.objects.create(record=record, dguid="2021A00051310032", name="Capital")
    Place.objects.create(record=record, dguid="2021A00059999999", name="Elsewhere")
    with by_its_path():
        record.save_revision().publish()
for address in sys.argv[2:]:
    answer = Client(HTTP_HOST="localhost").get(address)
    text = answer.content.decode()
    told = [each for each in ("id=\\"tried\\"", "/guide/records/letters/\\"", "id=\\"places\\"",
            "/areas/2021A00051310032/\\"", "Elsewhere", "Capital") if each in text]
    told = told if answer.status_code == 200 else []
    print(answer.status_code, *told, sep="|")
"""


def visited(pilot: Path, state: Path, apps: str) -> list[str]:
    addresses = (f"/en/areas/{FREDERICTON}/", "/en/guide/records/letters/")
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", VISIT, str(pilot), *addresses],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "BALISE_APPS": apps,
            "BALISE_STATE": str(ready(state)),
            "BALISE_SECRET_KEY": "x" * 60,
            "PYTHONPATH": ".",
        },
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("apps", "area", "record"),
    [
        (
            "explorer guide",
            '200|id="tried"|/guide/records/letters/"|/areas/2021A00051310032/"',
            '200|/guide/records/letters/"|id="places"|/areas/2021A00051310032/"|Elsewhere',
        ),
        ("explorer", '200|/areas/2021A00051310032/"', "404"),
        ("guide", "404", '200|/guide/records/letters/"|id="places"|Elsewhere|Capital'),
    ],
    ids=["both", "explorer", "guide"],
)
def test_a_place_and_a_project_lead_to_each_other_where_both_are_here(
    pilot: Path, tmp_path: Path, apps: str, area: str, record: str
) -> None:
    assert visited(pilot, tmp_path, apps) == [area, record]
