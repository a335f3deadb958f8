"""The site opens with a secret and sound releases only."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from balise.site.serving import OPENING, prepare, refuse_unsafe
from balise.vocabulary import BaliseError
from tests.site.databases import ready

COMMAND = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"


def test_no_site_is_served_without_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BALISE_SECRET_KEY", raising=False)
    with pytest.raises(BaliseError, match="BALISE_SECRET_KEY is not set"):
        prepare(["anything"])


def test_what_an_application_finds_unsafe_is_not_served(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core import checks

    def found(**_options: object) -> list[checks.CheckMessage]:
        return [checks.Error("There are accounts of a demonstration.", "Remove them.")]

    refuse_unsafe()
    found.tags = (OPENING,)  # type: ignore[attr-defined]
    monkeypatch.setattr(checks.registry.registry, "registered_checks", {found})
    with pytest.raises(BaliseError, match=r"accounts of a demonstration\. Remove them\."):
        refuse_unsafe()


def run(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def test_an_altered_release_is_refused_with_the_reason(pilot: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(pilot, altered)
    with (altered / "areas.csv").open("a") as file:
        file.write("one more\n")
    child = run("serve", str(altered), "--port", "0", BALISE_SECRET_KEY="x" * 60)
    _out, told = child.communicate(timeout=120)
    assert child.returncode == 1
    assert "is not shown" in told
    assert "areas.csv" in told
    assert "Traceback" not in told


def test_a_database_that_cannot_be_written_is_named(pilot: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    arguments = ("serve", str(pilot), "--port", "0", "--state", str(in_the_way))
    child = run(*arguments, BALISE_SECRET_KEY="x" * 60)
    _out, told = child.communicate(timeout=120)
    assert child.returncode == 1
    assert "cannot be opened" in told
    assert "--state DIR" in told
    assert "Traceback" not in told


def test_a_demonstration_opens_on_loopback_without_debug(pilot: Path, tmp_path: Path) -> None:
    arguments = ("--port", "0", "--state", str(ready(tmp_path)), "--json")
    child = run("demo", "--out", str(pilot), *arguments, BALISE_SECRET_KEY="")
    try:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(3)]
        address = json.loads("".join(lines))["address"]
        assert address.startswith("http://127.0.0.1:")
        with urlopen(address + "fr/", timeout=30) as page:
            text = page.read().decode()
        assert "Nouveau-Brunswick" in text
        assert "DEBUG" not in text
    finally:
        child.terminate()
        child.communicate(timeout=30)


def test_forms_are_taken_from_behind_a_web_server_that_speaks_https(
    pilot: Path, tmp_path: Path
) -> None:
    arguments = ("serve", str(pilot), "--port", "0", "--state", str(ready(tmp_path)))
    child = run(*arguments, BALISE_SECRET_KEY="x" * 60, BALISE_HTTPS="1")
    try:
        assert child.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", child.stdout.readline())
        assert found
        form = f"{found[0]}en/places/"
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
        }
        with urlopen(Request(form, headers=headers), timeout=30) as page:
            assert page.headers["Strict-Transport-Security"]
            cookie = str(page.headers["Set-Cookie"]).partition(";")[0].strip()
            token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        assert token
        headers |= {"Origin": "https://localhost", "Cookie": cookie}
        sent = Request(form, f"csrfmiddlewaretoken={token[1]}&kind=areas".encode(), headers)
        # Without a file the form comes back; one that looks forged would be refused (403).
        with pytest.raises(HTTPError) as answer:
            urlopen(sent, timeout=30)
        with answer.value as page:
            assert page.status == 400
            assert "No file was chosen" in page.read().decode()
    finally:
        child.terminate()
        child.communicate(timeout=30)
