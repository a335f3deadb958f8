"""The secretariat's desk, opened from the command line: the database without the site."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balise.site.explorer.desk import Desk

__all__ = ["open_desk"]


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
        If the database cannot be reached or written.
    """
    if state is not None:
        os.environ["BALISE_STATE"] = str(state.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balise.site.settings")
    import django

    django.setup()
    from balise.site.explorer.desk import Desk
    from balise.site.serving import open_database

    open_database()
    return Desk()
