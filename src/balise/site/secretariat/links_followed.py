"""Follow one address of the public web, and nothing that is not public.

Addresses in texts come from people. None may have this machine ask another one that only it
can reach: each name is resolved, every address it has must be public, and the one that was
looked at is the one that is spoken to.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from balise import __version__

__all__ = ["Network", "Outcome", "follow", "is_public"]

PATIENCE: Final = 10.0
"""For one request, from name to answer [s]."""
MOST_REDIRECTS: Final = 3
MOST_READ: Final = 2**16
"""Of an answer, no more is read [bytes]."""
PAUSE: Final = 1.0
"""Between two requests to one host [s]."""
PORTS: Final = {"http": 80, "https": 443}

_AGENT = f"Balise/{__version__} (checks of links)"
# Of machines in a cloud, at an address that looks public.
_METADATA = {ipaddress.ip_address("168.63.129.16")}
# Of protocols; of IPv6 that leads to any address of IPv4. Not every Python knows all of them.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "64:ff9b::/96", "64:ff9b:1::/48")))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of following an address: a state of a check, and a word about it."""

    state: str
    problem: str = ""


class _RefusedError(Exception):
    """An address that is not followed."""


def is_public(address: str) -> bool:
    """Tell whether an address of a machine is one of the public network.

    Examples
    --------
    >>> is_public("93.184.216.34"), is_public("10.0.0.1"), is_public("::ffff:8.8.8.8")
    (True, False, False)
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not found.is_global or found.is_multicast or found.is_reserved or found in _METADATA:
        return False
    return not (_is_translated(found) or any(found in each for each in _SPECIAL))


def _is_translated(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether an address of IPv6 stands for one of IPv4, or for one of a site alone."""
    if isinstance(found, ipaddress.IPv4Address):
        return False
    return bool(found.ipv4_mapped or found.sixtofour or found.teredo or found.is_site_local)


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(slots=True)
class Network:
    """The network as it is met, and when each host was last spoken to; tests give their own."""

    resolve: Callable[[str, int], Sequence[str]] = _resolve
    is_public: Callable[[str], bool] = is_public
    ports: Collection[int] = frozenset(PORTS.values())
    patience: float = PATIENCE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    spoken_to: dict[str, float] = field(default_factory=dict)

    def wait_for(self, host: str) -> None:
        """Wait until a host may be asked again."""
        last = self.spoken_to.get(host)
        left = 0.0 if last is None else last + PAUSE - self.clock()
        if left > 0:
            self.sleep(left)
        self.spoken_to[host] = self.clock()


class _Pinned(HTTPConnection):
    """Speaks to one machine, whatever its name would lead to by now."""

    def __init__(self, place: SplitResult, address: str, port: int, patience: float) -> None:
        super().__init__(_ascii(place), port, timeout=patience)
        self._place, self._address, self._patience = place, address, patience
        self._timer: Timer | None = None

    def connect(self) -> None:
        spoken = socket.create_connection((self._address, self.port), self._patience)
        if self._place.scheme == "https":
            context, name = ssl.create_default_context(), _ascii(self._place)
            spoken = context.wrap_socket(
                spoken, server_hostname=name, do_handshake_on_connect=False
            )
        self.sock = spoken
        # A server that sends a letter now and then would be listened to for ever.
        self._timer = Timer(self._patience, _hang_up, (spoken,))
        self._timer.daemon = True
        self._timer.start()
        if isinstance(spoken, ssl.SSLSocket):
            spoken.do_handshake()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().close()


def _hang_up(spoken: socket.socket) -> None:
    try:
        socket.socket.shutdown(spoken, socket.SHUT_RDWR)  # without a word, whoever listens
    except OSError:
        return  # it is closed already


def _ascii(place: SplitResult) -> str:
    host = place.hostname or ""
    return host if host.isascii() else host.encode("idna").decode()


def follow(url: str, network: Network) -> Outcome:
    """Follow an address to where it leads.

    Parameters
    ----------
    url : str
        As somebody wrote it.
    network : Network
        How names are resolved and which machines may be spoken to.

    Returns
    -------
    Outcome
        ``ok``, ``gone``, ``broken``, ``refused`` (it leads where nobody outside may) or
        ``untested`` (the server answers people only).
    """
    try:
        for _each in range(MOST_REDIRECTS + 1):
            status, leads = _asked(url, network)
            if not leads:
                return _told(status)
            url = urljoin(url, leads)
    except _RefusedError as refusal:
        return Outcome("refused", str(refusal))
    except ssl.SSLCertVerificationError:
        return Outcome("broken", "certificate")
    except (OSError, HTTPException, ValueError) as problem:
        return Outcome("broken", type(problem).__name__)
    return Outcome("broken", "redirects")


def _told(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome("ok")
    if status in {404, 410}:
        return Outcome("gone", str(status))
    # Asked who it is, or to come back later: it is there, and says nothing to programs.
    state = "untested" if status in {401, 403, 407, 429, 451} else "broken"
    return Outcome(state, str(status))


def _asked(url: str, network: Network) -> tuple[int, str]:
    """Ask with HEAD; with GET where that is not understood."""
    status, leads = _request("HEAD", url, network)
    if leads or 200 <= status < 300:
        return status, leads
    return _request("GET", url, network)


def _request(method: str, url: str, network: Network) -> tuple[int, str]:
    place = urlsplit(url)
    port = _port(place, network)
    host = _ascii(place)
    addresses = network.resolve(host, port)
    if not addresses or not all(network.is_public(each) for each in addresses):
        raise _RefusedError("address")
    network.wait_for(host)
    connection = _Pinned(place, addresses[0], port, network.patience)
    try:
        target = iri_to_uri(place.path or "/") + (f"?{iri_to_uri(place.query)}" * bool(place.query))
        connection.request(method, target, headers={"User-Agent": _AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        _read(answer)
        leads = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
        return answer.status, leads
    finally:
        connection.close()


def _read(answer: HTTPResponse) -> Any:
    """Read the beginning of an answer, so that a server that breaks off is known."""
    return answer.read(MOST_READ)


def _port(place: SplitResult, network: Network) -> int:
    if place.scheme not in PORTS or not place.hostname:
        raise _RefusedError("scheme")
    if "@" in place.netloc:
        raise _RefusedError("credentials")
    port = place.port or PORTS[place.scheme]
    if port not in network.ports:
        raise _RefusedError("port")
    return port
