"""What keeps the Guide true, as it enters the site when that starts."""

from datetime import datetime
from pathlib import Path

__all__ = ["begin"]


def begin(label: str) -> None:
    """Add letters, lines of the menu, what is kept for a while, and the replay of erasures.

    Parameters
    ----------
    label : str
        Of the application whose permissions groups hold.
    """
    from balise.site.guide.accounts import also_may
    from balise.site.guide.backup import restored, restoring
    from balise.site.secretariat import (
        desk_menu,
        erasure,
        letters,
        password_letters,
        postman,
        staff_letters,
        truth_desk,
        truth_letters,
        truth_permissions,
    )

    letters.LETTERS.update(truth_letters.LETTERS | staff_letters.LETTERS)
    letters.LETTERS.update(password_letters.LETTERS)
    postman.SECRETS[password_letters.KIND] = password_letters.told_of
    desk_menu.ENTRIES.extend(truth_desk.MENU)
    also_may(label, truth_permissions.PERMISSIONS)
    restoring.connect(erasure.note_before_restoring, dispatch_uid="secretariat.erasures")
    restored.connect(erasure.replay, dispatch_uid="secretariat.erasures")
    _add_perishable()


def _add_perishable() -> None:
    """Let drafts and files be forgotten in their time."""
    from balise.site.secretariat import submission_keeping as kept
    from balise.site.secretariat.attachments import orphans
    from balise.site.secretariat.keeping import PERISHABLE, Perishable
    from balise.site.secretariat.tasks import TASKS, Task

    def warned(now: datetime) -> dict[str, int]:
        drafts = list(kept.drafts_to_warn(now))
        for each in drafts:
            kept.warn(each, now)
        return {"drafts": len(drafts)}

    TASKS.insert(1, Task("notices", warned, is_whole=False))
    PERISHABLE.append(Perishable("drafts", kept.drafts_to_forget, kept.forget_unwritten))
    PERISHABLE.append(Perishable("attachments", kept.attachments_to_forget, kept.forget_attachment))
    PERISHABLE.append(Perishable("orphans", orphans, Path.unlink))
