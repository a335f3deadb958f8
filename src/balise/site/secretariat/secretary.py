"""What the command line does for the secretariat once the Guide is open."""

from balise.site.secretariat.erasure import erase
from balise.site.secretariat.governance_seeding import load_governance
from balise.site.secretariat.personal_data import export_person
from balise.site.secretariat.tasks import run_tasks

__all__ = ["Secretary"]


class Secretary:
    """Tasks of each day, first content, and personal data; each is told where it is written."""

    load_governance = staticmethod(load_governance)
    run_tasks = staticmethod(run_tasks)
    export_person = staticmethod(export_person)
    erase = staticmethod(erase)
