"""What the command line does for the secretariat once the Guide is open."""

from balise.site.secretariat.erasure import erase
from balise.site.secretariat.personal_data import export_person
from balise.site.secretariat.tasks import run_tasks

__all__ = ["Secretary"]


class Secretary:
    """Tasks of each day, and personal data; each is told where it is written."""

    run_tasks = staticmethod(run_tasks)
    export_person = staticmethod(export_person)
    erase = staticmethod(erase)
