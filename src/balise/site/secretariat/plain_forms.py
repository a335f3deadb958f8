"""Plain forms that anybody may send: a field only programs fill, a signed time, allowances.

Each form carries a stamp: when it was opened, what it is about, and a key of its own. The
same form sent twice has the same key, so that its second arrival is known.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from unicodedata import category

from django import forms
from django.core import signing
from django.core.validators import EmailValidator
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from balise.site.secretariat.allowances import is_allowed, source_of

__all__ = [
    "HONEYPOT",
    "OPENED",
    "SOONEST",
    "PlainAddress",
    "PlainForm",
    "PlainText",
    "SeeOther",
    "check",
    "form_key",
    "plain",
    "stamp",
    "status_of",
]

HONEYPOT: Final = "website"
"""Name of the field that stays empty; people do not see it."""
OPENED: Final = "opened"
"""Name of the field that holds the stamp."""
SOONEST, LATEST = 4.0, 86_400.0
"""Between opening a form and sending it: a person reads and writes [s]."""

# Beside what is printed: breaks, and what joins letters of some scripts.
_KEPT = "\n\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_SALT = "balise.secretariat.form"
clock: Callable[[], float] = time.time


def stamp(what: str) -> str:
    """Sign when a form was opened, what it is about, and a key of its own.

    Parameters
    ----------
    what : str
        Name of the form, such as ``interest``; the stamp of one opens no other.
    """
    return signing.dumps([round(clock(), 1), what, secrets.token_hex(8)], salt=_SALT)


def _read(request: HttpRequest, what: str) -> tuple[float, str] | None:
    try:
        opened, about, key = signing.loads(request.POST.get(OPENED, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (clock() - float(opened), str(key)) if about == what else None


def form_key(request: HttpRequest, what: str) -> str:
    """Give the key of what was sent: the same form with the same words, sent once or twice.

    It is empty if the stamp is not ours.
    """
    read = _read(request, what)
    if read is None:
        return ""
    said = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
    words = [each for each in said if each[0] != "csrfmiddlewaretoken"]
    return sha256(repr((read[1], words)).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def check(
    request: HttpRequest,
    what: str = "form",
    *,
    most: int = 5,
    window: timedelta = timedelta(hours=1),
) -> list[str]:
    """Say why a form is not taken: by a program, too old, too soon, too often.

    Call it last, when nothing else is wrong with the form: it counts a try.

    Parameters
    ----------
    request : HttpRequest
        With the fields ``HONEYPOT`` and ``OPENED``.
    what : str
        Name of the form, as its stamp has it.
    most : int
        How often one source may send it in a window.
    window : timedelta
        How long a window lasts.

    Returns
    -------
    list of str
        Sentences in the language spoken; empty if the form is taken.
    """
    if request.POST.get(HONEYPOT, ""):
        return [_("Leave the field “website” empty: it is there to catch programs.")]
    read = _read(request, what)
    if read is None or read[0] > LATEST:
        return [_("The form was open for too long. What you wrote is still here: send it again.")]
    if read[0] < SOONEST:
        return [_("The form was sent at once. Wait a few seconds, then send it again.")]
    if not is_allowed(f"form-{what}", source_of(request), most, window):
        return [_too_many()]
    return []


def _too_many() -> str:
    return _(
        "This form was sent several times from your network in the last hour. "
        "What you wrote is still here: send it again in an hour."
    )


def status_of(problems: list[str]) -> int:
    """Give the status of the answer to a form that is not taken."""
    return 429 if _too_many() in problems else 400


def plain(text: str) -> str:
    r"""Take away what is no text: control characters, spaces at the ends.

    Examples
    --------
    >>> plain(" A\x00 question\r\nwith a line \u202e ")
    'A question\nwith a line'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in lines if each in _KEPT or each.isprintable() or category(each) == "Zs")
    return "".join(kept).strip()


class PlainText(forms.CharField):
    """A text that people type; what is no text in it is taken away."""

    def to_python(self, value: Any) -> str:
        """Give the text without control characters."""
        return plain(str(super().to_python(value) or ""))


def _printable(address: str) -> None:
    if not address.isprintable():
        raise forms.ValidationError(EmailValidator.message, code="invalid")


class PlainAddress(forms.EmailField):
    """An address of mail; control characters, which quotes in it may hold, are refused.

    Some of them would begin another line in the head of a message.
    """

    default_validators = (*forms.EmailField.default_validators, _printable)


class PlainForm(forms.Form):
    """A form whose fields are named as they are addressed: an error leads to its field."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("auto_id", "%s")
        super().__init__(*arguments, **options)

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Give each error with the name of what to go to; empty for the form as a whole."""
        for name, errors in self.errors.items():
            field = self.fields.get(name)
            # Of several boxes, the first is gone to.
            many = isinstance(field, forms.MultipleChoiceField) or (
                field is not None and isinstance(field.widget, forms.RadioSelect)
            )
            for each in errors:
                place = "" if field is None else self[name].auto_id
                yield (f"{place}_0" if many else place), str(each)


class SeeOther(HttpResponseRedirect):
    """Leads from a form that was taken to a page that is read."""

    status_code = 303
