"""Servers for tests: real engines on the invented town, recordings of them, and broken ones."""

import importlib.util
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError

import numpy as np

from balise.network.travel import Places

__all__ = ["HOMES", "OFFICES", "RECORDED", "live", "recording", "replayed", "serving"]

RECORDED = Path(__file__).parent / "recorded"

HOMES = Places(
    ("main", "hill", "island", "apart", "winter", "sea", "nowhere", "loop", "farm"),
    np.array([-66.0, -65.9570, -65.77, -65.48, -66.22, -64.5, np.nan, -65.97, -65.925]),
    np.array([46.001, 46.0335, 46.0005, 46.3005, 46.1005, 46.6, 46.0, 46.019, 46.02]),
)
OFFICES = Places(
    ("hall", "quay", "lost"), np.array([-65.951, -65.781, np.nan]), np.array([46.0005, 46.0, 46.0])
)

Reply = Callable[[BaseHTTPRequestHandler, bytes], None]
Json = dict[str, Any]


@contextmanager
def serving(reply: Reply) -> Iterator[str]:
    """Serve on the loopback; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply(self, b"")

        def do_POST(self) -> None:
            reply(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(request: BaseHTTPRequestHandler, text: bytes, status: int, kind: str) -> None:
    """Send a whole answer."""
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(text)))
    request.end_headers()
    request.wfile.write(text)


@contextmanager
def replayed(name: str) -> Iterator[str]:
    """Answer as a real engine did, the questions it was asked; others get a page of HTML."""
    held = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))["exchanges"]
    known = {(each["path"], json.dumps(each["body"], sort_keys=True)): each for each in held}

    def reply(request: BaseHTTPRequestHandler, body: bytes) -> None:
        asked = json.dumps(json.loads(body) if body else None, sort_keys=True)
        found = known.get((request.path, asked))
        if found is None:
            send(request, b"<html>This was never asked.</html>", 200, "text/html")
            return
        answer = json.dumps(found["answer"]).encode()
        send(request, answer, found["status"], "application/json")

    with serving(reply) as address:
        yield address


@contextmanager
def recording(address: str, name: str, engine: str) -> Iterator[str]:
    """Pass questions on to a real engine, and write down what it answers."""
    exchanges: dict[str, Json] = {}

    def reply(request: BaseHTTPRequestHandler, body: bytes) -> None:
        status, text = _fetched(address + request.path, body or None)
        asked = json.loads(body) if body else None
        answer = json.loads(text, object_hook=_without_hints)
        one = {"path": request.path, "body": asked, "status": status, "answer": answer}
        exchanges[json.dumps([request.path, asked])] = one
        send(request, text, status, "application/json")

    with serving(reply) as beside:
        yield beside
    told = {"engine": engine, "exchanges": [exchanges[key] for key in sorted(exchanges)]}
    (RECORDED / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _without_hints(each: Json) -> Json:
    return {key: value for key, value in each.items() if key != "hint"}


def _fetched(url: str, body: bytes | None) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json"} if body else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def binary_extract(extract: Path) -> Path:
    """Write an extract as PBF, with a time of its own."""
    import osmium

    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-01-02T03:04:05Z")
    path = extract.with_suffix(".osm.pbf")
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for each in osmium.FileProcessor(str(extract)):
            writer.add(each)
    return path


@contextmanager
def live(name: str, extract: Path) -> Iterator[str]:
    """Run a real engine on an extract; gives its address."""
    port = _free_port()
    command = (_osrm if name == "osrm" else _valhalla)(binary_extract(extract), port)
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(address, process)
            yield address
        finally:
            process.terminate()


def _await(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError(f"the engine ended with {process.returncode}")
        try:
            _fetched(address + "/status", None)
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the engine did not start")


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _run(*command: object) -> None:
    subprocess.run([str(each) for each in command], check=True, capture_output=True)


def _osrm(extract: Path, port: int) -> list[str]:
    profile = _package("osrm") / "share" / "profiles" / "car.lua"
    made = extract.with_name(extract.name.replace(".osm.pbf", ".osrm"))
    osrm = [sys.executable, "-m", "osrm"]
    _run(*osrm, "extract", "--data_version", "osmosis", "-p", profile, extract)
    _run(*osrm, "partition", made)
    _run(*osrm, "customize", made)
    where = ["--ip", "127.0.0.1", "--port", str(port)]
    binary = shutil.which("osrm-routed", path=str(_package("osrm") / "bin"))
    return [str(binary), "--algorithm", "mld", *where, str(made)]


def _valhalla(extract: Path, port: int) -> list[str]:
    from valhalla.config import get_config  # type: ignore[import-not-found, unused-ignore]

    folder = extract.parent
    tiles = folder / "tiles"
    tiles.mkdir()
    config = get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
    config["mjolnir"]["tile_extract"] = ""
    service = {"listen": f"tcp://127.0.0.1:{port}"}
    service |= {each: f"ipc://{folder}/{each}" for each in ("loopback", "interrupt")}
    config["httpd"]["service"] |= service
    for each in ("loki", "thor", "odin", "meili"):
        config[each].setdefault("service", {})["proxy"] = f"ipc://{folder}/{each}"
    (folder / "valhalla.json").write_text(json.dumps(config), "utf-8")
    binaries = _package("valhalla") / "bin"
    _run(binaries / "valhalla_build_tiles", "-c", folder / "valhalla.json", extract)
    return [str(binaries / "valhalla_service"), str(folder / "valhalla.json"), "1"]
