"""Accounts: a first one that nobody guesses; those of a demonstration stay in it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from balise.vocabulary import BaliseError
from tests.site.databases import ready

COMMAND = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"


def balise(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=300,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012", "secretariat1"])
def test_a_weak_password_makes_no_account(guide_sqlite: str, password: str) -> None:
    from django.contrib.auth import get_user_model

    from balise.site.guide.accounts import first_account

    with pytest.raises(BaliseError, match="was not made"):
        first_account("secretariat", "secretariat@example.org", password)
    assert not get_user_model().objects.filter(username="secretariat").exists()


def test_the_first_account_signs_in(guide_sqlite: str, guide_client: Any) -> None:
    from balise.site.guide.accounts import first_account

    first_account("secretariat", "secretariat@example.org", "a heron on the Petitcodiac")
    sent = {"username": "secretariat", "password": "a heron on the Petitcodiac"}
    assert guide_client.post("/admin/login/", sent).headers["Location"] == "/admin/"
    with pytest.raises(BaliseError, match="there is an account secretariat already"):
        first_account("secretariat", "secretariat@example.org", "another heron, much later")


def test_a_demonstration_has_new_passwords_each_time(guide_sqlite: str) -> None:
    from django.contrib.auth import get_user_model

    from balise.site.guide.accounts import demonstrate, demonstration_names

    assert demonstration_names() == ()
    first, again = demonstrate(), demonstrate()
    assert {each.name for each in first} == set(demonstration_names())
    for before, now in zip(first, again, strict=True):
        account = get_user_model().objects.get(username=now.name)
        assert account.check_password(now.password)
        assert not account.check_password(before.password)


def test_accounts_of_a_demonstration_stop_the_opening_and_no_other_work(guide_sqlite: str) -> None:
    from django.core.checks import run_checks

    from balise.site.guide.accounts import demonstrate
    from balise.site.serving import refuse_unsafe

    demonstrate()
    assert run_checks(databases=["default"]) == []
    with pytest.raises(BaliseError, match="holds accounts of a demonstration"):
        refuse_unsafe()


def test_no_account_of_a_demonstration_publishes_projects(guide_sqlite: str) -> None:
    from django.contrib.auth import get_user_model

    from balise.site.guide.accounts import demonstrate

    demonstrate()
    for name, may in (
        ("secretariat", {"change_record", "list_record", "view_record"}),
        ("reviewers", {"view_record"}),
        ("translators", {"view_record"}),
        ("steering-committee", set()),
        ("council", set()),
        ("deputy-ministers-table", set()),
    ):
        account = get_user_model().objects.get(username=f"demo-{name}")
        asked = {"publish_record", "change_record", "list_record", "view_record"}
        assert {each for each in asked if account.has_perm(f"guide.{each}")} == may
        assert not account.is_superuser


def test_the_command_makes_an_account_and_refuses_without_a_password(tmp_path: Path) -> None:
    ready(tmp_path)
    arguments = ("guide", "admin", "chair", "--email", "chair@example.org", "--state")
    told = balise(*arguments, str(tmp_path), BALISE_ADMIN_PASSWORD="")
    assert told.returncode == 1
    assert "no password was given" in told.stderr
    password = "a heron on the Petitcodiac"
    made = balise(*arguments, str(tmp_path), "--json", BALISE_ADMIN_PASSWORD=password)
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout) == {"account": "chair"}
    assert password not in made.stdout


@pytest.mark.slow
def test_a_site_with_accounts_of_a_demonstration_is_not_served(pilot: Path, tmp_path: Path) -> None:
    ready(tmp_path)
    arguments = ("demo", "--out", str(pilot), "--port", "0", "--state", str(tmp_path))
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert "http://127.0.0.1:" in child.stdout.readline()
    child.terminate()
    told = child.communicate(timeout=30)[1]
    assert told.count("demo-") == 6
    served = balise(
        "serve", str(pilot), "--port", "0", "--state", str(tmp_path), BALISE_SECRET_KEY="x" * 60
    )
    assert served.returncode == 1
    assert "holds accounts of a demonstration: demo-council" in served.stderr


def test_a_language_is_kept_without_a_name(guide_sqlite: str, guide_client: Any) -> None:
    from wagtail.users.models import UserProfile

    from balise.site.guide.accounts import demonstrate
    from tests.site.guide.making import make_account

    demonstrate()
    account = make_account(superuser=False)
    account.groups.add(_secretariat())
    guide_client.force_login(account)
    page = guide_client.get("/admin/account/").content.decode()
    assert 'name="locale-preferred_language"' in page
    sent = {
        "name_email-email": account.email,
        "locale-preferred_language": "fr",
        "locale-current_time_zone": "UTC",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert guide_client.post("/admin/account/", sent).status_code == 302
    assert UserProfile.objects.get(user=account).preferred_language == "fr"


def _secretariat() -> Any:
    from django.contrib.auth.models import Group

    return Group.objects.get(name="Secretariat")
