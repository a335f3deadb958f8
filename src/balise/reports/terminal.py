"""The summary of a release for a terminal: its sections, no line wider than asked."""

from collections.abc import Callable, Iterator

from balise.release import Release
from balise.reports.layout import Row, drawn, heading, table, table_rows, wrap
from balise.reports.model_words import term_kinds
from balise.reports.numerals import interval, numeral, signed
from balise.reports.reach_words import people_words, say_reach
from balise.reports.summary import summarise
from balise.reports.words import say, term

__all__ = ["assumption_text", "summary_text"]

Lines = Iterator[str]
Section = Callable[[Row, str, int], Lines]

_LETTERS = ("k", "n", "b")
"""Assumptions named by a letter; ``b`` multiplies the slope, the others are values."""

_NARROW, _WIDE = 72, 100
"""No line is broken below the first; from the second on, intervals are drawn [characters]."""


def summary_text(
    release: Release,
    language: str = "en",
    level: str | None = None,
    width: int = 80,
    length: int = 10,
) -> str:
    """Write the summary of a release for a terminal.

    Parameters
    ----------
    release, language, level, length
        As in :func:`balise.reports.summarise`.
    width : int
        Widest line [characters], 72 or more; from 100 on, intervals are drawn.
    """
    summary = summarise(release, language, level, length)
    width = max(width, _NARROW)
    parts: tuple[Section, ...] = (_head, _whole, _ranking, _levels, _groups, _catchments)
    parts += (_sensitivity, _models, _checks, _foot)
    lines = [line for part in parts for line in part(summary, language, width)]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _colon(language: str) -> str:
    return "\N{NO-BREAK SPACE}:" if language == "fr" else ":"


def _head(summary: Row, language: str, width: int) -> Lines:
    yield from wrap(str(summary["title"]), width)
    yield "═" * min(width, max(len(line) for line in wrap(str(summary["title"]), width)))
    yield from wrap(f"{say('higher', language)} {say('scores', language)}", width)
    yield from wrap(say("modelled", language), width)
    years = summary["years"]
    if years:
        told = " · ".join(
            f"{say(f'year_{key}', language)} {years[key]}"
            for key in ("people", "behaviour", "coverage")
            if key in years
        )
        mixed = say("mixed_years", language) if len(set(years.values())) > 1 else ""
        colon = _colon(language)
        yield ""
        yield from wrap(f"▌ {say('years', language)}{colon} {told}. {mixed}", width)


def _score_cells(row: Row, language: str) -> list[str]:
    return [
        numeral(row["evi"], language, 1),
        interval(row["evi_low"], row["evi_high"], language),
        row["quality"] or "–",
    ]


def _whole(summary: Row, language: str, width: int) -> Lines:
    rows = summary["whole"]
    if not rows:
        return
    yield from heading(say("overall", language), width)
    dimensions = ("means", "willingness", "abilities")
    titles = [
        "",
        say("score", language),
        say("interval", language),
        say("quality", language),
        *(term(each, language) for each in dimensions),
    ]
    cells = [
        [
            row["name"],
            *_score_cells(row, language),
            *(
                numeral(None if row[each] is None else 100 * row[each], language, 1)
                for each in dimensions
            ),
        ]
        for row in rows
    ]
    yield from table(cells, "<>><>>>", width, titles)


def _ranking(summary: Row, language: str, width: int) -> Lines:
    ranking = summary["ranking"]
    parts = {key: ranking[key] for key in ("listed", "highest", "lowest") if ranking[key]}
    rows = [row for part in parts.values() for row in part]
    is_compared = ranking["measure"] == "evi_relative"
    is_drawn = is_compared and width >= _WIDE
    size = 25 if width >= _WIDE + 10 else 17
    write = _compared if is_compared else _ranked
    cells = [
        [*write(row, language), *([drawn(row, rows, size)] if is_drawn else [])] for row in rows
    ]
    keys = ("compared", "interval", "relative_quality", "score", "people")
    titles = ["area", *(keys if is_compared else ("score", "interval", "quality", "people"))]
    words = [*(say(key, language) for key in titles), *([""] if is_drawn else [])]
    alignment = ("<>><>>" if is_compared else "<>><>") + "<" * is_drawn
    above, *blocks = table_rows(cells, alignment, width, words)
    level = term(ranking["level"], language)
    for key, part in parts.items():
        title = say(key if is_compared else f"{key}_score", language)
        yield from heading(f"{title} ({level})", width)
        yield from above
        yield from (line for block in blocks[: len(part)] for line in block)
        blocks = blocks[len(part) :]
    if not rows:
        yield from heading(level, width)
    yield ""
    names = ("ranked", "all", "unpublished", "unreliable")
    counts = {key: numeral(ranking[key], language) for key in names}
    yield from wrap(say("ranked", language, **counts), width, "  ")
    if ranking["assumed"]:
        left_out = say("assumed_left_out", language, count=numeral(ranking["assumed"], language))
        yield from wrap(left_out, width, "  ")


def _compared(row: Row, language: str) -> list[str]:
    """Write what sets an area apart from its province."""
    return [
        row["name"],
        signed(row["evi_relative"], language),
        interval(row["evi_relative_low"], row["evi_relative_high"], language, sign=True),
        row["quality_relative"] or "–",
        numeral(row["evi"], language, 1),
        numeral(row["population"], language),
    ]


def _ranked(row: Row, language: str) -> list[str]:
    return [row["name"], *_score_cells(row, language), numeral(row["population"], language)]


def _levels(summary: Row, language: str, width: int) -> Lines:
    yield from heading(say("levels", language), width)
    yield from table(
        [
            [row["name"], numeral(row["areas"], language), numeral(row["with_score"], language)]
            for row in summary["levels"]
        ],
        "<>>",
        width,
        ["", say("published_areas", language), say("with_score", language)],
    )


def _groups(summary: Row, language: str, width: int) -> Lines:
    groups = summary["groups"]
    if not (groups["published"] or groups["missing"]):
        return
    yield from heading(f"{say('groups', language)} ({groups['area']})", width)
    titles = ("group", "people_16plus", "share", "score", "interval", "quality")
    rows = [
        [
            term(row["group"], language),
            numeral(row["people"], language),
            _percent(row["share"], language),
            *_score_cells(row, language),
        ]
        for row in groups["published"]
    ]
    if rows:
        yield from table(rows, "<>>>><", width, [say(each, language) for each in titles])
    if groups["missing"]:
        names = ", ".join(term(row["group"], language) for row in groups["missing"])
        yield from wrap(say("groups_missing", language, names=names), width, "  ")


def _percent(share: float | None, language: str) -> str:
    if share is None:
        return "–"
    sign = "\N{NARROW NO-BREAK SPACE}%" if language == "fr" else "%"
    return numeral(100 * share, language, 0) + sign


def _catchments(summary: Row, language: str, width: int) -> Lines:
    rows = summary["catchments"]
    if not rows:
        return
    yield from heading(say("catchments", language), width)
    cells = [
        [
            say_reach(row, language),
            people_words(row, language),
            _percent(row["share_of_province"], language),
            *_score_cells(row, language),
        ]
        for row in rows
    ]
    titles = ("people", "share", "score", "interval", "quality")
    yield from table(cells, "<>>>><", width, ["", *(say(each, language) for each in titles)])
    if any(row["reason"] == "range" for row in rows):
        yield from wrap(say("ranges", language), width, "  ")
    if any(row["travel"] == "estimated" for row in rows):
        yield from wrap(say("estimated", language), width, "  ")


def _sensitivity(summary: Row, language: str, width: int) -> Lines:
    rows = summary["sensitivity"]
    if not rows:
        return
    yield from heading(f"{say('sensitivity', language)} ({summary['whole'][0]['name']})", width)
    cells = [
        [
            assumption_text(row["assumption"], language),
            numeral(row["evi"], language, 1),
            signed(row["change"], language),
        ]
        for row in rows
    ]
    titles = ("assumption", "score", "change")
    yield from table(cells, "<>>", width, [say(each, language) for each in titles])


def assumption_text(code: str, language: str) -> str:
    """Name an assumption of the table ``sensitivity`` and its value.

    Examples
    --------
    >>> assumption_text("k=0.5", "en")
    'k, slow connection shuts out = 0.5'
    """
    kind, _, value = code.partition("=")
    told = term(value, language)
    if language == "fr":
        told = told.replace(".", ",")
    named = say(f"assumption_{kind}", language) if kind in _LETTERS else term(kind, language)
    return f"{named} × {told}" if kind == "b" else f"{named} = {told}"


def _models(summary: Row, language: str, width: int) -> Lines:
    models = summary["models"]
    if not models:
        return
    yield from heading(say("fixed", language), width)
    fitted = any(model["is_fitted"] for model in models)
    titles = ["model", "directions", "priors_stated", *(["prior_led"] if fitted else [])]
    rows = [
        [
            term(model["model"], language),
            _fraction(model["directions"], model["total"], language),
            numeral(model["priors"], language),
            *([str(len(model["led"]))] if fitted else []),
        ]
        for model in models
    ]
    yield from table(rows, "<>>" + ">" * fitted, width, [say(each, language) for each in titles])
    led = term_kinds((name for model in models for name in model["led"]), language)
    sources = sorted({name for model in models for name in model["sources"]})
    for key, names in (("prior_list", led), ("prior_sources", sources)):
        if names:
            yield from wrap(say(key, language, names="; ".join(names)), width, "  ")


def _fraction(part: float | None, whole: float | None, language: str) -> str:
    if part is None:
        return "–"
    text = numeral(part, language, 0 if float(part).is_integer() else 1)
    return f"{text} {say('of', language)} {numeral(whole, language)}" if whole else text


def _checks(summary: Row, language: str, width: int) -> Lines:
    yield from heading(say("validation", language), width)
    verdicts = summary["validation"]
    colon = _colon(language)
    told = " · ".join(f"{say(key, language)}{colon} {n}" for key, n in verdicts.items())
    yield from wrap(told, width, "  ")


def _foot(summary: Row, language: str, width: int) -> Lines:
    if summary["warnings"]:
        yield from heading(say("warnings", language), width)
        for warning in summary["warnings"]:
            yield from wrap(f"! {warning}", width, "  ", "    ")
    yield ""
    colon = _colon(language)
    if summary["citation"]:
        yield from wrap(f"{say('cite', language)}{colon} {summary['citation']}", width)
    told = [f"{say('version', language)} {summary['code_version']}"]
    if summary["licence"]:
        told.insert(0, f"{say('licence', language)}{colon} {summary['licence']}")
    yield from wrap(" · ".join(told), width)
