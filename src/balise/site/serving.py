"""Serve releases: check them, then listen."""

import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from balise.vocabulary import BaliseError

__all__ = ["prepare", "serve"]

LOOPBACK = "127.0.0.1"
THREADS = 4


def prepare(releases: Sequence[Path | str], *, demo: bool = False) -> Callable[..., object]:
    """Check releases and make the application that shows them.

    Parameters
    ----------
    releases : sequence of path
        Folders of releases; the first is shown unless an address names another.
    demo : bool
        Make a secret for this run alone, and show the years of a demonstration.

    Returns
    -------
    callable
        A WSGI application.

    Raises
    ------
    BaliseError
        If there is no secret, or a release does not keep what it promises.
    """
    if demo:
        os.environ["BALISE_SECRET_KEY"] = secrets.token_urlsafe(48)
    elif not os.environ.get("BALISE_SECRET_KEY"):
        raise BaliseError(
            "balise serve: BALISE_SECRET_KEY is not set. Expected a long random text that nobody "
            "else knows. Make one with 'python -c \"import secrets; "
            "print(secrets.token_urlsafe(48))\"', or try 'balise demo', which needs none."
        )
    os.environ["BALISE_RELEASES"] = os.pathsep.join(str(Path(each).resolve()) for each in releases)
    from balise.site.catalogues import compile_catalogues

    compile_catalogues()
    from django.conf import settings

    from balise.site.explorer.releases import library
    from balise.site.wsgi import application

    settings.BALISE_RELEASES = tuple(str(Path(each).resolve()) for each in releases)
    library.cache_clear()
    library()
    return application


def serve(
    releases: Sequence[Path | str],
    port: int = 8000,
    *,
    demo: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Open a site of releases on this machine until it is stopped.

    Parameters
    ----------
    releases : sequence of path
        Folders of releases.
    port : int
        Where to listen, on loopback: a web server in front of it faces the public.
    demo : bool
        Make a secret for this run alone.
    tell : callable
        Is told the address once the site listens.

    Raises
    ------
    BaliseError
        As :func:`prepare` does, or if the port is taken.
    """
    from waitress.server import create_server

    application = prepare(releases, demo=demo)
    try:
        server = create_server(
            application, host=LOOPBACK, port=port, threads=THREADS, ident="Balise"
        )
    except OSError as problem:
        raise BaliseError(
            f"Port {port} of {LOOPBACK} cannot be listened on: {problem.strerror or problem}. "
            "Expected a port that is free. Name another with --port N."
        ) from problem
    tell(f"http://{LOOPBACK}:{server.effective_port}/")
    try:
        server.run()
    finally:
        server.close()
