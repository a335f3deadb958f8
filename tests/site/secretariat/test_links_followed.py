"""Links lead to public addresses alone: every way around that is tried here."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from balise.site.secretariat.links_followed import MOST_READ, Network, Outcome, follow, is_public

pytestmark = pytest.mark.usefixtures("guide_site")


class _Site(BaseHTTPRequestHandler):
    """Answers as its path asks."""

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        name = self.path.strip("/").partition("/")[0]
        if name == "loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
        elif name == "to":
            self.send_response(301)
            self.send_header("Location", self.path.partition("to/")[2])
        elif name == "no-head" and self.command == "HEAD":
            self.send_response(405)
        elif name.isdigit():
            self.send_response(int(name))
        else:
            self.send_response(200)
        size = MOST_READ * 40 if name == "large" else 0
        self.send_header("Content-Length", str(size))
        self.end_headers()
        if self.command == "GET" and size:
            try:
                self.wfile.write(b"x" * size)
            except OSError:
                self.server.broke_off = True  # type: ignore[attr-defined]

    do_GET = do_HEAD = _answer  # noqa: N815

    def log_message(self, *told: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.asked = []  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def network(site: Any, names: dict[str, list[str]] | None = None, **options: Any) -> Network:
    """A network in which every name not told otherwise is the site of the test."""
    known = names or {}

    def resolve(host: str, port: int) -> list[str]:
        return known.get(host, ["127.0.0.1"])

    def allowed(address: str) -> bool:
        return address == "127.0.0.1" or is_public(address)

    given: dict[str, Any] = {"clock": lambda: 0.0, "sleep": lambda _wait: None}
    ports = {site.server_port}
    return Network(resolve=resolve, is_public=allowed, ports=ports, **(given | options))


def at(site: Any, path: str, host: str = "a.example") -> str:
    return f"http://{host}:{site.server_port}/{path}"


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("page?a=é#part", Outcome("ok")),
        ("no-head", Outcome("ok")),
        ("404", Outcome("gone", "404")),
        ("410", Outcome("gone", "410")),
        ("403", Outcome("untested", "403")),
        ("429", Outcome("untested", "429")),
        ("500", Outcome("broken", "500")),
        ("loop", Outcome("broken", "redirects")),
        ("to//page", Outcome("ok")),
    ],
)
def test_what_a_server_answers_is_told(site: Any, path: str, outcome: Outcome) -> None:
    assert follow(at(site, path), network(site)) == outcome


def test_get_is_asked_only_where_head_is_not_enough(site: Any) -> None:
    follow(at(site, "page"), network(site))
    follow(at(site, "no-head"), network(site))
    assert [(verb, path) for verb, path, _host in site.asked] == [
        ("HEAD", "/page"),
        ("HEAD", "/no-head"),
        ("GET", "/no-head"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "168.63.129.16",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:53aa:64c:0:fbff:80ff:fffe",
        "2001:db8::1",
        "not an address",
        "",
    ],
)
def test_an_address_that_is_not_public_is_never_spoken_to(site: Any, address: str) -> None:
    assert not is_public(address)
    met = network(site, {"evil.example": [address]}, patience=0.1)
    met.is_public = is_public
    assert follow(at(site, "page", "evil.example"), met).state == "refused"
    assert site.asked == []


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


def test_one_address_of_several_that_is_not_public_refuses_the_name(site: Any) -> None:
    met = network(site, {"mixed.example": ["127.0.0.1", "10.0.0.1"]})
    assert follow(at(site, "page", "mixed.example"), met) == Outcome("refused", "address")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://a.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://a.example/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//a.example/", "scheme"),
        ("http:///nothing", "scheme"),
        ("http://user:secret@a.example/", "credentials"),
        ("http://127.0.0.1:80@a.example/", "credentials"),
        ("http://a.example:22/", "port"),
        ("https://a.example:8443/", "port"),
        ("http://a.example:6379/", "port"),
    ],
)
def test_other_schemes_ports_and_credentials_are_refused(url: str, why: str) -> None:
    met = Network(resolve=lambda *_asked: ["93.184.216.34"])
    assert follow(url, met) == Outcome("refused", why)


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_ways_to_write_this_machine_are_refused(host: str) -> None:
    assert follow(f"http://{host}/", Network()).state in {"refused", "broken"}


@pytest.mark.parametrize("target", ["http://inner.example/", "file:///etc/passwd", "//10.0.0.1/"])
def test_a_redirect_is_checked_again(site: Any, target: str) -> None:
    names = {"inner.example": ["10.0.0.1"], "10.0.0.1": ["10.0.0.1"]}
    assert follow(at(site, f"to/{target}"), network(site, names)).state == "refused"
    assert len(site.asked) == 1


def test_more_redirects_than_three_are_not_followed(site: Any) -> None:
    follow(at(site, "loop"), network(site))
    assert len(site.asked) == 4


def test_the_machine_that_was_looked_at_is_the_one_spoken_to(site: Any) -> None:
    """A name that leads elsewhere the next time it is asked for (DNS rebinding)."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    met = network(site)
    met.resolve = lambda *_asked: next(answers)
    assert follow(at(site, "page", "turning.example"), met) == Outcome("ok")
    assert site.asked[0][2].startswith("turning.example"), "under its own name"


def test_no_more_than_a_bound_is_read(site: Any) -> None:
    assert follow(at(site, "no-head"), network(site)).state == "ok"
    site.asked.clear()
    from balise.site.secretariat import links_followed

    class Answer:
        def read(self, most: int) -> bytes:
            assert most == MOST_READ
            return b""

    links_followed._read(Answer())  # type: ignore[arg-type]


def test_one_host_is_asked_once_a_second(site: Any) -> None:
    waits: list[float] = []
    now = [10.0]

    def sleep(wait: float) -> None:
        waits.append(wait)
        now[0] += wait

    met = network(site, clock=lambda: now[0], sleep=sleep)
    for path in ("one", "two", "three"):
        follow(at(site, path), met)
    follow(at(site, "one", "b.example"), met)
    assert waits == [1.0, 1.0]


def test_a_server_that_is_not_there_and_one_that_says_nothing_are_broken(site: Any) -> None:
    import socket

    assert follow(at(site, "500", "a.example"), network(site)).state == "broken"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        met = network(site, patience=0.2)
        met.ports = {port}
        assert follow(f"http://a.example:{port}/", met).state == "broken"
    assert follow(f"http://a.example:{port}/", met).state == "broken"


@pytest.mark.parametrize(
    "url", ["http://[", "http://a.example:99999/", "http://a b/", "http://" + "a" * 300 + "/", ""]
)
def test_nothing_written_as_an_address_makes_a_check_fail(url: str) -> None:
    met = Network(resolve=lambda *_asked: [])
    assert follow(url, met).state in {"broken", "refused"}
