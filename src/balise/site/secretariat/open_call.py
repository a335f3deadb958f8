"""What calls and submissions add to the site when it starts: letters, screens, groups."""

from typing import Any

from balise.site.guide.accounts import also_may
from balise.site.secretariat import call_letters, desk_menu, letters, submission_desk

__all__ = ["PERMISSIONS", "begin"]

PERMISSIONS = {
    "Secretariat": {
        *("add_call", "change_call", "delete_call", "view_call"),
        *("view_submission", "view_attachment", "view_correspondent"),
    },
    "Reviewers": {"view_submission", "view_attachment"},
}
"""Codenames of this application for each group."""


def begin(config: Any) -> None:
    """Add their letters, their lines of the menu, and what groups may do with them.

    Parameters
    ----------
    config : AppConfig
        Of the secretariat.
    """
    also_may(config.label, PERMISSIONS)
    letters.LETTERS.update(call_letters.LETTERS)
    desk_menu.ENTRIES.append(submission_desk.MENU)
