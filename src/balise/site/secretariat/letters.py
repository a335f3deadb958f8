"""Letters: the words of every message, in both languages, filled when they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

__all__ = ["LETTERS", "Letter", "Written", "written"]

_LONGEST_VALUE = 300
# Signs that turn the direction of what follows: they would disguise the rest of a subject.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a kind of message; ``%(name)s`` is filled with what it is told.

    ``%(address)s`` is the private address, or that of the site where it has none.
    """

    subject: Any
    paragraphs: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in one language."""

    subject: str
    body: str


LETTERS: dict[str, Letter] = {}
"""Each part of the secretariat adds its own when the application starts."""


def written(kind: str, lang: str, told: Mapping[str, Any], *, is_repeated: bool) -> Written:
    """Write a letter.

    Parameters
    ----------
    kind : str
        A key of ``LETTERS``.
    lang : str
        ``en`` or ``fr``.
    told : mapping
        What its words are filled with, as text.
    is_repeated : bool
        Whether it may have been sent before: it then says so.
    """
    letter = LETTERS[kind]
    with translation.override(lang):
        full = {key: str(value) for key, value in told.items()}
        short = {key: _one_line(value) for key, value in full.items()}
        subject = _one_line(str(letter.subject) % short)
        lines = [str(each) % full for each in letter.paragraphs]
        if is_repeated:
            subject = _("%(subject)s (sent again)") % {"subject": subject}
            lines.insert(0, _("You may have received this message already: it is sent again."))
        lines.append(_("The secretariat of the DDI Guide"))
    return Written(subject, "\n\n".join(lines) + "\n")


def _one_line(text: str) -> str:
    """Keep a value short and on one line: it goes into the head of a message."""
    shown = "".join(each for each in text if category(each) != "Cc" or each.isspace())
    plain = shown.translate(_TURNING)
    return Truncator(" ".join(plain.split())).chars(_LONGEST_VALUE)
