"""Templates in the language being spoken: what does not change on a page is settled once."""

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories, cached
from django.utils.translation import get_language, gettext

__all__ = ["Settled", "Spoken", "settled"]

_HERE = Path(__file__).resolve().parent
_SENTENCE = re.compile(r"""\{% translate (["'])((?:(?!\1)[^\\])*)\1 %\}""")
_FRENCH = re.compile(r'\{% if lang == "fr" %\}([^{}]*)\{% endif %\}')
_SYNTAX = ("{{", "{%", "{#")


def settled(source: str, language: str) -> str:
    """Put the sentences of a template in place, in the language being spoken.

    Sentences with values in them, and those given to a tag or filter, are left to the template.

    Examples
    --------
    >>> settled('<b>{% if lang == "fr" %}&nbsp;{% endif %}:</b>', "fr")
    '<b>&nbsp;:</b>'
    """

    def spoken(found: re.Match[str]) -> str:
        # As the tag does it: a per cent sign is written twice in a catalogue.
        text = gettext(found[2].replace("%", "%%")).replace("%%", "%")
        return found[0] if any(each in text for each in _SYNTAX) else text

    source = _FRENCH.sub(lambda found: found[1] if language == "fr" else "", source)
    return _SENTENCE.sub(spoken, source)


class Settled(app_directories.Loader):
    """Reads the templates of the applications, in the language being spoken."""

    def get_contents(self, origin: Origin) -> str:
        """Read a template; ours speak, those of others are as they are."""
        contents: str = super().get_contents(origin)
        is_ours = Path(origin.name).is_relative_to(_HERE)
        return settled(contents, _language()) if is_ours else contents


class Spoken(cached.Loader):
    """Keeps each template once for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Name what is kept."""
        return f"{_language()}:{super().cache_key(template_name, skip)}"


def _language() -> str:
    return (get_language() or "en")[:2]
