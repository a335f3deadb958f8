"""Areas as they are read in a language, and as rows of a table."""

from collections.abc import Iterable
from functools import lru_cache

from django.template.defaultfilters import urlencode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from balise.reports import name_of, numeral
from balise.site.explorer.reach_figures import beyond_pair, km_words, reach_levels, reach_rows
from balise.site.explorer.releases import Loaded, Row
from balise.site.explorer.templatetags.marks import marked
from balise.site.explorer.wording import measure, quality, ranks, told_reason

__all__ = ["as_read", "written_rows"]

_DIMENSIONS = ("means", "willingness", "abilities")
_HEAD = (
    '<tr data-dguid="{}"{}><th scope="row"><a href="/{}/areas/{}/{}">{}</a> '
    '<small>{}{}{}</small></th><td class="number">{}</td>'
)
_SILENT = '<td colspan="{}">{}</td>'
_SCORE = (
    '<td class="number"><b>{}</b> <small>{}</small> <small class="grade">{}</small></td>'
    '<td class="number"><b>{}</b> <small>{}</small> <small class="grade">{}</small></td>'
)
_DIMENSION = '<td class="number">{} <small>{}</small></td>'
_REST = 3 * _DIMENSION + '<td class="number">{}</td>'
_REACH = _DIMENSION + '<td class="number">{}</td>'
_END = mark_safe("</tr>")


@lru_cache(maxsize=2_048)
def as_read(loaded: Loaded, dguid: str, language: str) -> Row:
    """Give an area as it is read in a language."""
    row = loaded.areas[dguid]
    parent = loaded.areas.get(str(row["parent"]))
    population = row["population"]
    pattern = {"E": "caution", "F": "unsure"}.get(str(row["quality"]), "")
    return {
        "dguid": row["dguid"],
        "code": row["code"],
        "name": name_of(row, language),
        "parent": name_of(parent, language) if parent else "",
        "population": numeral(population if isinstance(population, int) else None, language),
        "quality": quality(row["quality"]),
        "quality_relative": quality(row["quality_relative"]),
        "reason": told_reason(row, language),
        "ranks": ranks(row, language),
        "pattern": "unpublished" if row["evi"] is None else pattern,
        **{key: measure(row, key, language) for key in ("evi", "evi_relative", *_DIMENSIONS)},
    }


def written_rows(
    loaded: Loaded, dguids: Iterable[str], language: str, form: str, release: str | None
) -> SafeString:
    """Write areas as rows of a table.

    ``form`` is ``full`` (every measure), ``brief``, or ``inside`` (on the page of the
    area around them).
    """
    query = f"?release={loaded.name}" if release else ""
    rows = (_written(loaded, each, language, form, query) for each in dguids)
    return mark_safe("\n".join(rows))  # each was escaped as it was written


@lru_cache(maxsize=16_384)
def _written(
    loaded: Loaded, dguid: str, language: str, form: str, release_query: str
) -> SafeString:
    """Write an area once for all the lists it stands in."""
    row = as_read(loaded, dguid, language)
    pattern = row["pattern"]
    parent = row["parent"] if form != "inside" else ""
    parts = [
        format_html(
            _HEAD,
            dguid,
            format_html(' class="{}"', pattern) if pattern else "",
            language,
            urlencode(dguid),
            release_query,
            marked(row["name"], language),
            row["code"],
            ", " if parent else "",
            marked(parent, language) if parent else "",
            row["population"],
        )
    ]
    if row["reason"]:
        parts.append(format_html(_SILENT, 6 if form == "full" else 2, row["reason"]))
    else:
        score, relative = _pair(row, "evi"), _pair(row, "evi_relative")
        parts.append(
            format_html(_SCORE, *score, row["quality"], *relative, row["quality_relative"])
        )
        if form == "full":
            dimensions = [each for name in _DIMENSIONS for each in _pair(row, name)]
            parts.append(format_html(_REST, *dimensions, row["ranks"]))
    if form == "full" and reach_levels(loaded):
        reach = reach_rows(loaded).get(dguid)
        parts.append(format_html(_REACH, *beyond_pair(reach, language), km_words(reach, language)))
    return mark_safe("".join([*parts, _END]))


def _pair(row: Row, name: str) -> tuple[object, object]:
    found = row[name]
    return (found["value"], found["interval"]) if isinstance(found, dict) else ("", "")
