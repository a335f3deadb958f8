"""Rows of the longer tables on the page of an area, written faster than a template does."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from balise.site.explorer.releases import Row

__all__ = ["group_rows", "sensitivity_rows"]

_NUMBER = '<td class="number">{}</td>'
_HEAD = '<th scope="row">{}</th>'
_SENSITIVITY = f"<tr>{_HEAD}{3 * _NUMBER}</tr>"
_GROUP = f'<tr>{_HEAD}{2 * _NUMBER}<td class="number"><b>{{}}</b></td>{_NUMBER}<td>{{}}</td></tr>'
_SILENT = f'<tr class="unpublished">{_HEAD}{2 * _NUMBER}<td colspan="3">{{}}.{{}}</td></tr>'


def sensitivity_rows(rows: Iterable[tuple[str, str, str, str]]) -> SafeString:
    """Write what a score becomes: an assumption in words, the score, its change, its rank.

    Examples
    --------
    >>> sensitivity_rows([("k = 0", "20.0", "-1.0", "3")])[:33]
    '<tr><th scope="row">K = 0</th><td'
    """
    return format_html_join("", _SENSITIVITY, ((capfirst(words), *rest) for words, *rest in rows))


def group_rows(groups: Iterable[Row], language: str) -> SafeString:
    """Write groups with their scores, or with the reason and the table that is missing."""
    return format_html_join("", "{}", ((_group(each, language),) for each in groups))


def _group(group: Row, language: str) -> SafeString:
    facts = (capfirst(str(group["name"])), group["people"], group["share"])
    if group["has_score"]:
        score = group["evi"]
        value, interval = (
            (score["value"], score["interval"]) if isinstance(score, dict) else ("", "")
        )
        return format_html(_GROUP, *facts, value, interval, group["quality"])
    return format_html(_SILENT, *facts, capfirst(str(group["reason"])), _missing(group, language))


def _missing(group: Row, language: str) -> SafeString | str:
    """Name the table that a group waits for; in English, and marked so, if it has no other name."""
    if not group["missing"]:
        return ""
    colon = "\N{NO-BREAK SPACE}:" if language == "fr" else ":"
    own = group["missing_own"] or format_html('<span lang="en">{}</span>', group["missing"])
    return format_html(" {}{} {}.", _("Missing table"), colon, own)
