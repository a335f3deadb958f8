"""The explorer and the Guide share a frame, and each works with the other removed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

VISIT = """
import sys
from balise.site.serving import prepare
prepare([sys.argv[1]])
from django.test import Client
client = Client(HTTP_HOST="localhost")
for address in sys.argv[2:]:
    answer = client.get(address)
    print(address, answer.status_code, answer.headers.get("Location", ""))
print("wagtail" in sys.modules)
"""


def run(code: str, pilot: Path, state: Path, apps: str, *addresses: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(pilot), *addresses],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "BALISE_APPS": apps,
            "BALISE_STATE": str(state),
            "BALISE_SECRET_KEY": "x" * 60,
        },
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.splitlines()


def test_the_explorer_works_without_the_guide_and_without_wagtail(
    pilot: Path, tmp_path: Path
) -> None:
    told = run(VISIT, pilot, tmp_path, "explorer", "/", "/en/", "/fr/guide/", "/admin/")
    assert told == ["/ 302 /en/", "/en/ 200 ", "/fr/guide/ 404 ", "/admin/ 404 ", "False"]


@pytest.mark.slow
def test_the_guide_works_without_the_explorer(pilot: Path, tmp_path: Path) -> None:
    addresses = ("/", "/en/", "/fr/guide/", "/fr/areas/", "/admin/login/")
    told = run(VISIT, pilot, tmp_path, "guide", *addresses)
    assert told == [
        "/ 302 /en/guide/",
        "/en/ 302 /en/guide/",
        "/fr/guide/ 200 ",
        "/fr/areas/ 404 ",
        "/admin/login/ 200 ",
        "True",
    ]


ROBOTS = """
import sys
from balise.site.serving import prepare
prepare([sys.argv[1]])
from django.test import Client
print(Client(HTTP_HOST="localhost").get("/robots.txt").content.decode())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("apps", "private"),
    [
        ("guide", {"/en/guide/assessment/kept/", "/fr/guide/assessment/kept/", "/admin/"}),
        ("explorer", {"/en/places/kept/", "/fr/places/kept/"}),
    ],
)
def test_robots_leave_private_addresses_alone_whatever_is_installed(
    pilot: Path, tmp_path: Path, apps: str, private: set[str]
) -> None:
    told = run(ROBOTS, pilot, tmp_path, apps)
    assert told[0] == "User-agent: *"
    # The parts of the site name more as they come.
    assert private <= {each.removeprefix("Disallow: ") for each in told[1:]}
