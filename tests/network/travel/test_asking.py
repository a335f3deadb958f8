"""What goes wrong with an engine over HTTP is told by its kind, and nothing is made of it."""

import json
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from balise.network.travel import Cutoff, EngineError, Failure, Osrm, Places, Status, Valhalla
from balise.network.travel.asking import Asker
from balise.vocabulary import NetworkError
from tests.network.travel.servers import send, serving

HERE = Places(("a", "b"), np.array([-66.0, -65.9]), np.array([46.0, 46.0]))
NEAR = Cutoff(km=50)

Request = BaseHTTPRequestHandler


def answering(answer: object, status: int = 200) -> Callable[[Request, bytes], None]:
    def reply(request: Request, _: bytes) -> None:
        send(request, json.dumps(answer).encode(), status, "application/json")

    return reply


def html(request: Request, _: bytes) -> None:
    send(request, b"<!DOCTYPE html><title>Sign in</title>", 200, "text/html")


def slow(request: Request, _: bytes) -> None:
    time.sleep(0.5)
    send(request, b"{}", 200, "application/json")


def dripping(request: Request, _: bytes) -> None:
    """Send a byte now and then: each soon enough, all of them never."""
    request.send_response(200)
    request.end_headers()
    for _part in range(40):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def cut(request: Request, _: bytes) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"code": "Ok", "durations": [[0, 1')


def hung_up(request: Request, _: bytes) -> None:
    request.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("reply", "failure", "said"),
    [
        (html, Failure.NOT_JSON, r"answered what is not JSON \(text/html\): '<!DOCTYPE html>"),
        (slow, Failure.SLOW, r"did not answer within 0\.2 s"),
        (dripping, Failure.SLOW, r"did not answer within 0\.2 s"),
        (cut, Failure.CUT_OFF, r"broke off in the middle of its answer"),
        (hung_up, Failure.CUT_OFF, r"broke off in the middle"),
        (
            answering({"code": "TooBig", "message": "Too many table coordinates"}, 400),
            Failure.REFUSED,
            r"HTTP 400 TooBig: Too many table coordinates",
        ),
        (answering({}, 500), Failure.REFUSED, r"refused with HTTP 500: Internal Server Error"),
        (answering(7), Failure.WRONG_SHAPE, "answered '7'"),
        (answering({"hello": 1}), Failure.WRONG_SHAPE, "without a code"),
    ],
)
def test_each_kind_of_failure_is_told(
    reply: Callable[[Request, bytes], None], failure: Failure, said: str
) -> None:
    with serving(reply) as address, pytest.raises(EngineError, match=said) as raised:
        Osrm(address, time_limit_s=0.2, retries=0).matrix(HERE, HERE, NEAR)
    assert raised.value.failure is failure
    assert str(raised.value).startswith(f"Engine osrm at {address}: it ")


def test_an_engine_that_is_not_there_is_named() -> None:
    with serving(html) as address:
        pass
    for engine in (Osrm(address, retries=0), Valhalla(address, retries=0)):
        with pytest.raises(EngineError, match="could not be reached") as raised:
            engine.matrix(HERE, HERE, NEAR)
        assert raised.value.failure is Failure.UNREACHABLE


def test_what_passes_is_asked_again_and_what_stays_is_not() -> None:
    waited: list[float] = []
    seen: list[str] = []

    def busy(request: Request, body: bytes) -> None:
        seen.append(request.path)
        answering({"ok": True}, 503 if len(seen) < 3 else 200)(request, body)

    with serving(busy) as address:
        asker = Asker("osrm", address, retries=3, pause=waited.append)
        assert asker.ask("/x") == {"ok": True}
    assert (len(seen), waited) == (3, [0.5, 1.0])
    waited.clear()
    with serving(answering({"message": "no"}, 400)) as address:
        asker = Asker("osrm", address, retries=3, pause=waited.append)
        with pytest.raises(EngineError, match="HTTP 400: no"):
            asker.ask("/x")
    assert waited == []


def tables(
    durations: object, distances: object, away: object = 5.0, version: str = "v1"
) -> Callable[[Request, bytes], None]:
    """Answer as OSRM does, with tables of its own."""

    def reply(request: Request, body: bytes) -> None:
        places = [{"distance": away}, {"distance": away}]
        answer: dict[str, Any] = {"code": "Ok", "destinations": places}
        if version:
            answer["data_version"] = version
        if "duration,distance" in request.path:
            answer |= {"durations": durations, "distances": distances}
        answering(answer)(request, body)

    return reply


@pytest.mark.parametrize(
    ("durations", "distances", "away", "said"),
    [
        ([[0, 1]], [[0, 1]], 5.0, r"a table of \(1, 2\) for one of \(2, 2\)"),
        ([[0, 1], [1]], [[0, 1], [1, 0]], 5.0, "a table that is none of numbers"),
        ([[0, float("nan")], [1, 0]], [[0, 1], [1, 0]], 5.0, "1 distances or times that are no"),
        ([[0, -1], [1, 0]], [[0, 1], [1, 0]], 5.0, "1 distances or times that are no"),
        (None, None, 5.0, "answered a table of"),
        ([[0, 1], [1, 0]], [[0, 1], [1, 0]], "near", "told no distance of a destination"),
    ],
)
def test_tables_that_are_none_are_refused(
    durations: object, distances: object, away: object, said: str
) -> None:
    with (
        serving(tables(durations, distances, away)) as address,
        pytest.raises(EngineError, match=said) as raised,
    ):
        Osrm(address, retries=0).matrix(HERE, HERE, NEAR)
    assert raised.value.failure is Failure.WRONG_SHAPE


def test_a_null_is_no_path_and_never_too_far() -> None:
    nulls = [[0, None], [60, 0]]
    with serving(tables(nulls, [[0, None], [9000, 0]])) as address:
        table = Osrm(address).matrix(HERE, HERE, Cutoff(km=8))
    assert table.status.tolist() == [[Status.OK, Status.NO_PATH], [Status.BEYOND_CUTOFF, Status.OK]]
    assert table.km[0, 0] == pytest.approx(0.01)
    with serving(tables(nulls, [[0, None], [9000, 0]], away=6000.0)) as address:
        table = Osrm(address).matrix(HERE, HERE, NEAR)
    assert (table.status == Status.NO_ROAD_ACCESS).all()
    assert np.isnan(table.km).all()


def test_nothing_is_kept_of_a_network_that_cannot_be_told(tmp_path: Path) -> None:
    with serving(tables([[0, 1], [1, 0]], [[0, 1], [1, 0]], version="")) as address:
        Osrm(address, kept=tmp_path).matrix(HERE, HERE, NEAR)
        assert list(tmp_path.rglob("*.json")) == []
        Osrm(address, kept=tmp_path, network="of May").matrix(HERE, HERE, NEAR)
        named = set(tmp_path.rglob("*.json"))
        Osrm(address, kept=tmp_path, network="of June").matrix(HERE, HERE, NEAR)
    assert len(named) == 2
    assert len(set(tmp_path.rglob("*.json"))) == 4


@pytest.mark.parametrize("address", ["127.0.0.1:5000", "file:///etc/passwd", "ftp://here", ""])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(NetworkError, match=r"Expected one that begins with http"):
        Asker("osrm", address)


def test_valhalla_that_refuses_a_table_as_a_whole_is_asked_for_its_parts() -> None:
    asked: list[int] = []

    def reply(request: Request, body: bytes) -> None:
        if request.path == "/status":
            answering({"version": "3", "tileset_last_modified": 1})(request, body)
            return
        said = json.loads(body)
        if request.path == "/locate":
            edges = [
                {"edges": [{"correlated_lon": each["lon"], "correlated_lat": each["lat"]}]}
                for each in said["locations"]
            ]
            answering(edges)(request, body)
            return
        ends = (said["sources"], said["targets"])
        asked.append(len(ends[0]) * len(ends[1]))
        if {each["lon"] for each in (*ends[0], *ends[1])} == {-66.0, -65.9}:
            answering({"error_code": 170, "error": "unconnected regions"}, 400)(request, body)
            return
        row = [{"distance": 1.0, "time": 60} for _ in ends[1]]
        answering({"sources_to_targets": [row for _ in ends[0]]})(request, body)

    with serving(reply) as address:
        table = Valhalla(address).matrix(HERE, HERE, NEAR)
    assert table.status.tolist() == [[Status.OK, Status.NO_PATH], [Status.NO_PATH, Status.OK]]
    assert asked == [4, 2, 1, 1, 2, 1, 1]
