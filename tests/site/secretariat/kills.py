"""Kills a real server in the middle of submissions and approvals; is any of them lost?

``lost(database, state, kills=50)`` may be called by tools as well as by tests.
"""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.site.databases import on_database
from tests.site.secretariat.calling import FILLED, make_draft, token_of
from tests.site.secretariat.on_paths import in_group

__all__ = ["Outcome", "lost"]

_PATIENCE = 60.0
_COOKIE = "a" * 32
_FIRST, _NEXT = "completeness", "working_group"
# It reads ports, and serves each in a child of its own, which is what is killed. What is
# read once is read before.
_SERVERS = """
import os, signal, sys
from balise.site.wsgi import application
from waitress.server import create_server
from django.db import connections
from django.test import Client
from django.urls import get_resolver
get_resolver().check()
for path in ("/en/guide/submit/", "/en/guide/drafts/unknown/"):
    Client(HTTP_HOST="localhost").get(path)
connections.close_all()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    child = os.fork()
    if not child:
        create_server(application, host="127.0.0.1", port=int(line), threads=4).run()
    print(child, flush=True)
"""


@dataclass
class Outcome:
    """What came of it: how many were acknowledged, and all that was wrong with them."""

    kills: int = 0
    submissions: int = 0
    approvals: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many acts the server said yes to."""
        return self.submissions + self.approvals


@dataclass
class _Acts:
    """Submits drafts, and approves the first step of each; keeps what was acknowledged."""

    secretary: Any
    reviewer: Any
    session: str
    tokens: dict[int, str] = field(default_factory=dict)
    submitted: set[int] = field(default_factory=set)
    approved: set[int] = field(default_factory=set)
    at: int = 0
    """The number of the draft under work; 0 if there is none."""

    def go_on(self, port: int) -> None:
        """Do the next act; what was not acknowledged is sent again, as people would."""
        if not self.at:
            draft = make_draft()
            self.at, self.tokens[draft.pk] = draft.pk, token_of(draft)
        if self.at not in self.submitted:
            if _submitted(port, self.tokens[self.at], _title(self.at)):
                self.submitted.add(self.at)
        elif _approved(port, self.at, self.session):
            self.approved.add(self.at)
            self.at = 0


def lost(database: str, state: Path, kills: int = 5, seed: int = 5) -> Outcome:
    """Submit and approve through HTTP while the server is killed at random moments.

    Parameters
    ----------
    database : str
        Address of a migrated database (``DATABASE_URL``) that holds nothing else.
    state : path
        Folder of the state of the site.
    kills : int
        How often the server is killed.
    seed : int
        Of the moments at which it is.
    """
    rng = random.Random(seed)
    outcome = Outcome()
    with on_database(database):
        acts = _acts()
        with _servers(database, state) as servers:
            while outcome.kills < kills:
                with _server(servers) as (process, port):
                    killer = threading.Timer(
                        rng.uniform(0.05, 1.5), os.kill, (process, signal.SIGKILL)
                    )
                    killer.start()
                    while _is_there(process):
                        acts.go_on(port)
                    killer.join()
                    outcome.kills += 1
            with _server(servers) as (_process, port):
                for _each in range(4):
                    acts.go_on(port)
            servers.stdin.close()
        outcome.submissions, outcome.approvals = len(acts.submitted), len(acts.approved)
        outcome.problems = [*_of_submissions(acts), *_of_approvals(acts)]
    return outcome


def _acts() -> _Acts:
    """Make who approves, signed in, and who is told of it."""
    from django.conf import settings
    from django.test import Client

    secretary, reviewer = in_group("Secretariat"), in_group("Reviewers")
    client = Client(HTTP_HOST="localhost")
    client.force_login(secretary)
    return _Acts(secretary, reviewer, client.cookies[settings.SESSION_COOKIE_NAME].value)


def _title(number: int) -> str:
    return f"Wells {number}"


@contextmanager
def _servers(database: str, state: Path) -> Iterator[Any]:
    """Start what starts servers: the code of the site is read once."""
    from django.conf import settings

    chosen = os.environ | {
        "DATABASE_URL": database,
        "BALISE_STATE": str(state),
        "BALISE_APPS": "guide",
        "BALISE_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "balise.site.settings",
    }
    with subprocess.Popen(
        [sys.executable, "-c", _SERVERS],
        env=chosen,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield process


@contextmanager
def _server(servers: Any) -> Iterator[tuple[int, int]]:
    """Start a server, and give its process and its port; it is killed at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    servers.stdin.write(f"{port}\n")
    servers.stdin.flush()
    process = int(servers.stdout.readline())
    try:
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends and _is_there(process):
            try:
                if _asked(port, "GET", "/en/guide/submit/sent/", "").status == 200:
                    break
            except OSError:
                time.sleep(0.02)
        yield process, port
    finally:
        if _is_there(process):
            os.kill(process, signal.SIGKILL)
        while _is_there(process):
            time.sleep(0.01)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _asked(
    port: int, method: str, path: str, body: str, session: str = ""
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Host": "localhost",
        "Cookie": f"csrftoken={_COOKIE}" + (f"; sessionid={session}" if session else ""),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
    except http.client.HTTPException as problem:
        raise ConnectionError(str(problem)) from problem
    finally:
        connection.close()
    return answer


def _submitted(port: int, token: str, title: str) -> bool:
    """Submit a draft; true if the server said that it was."""
    fields = {**FILLED, "title": title, "act": "submit", "version": "0"}
    return _taken(port, f"/en/guide/drafts/{token}/", fields)


def _approved(port: int, number: int, session: str) -> bool:
    """Approve the first step of what was submitted; true if the server said that it was."""
    from balise.site.secretariat.models import StepState, Submission
    from balise.site.secretariat.path_told import mark_of

    record = Submission.objects.select_related("record__latest_revision").get(pk=number).record
    step = StepState.objects.get(workflow_state__object_id=record.pk, task__step__code=_FIRST)
    seen = mark_of(record.latest_revision)
    fields = {"step": step.pk, "seen": seen, "why": "It is complete."}
    return _taken(port, f"/admin/desk/review/record/{record.pk}/approve/", fields, session)


def _taken(port: int, path: str, fields: dict[str, Any], session: str = "") -> bool:
    body = urlencode({**fields, "csrfmiddlewaretoken": _COOKIE}, doseq=True)
    try:
        answer = _asked(port, "POST", path, body, session)
    except OSError:
        return False
    return answer.status == 303


def _letters_to(account: Any) -> Counter[str]:
    """Count the letters that tell an account of its turn, by the title they name."""
    from balise.site.secretariat.models import Message

    told = Message.objects.filter(kind="path_turn", account=account).values_list("told", flat=True)
    return Counter(each["title"] for each in told)


def _of_submissions(acts: _Acts) -> Iterator[str]:
    """Say which submissions are lost, half there, or there twice."""
    from balise.site.guide.models import Record
    from balise.site.secretariat.models import Message, Submission

    held = list(Submission.objects.filter(pk__in=acts.tokens))
    letters = _letters_to(acts.secretary)
    for each in held:
        receipts = Message.objects.filter(
            kind="draft_receipt", link__target=each.pk, link__kind="draft"
        ).count()
        found = each.state, each.record_id is not None, receipts, letters[_title(each.pk)]
        if found == ("submitted", True, 1, 1):
            continue
        if each.pk in acts.submitted:
            yield f"{each.reference} was acknowledged as submitted: {found}"
        elif found != ("draft", False, 0, 0):
            yield f"{each.reference} is half submitted: {found}"
    sent = sum(each.state == "submitted" for each in held)
    if Record.objects.count() != sent:
        yield f"{Record.objects.count()} records of {sent} submissions"


def _of_approvals(acts: _Acts) -> Iterator[str]:
    """Say which approvals are lost, half there, or there twice."""
    from balise.site.secretariat import path
    from balise.site.secretariat.models import StepState, Submission

    letters = _letters_to(acts.reviewer)
    for each in Submission.objects.exclude(record=None).select_related("record"):
        steps = StepState.objects.filter(workflow_state__object_id=each.record_id)
        by = list(steps.filter(status="approved").values_list("finished_by", "role"))
        found = by, path.state_of(each.record).step, letters[_title(each.pk)]
        if found == ([(acts.secretary.pk, "secretariat")], _NEXT, 1):
            continue
        if each.pk in acts.approved:
            yield f"{each.reference} was acknowledged as approved: {found}"
        elif found != ([], _FIRST, 0):
            yield f"{each.reference} is half approved: {found}"
