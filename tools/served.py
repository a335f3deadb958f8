"""A site as a child process, opened for a measurement and closed after it."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Site", "pilot_in", "served"]


TOLD = 20
"""Last lines of what a site said of its errors, shown when it closes."""


@dataclass(slots=True)
class Site:
    """A site that listens; once closed, the memory [GB] and processor time [s] it took."""

    port: int
    process: subprocess.Popen[str]
    gigabytes: float = 0.0
    seconds: float = 0.0


def balise(*arguments: str) -> list[str]:
    """Give the command line of a verb, in this environment."""
    return [str(Path(sys.executable).with_name("balise")), *arguments]


def pilot_in(folder: Path) -> Path:
    """Build the pilot in a folder."""
    out = folder / "new-brunswick"
    subprocess.run(balise("build", "new-brunswick", "--out", str(out), "--quiet"), check=True)
    return out


@contextmanager
def served(release: Path) -> Iterator[Site]:
    """Serve a release on a free port, with a secret and a database of its own."""
    with tempfile.TemporaryDirectory() as state:
        command = balise("serve", str(release), "--port", "0", "--state", state, "--json")
        environment = {**os.environ, "BALISE_SECRET_KEY": secrets.token_urlsafe(48)}
        said = Path(state) / "said"
        with said.open("w") as file:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=file, text=True, env=environment
            )
        site = Site(0, process)
        try:
            site.port = _port(process)
            yield site
        finally:
            print(*said.read_text().splitlines()[-TOLD:], sep="\n", file=sys.stderr)
            process.terminate()
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
            site.seconds = usage.ru_utime + usage.ru_stime
            # Bytes there, kilobytes elsewhere.
            site.gigabytes = usage.ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
            if process.stdout is not None:
                process.stdout.close()


def _port(process: subprocess.Popen[str]) -> int:
    for line in process.stdout or ():
        if "http://" in line:
            return int(line.rstrip('"\n/ ').rpartition(":")[2])
    raise SystemExit("The site did not open; what it said is above.")
