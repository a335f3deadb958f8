"""What interests and the response network add to the site when it starts."""

from typing import Any

from balise.site.guide.accounts import also_may
from balise.site.secretariat import (
    desk_menu,
    interest_desk,
    interest_letters,
    letters,
    question_desk,
    question_letters,
)

__all__ = ["PERMISSIONS", "begin"]

PERMISSIONS = {
    "Secretariat": {"view_interest", "change_interest", "view_question", "change_question"},
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
    letters.LETTERS.update(interest_letters.LETTERS | question_letters.LETTERS)
    desk_menu.ENTRIES.extend((interest_desk.MENU, question_desk.MENU))
