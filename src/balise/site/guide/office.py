"""The secretariat's office: what the command line does with the Guide once it is open."""

from balise.site.guide.accounts import first_account
from balise.site.guide.backup import back_up, restore
from balise.site.guide.edition_making import current_edition, write_book
from balise.site.guide.exporting import export_file
from balise.site.guide.importing import VERDICTS, import_file

__all__ = ["Office"]


class Office:
    """The Guide outside a site that is served; each is told where it is written."""

    verdicts = VERDICTS
    first_account = staticmethod(first_account)
    import_file = staticmethod(import_file)
    export_file = staticmethod(export_file)
    back_up = staticmethod(back_up)
    restore = staticmethod(restore)
    current_edition = staticmethod(current_edition)
    write_book = staticmethod(write_book)
