"""Asking an engine over HTTP: retried, bounded in time, kept; and what went wrong, by kind."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from balise.vocabulary import NetworkError

__all__ = ["Asker", "EngineError", "Failure"]

Answer = dict[str, Any]

_LARGEST = 64 * 2**20  # bytes of an answer
_PART = 2**16
_AGAIN = frozenset((429, 502, 503, 504))


class Failure(Enum):
    """Why an engine did not answer as it should."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    CUT_OFF = "cut off"
    NOT_JSON = "not JSON"
    REFUSED = "refused"
    WRONG_SHAPE = "wrong shape"


class EngineError(NetworkError):
    """An engine of travel that cannot be asked, or answers what it should not.

    ``failure`` is the kind; ``status`` the HTTP status if there was one, ``code`` the engine's
    own code if it gave one.
    """

    def __init__(self, message: str, failure: Failure, status: int = 0, code: str = "") -> None:
        super().__init__(message)
        self.failure, self.status, self.code = failure, status, code


@dataclass(frozen=True)
class Asker:
    """Asks one server.

    Parameters
    ----------
    engine : str
        ``osrm`` or ``valhalla``, as told to the user.
    address : str
        Where it listens: ``http://127.0.0.1:5000``.
    time_limit_s : float
        Longest wait for one answer, from first to last byte [s].
    retries : int
        How often a question is asked again that was not answered, or answered by 429, 502,
        503 or 504; after 0.5 s, then twice as long each time.
    kept : Path, optional
        Folder where answers are kept. A server whose network cannot be told is never kept.
    """

    engine: str
    address: str
    time_limit_s: float = 30.0
    retries: int = 3
    kept: Path | None = None
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        """Refuse an address that is none."""
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise NetworkError(
                f"Engine {self.engine}: found the address {self.address!r}. Expected one that "
                "begins with http:// or https:// and names a machine, as http://127.0.0.1:5000. "
                "Correct it."
            )

    def ask(self, path: str, body: Answer | None = None, network: str = "") -> Answer:
        """Ask one question: by GET, or by POST if it has a body.

        Parameters
        ----------
        path : str
            Below the address, with what follows the question mark.
        body : mapping, optional
            Sent as JSON.
        network : str
            What tells the network of this server from others and from what it was; answers
            are kept under it, for this address and question. Nothing is kept without it.

        Raises
        ------
        EngineError
            By kind: unreachable, slow, cut off, not JSON, refused.
        """
        sent = None if body is None else json.dumps(body, sort_keys=True).encode()
        beside = self._place(path, sent, network) if self.kept and network else None
        known = _read(beside) if beside else None
        if known is not None:
            return known
        answer = self._asked(path, sent)
        if beside:
            _keep(beside, answer)
        return answer

    def _place(self, path: str, sent: bytes | None, network: str) -> Path:
        named = "\n".join([self.engine, self.address.rstrip("/"), network, path])
        digest = hashlib.sha256(named.encode() + b"\n" + (sent or b"")).hexdigest()
        return (self.kept or Path()) / digest[:2] / f"{digest}.json"

    def _asked(self, path: str, sent: bytes | None) -> Answer:
        for attempt in range(self.retries + 1):
            try:
                return self._once(path, sent)
            except EngineError as error:
                passes = error.failure in {Failure.UNREACHABLE, Failure.SLOW, Failure.CUT_OFF}
                if attempt == self.retries or not (passes or error.status in _AGAIN):
                    raise
            self.pause(0.5 * 2**attempt)
        raise AssertionError

    def _once(self, path: str, sent: bytes | None) -> Answer:
        headers = {"Accept": "application/json", "User-Agent": "balise"}
        if sent is not None:
            headers["Content-Type"] = "application/json"
        url = self.address.rstrip("/") + path
        until = time.monotonic() + self.time_limit_s
        try:
            with urlopen(Request(url, sent, headers), timeout=self.time_limit_s) as response:
                return self._json(self._whole(response, until), response.headers)
        except HTTPError as error:
            with error:
                raise self._refused(error, until) from None
        except TimeoutError as error:
            raise self._slow() from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._slow() from error
            raise self._said(
                f"could not be reached ({error.reason})",
                "a server that listens there",
                "Start it, or correct the address",
                Failure.UNREACHABLE,
            ) from error
        except (HTTPException, ConnectionError) as error:
            raise self._said(
                f"broke off in the middle of its answer ({type(error).__name__})",
                "a whole answer",
                "See in its log why; ask for fewer places at once if it runs out of memory",
                Failure.CUT_OFF,
            ) from error

    def _whole(self, response: HTTPResponse | HTTPError, until: float) -> bytes:
        """Read an answer to its end, as long as there is time."""
        parts, size = [], 0
        while part := response.read1(_PART):
            parts.append(part)
            size += len(part)
            if time.monotonic() > until:
                raise self._slow()
            if size > _LARGEST:
                raise self._said(
                    f"sent more than {_LARGEST / 1e6:.0f} MB",
                    "a table of distances",
                    "Is it the address of an engine of travel? Correct it",
                    Failure.WRONG_SHAPE,
                )
        # What ends too soon without a word is told by the length that was announced.
        announced = response.headers.get("Content-Length")
        if announced and announced.isdecimal() and size < int(announced):
            raise ConnectionError(f"{size} of {announced} bytes")
        return b"".join(parts)

    def _json(self, text: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            answer = json.loads(text)
        except ValueError as error:
            kind = headers.get("Content-Type", "no type named")
            shown = text[:60].decode("utf-8", "replace").strip()
            raise self._said(
                f"answered what is not JSON ({kind}): {shown!r}",
                "a table of distances as JSON",
                "Is something else listening there, or a proxy in between? Correct the address",
                Failure.NOT_JSON,
            ) from error
        if not isinstance(answer, dict | list):
            raise self.wrong(f"answered {str(answer)[:60]!r}")
        return answer if isinstance(answer, dict) else {"rows": answer}

    def _refused(self, error: HTTPError, until: float) -> EngineError:
        """Tell the message of the engine, where it gave one."""
        try:
            told = json.loads(self._whole(error, until))
        except (ValueError, OSError, HTTPException):
            told = {}
        told = told if isinstance(told, dict) else {}
        code = str(told.get("code", told.get("error_code", "")))
        message = str(told.get("message", told.get("error", error.reason)))
        return self._said(
            f"refused with HTTP {error.code} {code}: {message[:200].rstrip('.')}".replace(
                " :", ":"
            ),
            "an answer",
            "Read its documentation for this message, or its log",
            Failure.REFUSED,
            error.code,
            code,
        )

    def _slow(self) -> EngineError:
        return self._said(
            f"did not answer within {self.time_limit_s:g} s",
            "an answer in that time",
            "Allow more time, or ask for fewer places at once",
            Failure.SLOW,
        )

    def wrong(self, found: str) -> EngineError:
        """Make the error of an answer that is JSON but not what was asked for."""
        return self._said(
            found,
            "what its documentation says",
            "Is it another engine, or another version? Compare them",
            Failure.WRONG_SHAPE,
        )

    def _said(
        self,
        found: str,
        expected: str,
        remedy: str,
        failure: Failure,
        status: int = 0,
        code: str = "",
    ) -> EngineError:
        message = (
            f"Engine {self.engine} at {self.address}: it {found}. Expected {expected}. {remedy}."
        )
        return EngineError(message, failure, status, code)


def _read(path: Path) -> Answer | None:
    """Read an answer that was kept; one that is damaged is asked for again."""
    try:
        held = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return held if isinstance(held, dict) else None


def _keep(path: Path, answer: Answer) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False) as beside:
        json.dump(answer, beside)
    os.replace(beside.name, path)  # noqa: PTH105
