"""What the command line does with the site: each opens its database first."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from balise.site.serving import open_database
from balise.vocabulary import BaliseError

if TYPE_CHECKING:
    from balise.reports import PipelineLine
    from balise.site.explorer.desk import Desk
    from balise.site.guide.office import Office
    from balise.site.secretariat.secretary import Secretary

__all__ = [
    "make_first_account",
    "open_desk",
    "open_guide",
    "open_secretariat",
    "read_pipeline",
]


def open_desk(state: Path | None = None) -> "Desk":
    """Open the database of a site, and give the desk where remarks are answered.

    Parameters
    ----------
    state : path, optional
        Folder of what is written on the site; ``BALISE_STATE`` if left out, else one
        of the user's own. With ``DATABASE_URL`` the records lie in that database.

    Raises
    ------
    BaliseError
        If this site has no explorer, or its database cannot be reached or written.
    """
    _open("explorer", "balise remarks", state)
    from balise.site.explorer.desk import Desk

    return Desk()


def open_guide(state: Path | None = None) -> "Office":
    """Open the database of the Guide, and give the office that works with it.

    Parameters
    ----------
    state : path, optional
        As :func:`open_desk` takes it.

    Raises
    ------
    BaliseError
        If this site has no Guide, or its database cannot be opened.
    """
    _open("guide", "balise guide", state)
    from balise.site.guide.office import Office

    return Office()


def open_secretariat(state: Path | None = None) -> "Secretary":
    """Open the database of the Guide, and give who works with its people and its tasks.

    Parameters
    ----------
    state : path, optional
        As :func:`open_desk` takes it.

    Raises
    ------
    BaliseError
        If this site has no Guide, or its database cannot be opened.
    """
    _open("guide", "balise guide", state)
    from balise.site.secretariat.secretary import Secretary

    return Secretary()


def _open(app: str, command: str, state: Path | None) -> None:
    """Set Django up for a part of the site, without serving anything."""
    if state is not None:
        os.environ["BALISE_STATE"] = str(state.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
    from django.conf import settings

    from balise.site.catalogues import compile_catalogues

    if not os.environ.get("BALISE_SECRET_KEY"):
        settings.SECRET_KEY = "signs nothing: no page is served"
    if app not in settings.BALISE_APPS:
        raise BaliseError(
            f"{command}: BALISE_APPS names {' '.join(settings.BALISE_APPS) or 'nothing'}, not "
            f"{app}. Expected '{app}' among its words. Add it, or leave BALISE_APPS out."
        )
    compile_catalogues()
    import django

    django.setup()
    open_database()


def make_first_account(name: str, email: str, password: str, state: Path | None = None) -> None:
    """Make an account that may do everything; see ``balise.site.guide.accounts``."""
    open_guide(state).first_account(name, email, password)


def read_pipeline(lang: str, state: Path | None = None) -> tuple["PipelineLine", ...]:
    """Give the pilots of the Guide that are released, in a language.

    Parameters
    ----------
    lang : str
        ``en`` or ``fr``.
    state : path, optional
        As :func:`open_desk` takes it.

    Raises
    ------
    BaliseError
        If this site has no Guide, or its database cannot be opened.
    """
    _open("guide", "balise report --pipeline", state)
    from balise.site.secretariat.pipeline import pipeline_lines

    return tuple(pipeline_lines(lang))
