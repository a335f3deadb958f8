"""Kills a real server in the middle of submissions, and looks whether any is lost.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.site.databases import on_database
from tests.site.secretariat.calling import FILLED, make_draft, token_of

__all__ = ["Outcome", "lost"]

_PATIENCE = 60.0
_COOKIE = "a" * 32
# It reads ports, and serves each in a child of its own, which is what is killed.
_SERVERS = """
import os, signal, sys
from balise.site.wsgi import application
from waitress.server import create_server
from django.urls import get_resolver
get_resolver().check()
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
    acknowledged: int = 0
    problems: list[str] = field(default_factory=list)


def lost(database: str, state: Path, kills: int = 5, seed: int = 5) -> Outcome:
    """Submit drafts through HTTP while the server is killed at random moments.

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
        drafts = [make_draft() for _each in range(10 * kills)]
        tokens = {each.pk: token_of(each) for each in drafts}
        waiting = list(tokens)
        acknowledged: set[int] = set()
        with _servers(database, state) as servers:
            while outcome.kills < kills and waiting:
                with _server(servers) as (process, port):
                    killer = threading.Timer(
                        rng.uniform(0.05, 0.6), os.kill, (process, signal.SIGKILL)
                    )
                    killer.start()
                    while waiting and _is_there(process):
                        if _submitted(port, tokens[waiting[0]]):
                            acknowledged.add(waiting.pop(0))
                    killer.cancel()
                    killer.join()
                    outcome.kills += 1
            with _server(servers) as (_process, port):
                # What was not acknowledged is sent again, as its holder would.
                for number in waiting[:3]:
                    if _submitted(port, tokens[number]):
                        acknowledged.add(number)
            servers.stdin.close()
        outcome.acknowledged = len(acknowledged)
        outcome.problems = list(_problems(acknowledged, set(tokens)))
    return outcome


@contextmanager
def _servers(database: str, state: Path) -> Iterator[Any]:
    """Start what starts servers: the code of the site is read once."""
    chosen = os.environ | {
        "DATABASE_URL": database,
        "BALISE_STATE": str(state),
        "BALISE_APPS": "guide",
        "BALISE_SECRET_KEY": "for tests only",
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


def _asked(port: int, method: str, path: str, body: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Host": "localhost",
        "Cookie": f"csrftoken={_COOKIE}",
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


def _submitted(port: int, token: str) -> bool:
    """Submit a draft; true if the server said that it was."""
    path = f"/en/guide/drafts/{token}/"
    fields = {**FILLED, "act": "submit", "version": "0", "csrfmiddlewaretoken": _COOKIE}
    try:
        answer = _asked(port, "POST", path, urlencode(fields, doseq=True))
    except OSError:
        return False
    return answer.status == 303


def _problems(acknowledged: set[int], known: set[int]) -> Iterator[str]:
    from balise.site.guide.models import Record
    from balise.site.secretariat.models import Message, Submission

    held = {each.pk: each for each in Submission.objects.filter(pk__in=known)}
    for number, each in held.items():
        receipts = Message.objects.filter(
            kind="draft_receipt", link__target=number, link__kind="draft"
        ).count()
        whole = each.state == "submitted" and each.record_id is not None and receipts == 1
        if number in acknowledged and not whole:
            yield f"{each.reference} was acknowledged: {each.state}, {receipts} receipts"
        is_begun = each.state != "draft" or each.record_id or receipts
        if number not in acknowledged and not whole and is_begun:
            yield f"{each.reference} is half there: {each.state}, {receipts} receipts"
    sent = sum(each.state == "submitted" for each in held.values())
    if Record.objects.count() != sent:
        yield f"{Record.objects.count()} records of {sent} submissions"
