"""Ask a site for addresses at a steady pace, whatever time its answers take.

The clock of a request starts when it was due, not when a connection was free for it: a
server that falls behind is seen to.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["NONE", "Load", "load"]

HOST = "127.0.0.1"
CONNECTIONS = 64
PATIENCE = 10.0
"""Longest wait for an answer [s]."""
NONE = 599
"""Stands for no answer at all."""


@dataclass(slots=True)
class Load:
    """What came of a run: the wait of each request [ms], by its place; statuses; bytes."""

    seconds: float = 0.0
    waits: list[tuple[int, float]] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)
    received: int = 0

    def took(self) -> list[float]:
        """Give the waits, the shortest first."""
        return sorted(wait for _, wait in self.waits)


class _Connection:
    """One connection that is kept open from answer to answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, address: str) -> tuple[int, int]:
        """Give the status of an answer and its length [bytes]."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        writer.write(
            f"GET {address} HTTP/1.1\r\nHost: {HOST}:{self._port}\r\n"
            "Accept-Encoding: gzip\r\nUser-Agent: balise-bench\r\n\r\n".encode("ascii")
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head[9:12])
        length = await _body(reader, head)
        if "connection: close" in head:
            self.close()
        return status, length

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _body(reader: asyncio.StreamReader, head: str) -> int:
    if "content-length:" in head:
        length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
        await reader.readexactly(length)
        return length
    if "transfer-encoding: chunked" in head:
        total = 0
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
            total += size
        await reader.readline()
        return total
    return len(await reader.read())


def load(port: int, addresses: Sequence[str], per_second: float) -> Load:
    """Ask for every address in turn, so many a second.

    Parameters
    ----------
    port : int
        Where the site listens, on loopback.
    addresses : sequence of str
        What to ask for, in order.
    per_second : float
        Requests a second, each due at its own time.

    Returns
    -------
    Load
        The wait of each from the time it was due [ms].
    """
    return asyncio.run(_load(port, addresses, per_second))


async def _load(port: int, addresses: Sequence[str], per_second: float) -> Load:
    found = Load()
    free: asyncio.LifoQueue[_Connection] = asyncio.LifoQueue()
    connections = [_Connection(port) for _ in range(CONNECTIONS)]
    for each in connections:
        free.put_nowait(each)
    start = time.perf_counter()

    async def one(place: int, due: float) -> None:
        connection = await free.get()
        status, length = await _answer(connection, place, addresses[place], found)
        free.put_nowait(connection)
        found.waits.append((place, 1000 * (time.perf_counter() - start - due)))
        found.statuses[status] = found.statuses.get(status, 0) + 1
        found.received += length

    running = []
    for place in range(len(addresses)):
        due = place / per_second
        await asyncio.sleep(max(0.0, due - (time.perf_counter() - start)))
        running.append(asyncio.create_task(one(place, due)))
    _, late = await asyncio.wait(running, timeout=PATIENCE)
    found.seconds = time.perf_counter() - start
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    if late:
        found.statuses[NONE] = found.statuses.get(NONE, 0) + len(late)
    for each in connections:
        each.close()
    return found


async def _answer(
    connection: _Connection, place: int, address: str, found: Load
) -> tuple[int, int]:
    try:
        return await asyncio.wait_for(connection.ask(address), PATIENCE)
    except (OSError, EOFError, TimeoutError) as problem:
        connection.close()
        found.refused.append((place, repr(problem)))
        return NONE, 0
