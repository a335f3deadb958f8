"""Serve releases: check them, then listen."""

import gc
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

from balise.site.turns import in_turn
from balise.vocabulary import BaliseError

__all__ = ["OPENING", "open_database", "prepare", "refuse_unsafe", "serve"]

LOOPBACK = "127.0.0.1"
THREADS = 4
OPENING = "opening"
"""Tag of the system checks of Django that a site passes before it opens to others.

An application registers under it what must not be served, as accounts of a demonstration.
"""
LARGEST_BODY = 64 * 2**20
"""Beyond this the server itself refuses [bytes]; below it a page says what to change."""


def prepare(
    releases: Sequence[Path | str],
    *,
    scenarios: Sequence[Path | str] = (),
    demo: bool = False,
    state: Path | None = None,
) -> Callable[..., object]:
    """Check releases and make the application that shows them.

    Parameters
    ----------
    releases : sequence of path
        Folders of releases; the first is shown unless an address names another.
    scenarios : sequence of path
        Folders of scenarios that were made from these releases.
    demo : bool
        Make a secret for this run alone.
    state : path, optional
        Folder of what is written on the site; ``BALISE_STATE`` if left out, else
        one of the user's own. With ``DATABASE_URL`` the records lie in that database.

    Returns
    -------
    callable
        A WSGI application.

    Raises
    ------
    BaliseError
        If there is no secret, a release does not keep what it promises, a scenario was
        altered or made from another release, or an application finds something that must
        not be served.
    """
    if demo:
        os.environ["BALISE_SECRET_KEY"] = secrets.token_urlsafe(48)
    elif not os.environ.get("BALISE_SECRET_KEY"):
        raise BaliseError(
            "balise serve: BALISE_SECRET_KEY is not set. Expected a long random text that nobody "
            "else knows. Make one with 'python -c \"import secrets; "
            "print(secrets.token_urlsafe(48))\"', or try 'balise demo', which needs none."
        )
    if state is not None:
        os.environ["BALISE_STATE"] = str(state.resolve())
    folders = {"BALISE_RELEASES": releases, "BALISE_SCENARIOS": scenarios}
    named = {name: tuple(str(Path(each).resolve()) for each in of) for name, of in folders.items()}
    os.environ.update({name: os.pathsep.join(of) for name, of in named.items()})
    from balise.site.catalogues import compile_catalogues

    compile_catalogues()
    from django.conf import settings

    from balise.site.wsgi import application

    settings.BALISE_RELEASES = named["BALISE_RELEASES"]
    settings.BALISE_SCENARIOS = named["BALISE_SCENARIOS"]
    if "explorer" in settings.BALISE_APPS:
        _read()
    open_database()
    if not demo:
        refuse_unsafe()
    elif "guide" in settings.BALISE_APPS:
        _demonstrate()
    if "explorer" in settings.BALISE_APPS:
        _forget()
    _settle()
    return application


def _read() -> None:
    """Check and read releases and scenarios, before anybody asks for them."""
    from balise.site.explorer.releases import library
    from balise.site.explorer.shelf import shelf

    library.cache_clear()
    shelf.cache_clear()
    library()
    shelf()


def _demonstrate() -> None:
    """Show the first inventory, and tell once how to sign in."""
    from balise.site.guide.accounts import demonstrate
    from balise.site.guide.seeding import load_seed
    from balise.site.secretariat.governance_seeding import load_governance

    load_seed()
    load_governance()
    told = [f"  {each.name:30}{each.password}" for each in demonstrate()]
    lines = ["Demonstration accounts for /admin/, told this once:", *told]
    sys.stderr.write("\n".join([*lines, ""]))
    sys.stderr.flush()


def _post() -> None:
    """Send what the Guide owes people, beside those who read."""
    from django.conf import settings

    if "guide" in settings.BALISE_APPS:
        from balise.site.secretariat.postman import start_rounds

        start_rounds()


def refuse_unsafe() -> None:
    """Refuse to open where an application finds what must not be served.

    Raises
    ------
    BaliseError
        With what it says of it.
    """
    from django.core.checks import run_checks

    found = run_checks(tags=[OPENING], databases=["default"], include_deployment_checks=True)
    if found:
        raise BaliseError(
            "\n".join(f"balise serve: {each.msg} {each.hint or ''}" for each in found)
        )


def _forget() -> None:
    """Remove what was kept long enough: results, addresses of those who sent remarks."""
    from balise.network import sweep_uploads
    from balise.site.explorer.desk import Desk
    from balise.site.explorer.saved_places import purge

    sweep_uploads()
    purge()
    Desk().forget_addresses()


def _settle() -> None:
    """Read the code of all pages, and have memory that is kept for good never searched again."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils import translation

    get_resolver().check()
    for app, (language, _) in product(settings.BALISE_APPS, settings.LANGUAGES):
        folder = Path(__file__).parent / app / "templates"
        with translation.override(language):
            for path in sorted(folder.rglob("*.html")):
                get_template(path.relative_to(folder).as_posix())
    gc.collect()
    gc.freeze()


def open_database() -> None:
    """Bring the database of the site up to date, and make it where there is none.

    Raises
    ------
    BaliseError
        If it cannot be reached or written.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError

    found = settings.DATABASES["default"]
    try:
        if found["ENGINE"] == "django.db.backends.sqlite3":
            Path(found["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
    except (DatabaseError, OSError) as problem:
        where = found["HOST"] or found["NAME"]
        raise BaliseError(
            f"The database of the site ({where}) cannot be opened: {str(problem).strip()}. "
            "Expected one that this user may write. Name a folder with --state DIR, or a "
            "PostgreSQL database with DATABASE_URL."
        ) from problem


def _in_front() -> dict[str, object]:
    """Trust what a web server on this machine says of who asks and how, if there is one."""
    from django.conf import settings

    if not settings.SECURE_PROXY_SSL_HEADER:
        return {}
    # Without it the server drops these words, and forms sent over HTTPS look forged.
    return {
        "trusted_proxy": LOOPBACK,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def _lead_mail_to(address: str) -> None:
    """Have the links of messages open this site where no public address is set."""
    from django.conf import settings

    if not os.environ.get("BALISE_ADDRESS"):
        settings.WAGTAILADMIN_BASE_URL = address


def serve(
    releases: Sequence[Path | str],
    port: int = 8000,
    *,
    scenarios: Sequence[Path | str] = (),
    demo: bool = False,
    state: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Open a site of releases on this machine until it is stopped.

    Parameters
    ----------
    releases : sequence of path
        Folders of releases.
    port : int
        Where to listen, on loopback: a web server in front of it faces the public.
    scenarios : sequence of path
        Folders of scenarios that were made from these releases.
    demo : bool
        Make a secret for this run alone.
    state : path, optional
        Folder of what is written on the site.
    tell : callable
        Is told the address once the site listens.

    Raises
    ------
    BaliseError
        As :func:`prepare` does, or if the port is taken.
    """
    from waitress.server import create_server

    application = in_turn(prepare(releases, scenarios=scenarios, demo=demo, state=state))
    try:
        server = create_server(
            application,
            host=LOOPBACK,
            port=port,
            threads=THREADS,
            ident="Balise",
            max_request_body_size=LARGEST_BODY,
            **_in_front(),
        )
    except OSError as problem:
        raise BaliseError(
            f"Port {port} of {LOOPBACK} cannot be listened on: {problem.strerror or problem}. "
            "Expected a port that is free. Name another with --port N."
        ) from problem
    address = f"http://{LOOPBACK}:{server.effective_port}"
    _lead_mail_to(address)
    _post()
    tell(f"{address}/")
    try:
        server.run()
    finally:
        server.close()
