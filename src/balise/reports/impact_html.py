"""A report on a program as one HTML file: no script, nothing asked of another place."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["impact_page"]

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 52rem; color: #1f2328; background: #fff;
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, Arial, sans-serif; overflow-wrap: break-word; }
h1 { margin: .2rem 0 1rem; font-size: 1.9rem; line-height: 1.2; color: #26374a; }
h2 { margin: 2rem 0 .6rem; padding-bottom: .2rem; font-size: 1.25rem; color: #26374a;
  border-bottom: 1px solid #26374a; }
p, ul { margin: .5rem 0; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 3px solid #0b3d91; outline-offset: 2px; }
.kind, .small { color: #4b525a; font-size: .9rem; }
.finding { padding: .8rem 1rem; border-left: 5px solid #26374a; background: #f1f4f7; }
.finding h2 { margin: 0; border: 0; font-size: 1rem; }
.finding p { font-size: 1.2rem; line-height: 1.4; font-weight: 600; }
.warn { padding: .6rem 1rem; border-left: 5px solid #b38600; background: #fff7e0; }
.warn h2 { margin: 0; border: 0; font-size: 1rem; color: inherit; }
figure { margin: 0; }
img { width: 100%; height: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .6rem .4rem 0; border-bottom: 1px solid #d5d9dd; text-align: left;
  vertical-align: top; font-weight: 400; }
tbody th { font-weight: 600; }
thead th { font-weight: 700; border-bottom: 2px solid #8c939b; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.state { display: inline-block; padding: 0 .4rem; border: 1px solid; border-radius: 3px;
  font-weight: 600; white-space: nowrap; }
.pass { color: #14532d; background: #eef7f0; } .caution { color: #6b4a00; background: #fff7e0; }
.fail { color: #8b1a1a; background: #fdeeee; border-width: 2px; }
.not_done { color: #4b525a; background: #fff; border-style: dashed; }
summary { padding: .5rem 0; cursor: pointer; font-weight: 600; }
summary:focus-visible { outline: 3px solid #0b3d91; outline-offset: 2px; }
code { font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  .stack, .stack tbody, .stack tr, .stack th, .stack td { display: block; }
  .stack thead { display: none; }
  .stack th, .stack td { border: 0; padding: .15rem 0; }
  .stack tr { padding: .5rem 0; border-bottom: 1px solid #d5d9dd; }
  .numbers { font-size: .85rem; } .numbers th, .numbers td { padding-right: .3rem; }
}
@media print { body { max-width: none; } tr, figure { break-inside: avoid; } }
"""


def impact_page(d: Mapping[str, Any]) -> str:
    """Write the page of a report.

    Parameters
    ----------
    d : mapping
        What :func:`balise.reports.impact_figures.impact_figures` gives.
    """
    w, parts = d["words"], []
    parts.append(f'<p class="kind">{escape(d["kind"])}</p><h1>{escape(d["title"])}</h1>')
    parts.append(
        f'<section class="finding"><h2>{escape(w["finding"])}</h2><p>{escape(d["finding"])}</p>'
        "</section>"
    )
    parts.append(
        _section(w["verdict"], f"<p><strong>{escape(d['verdict'])}</strong></p>")
        + f"<p>{escape(d['rule'])}</p>{_list(d['reasons'])}"
    )
    if d["warnings"]:
        parts.append(
            f'<section class="warn"><h2>{escape(w["warnings"])}</h2>{_list(d["warnings"])}'
            "</section>"
        )
    parts.append(_section(w["asked"], _facts(d["asked"])))
    parts.append(_section(w["chart"], _chart(d["chart"], w["numbers"])))
    parts.append(_section(w["change"], _list(d["change"])))
    parts.append(
        _section(w["checks"], _checks(d["checks"], w))
        + f'<p class="small">{escape(w["reading"])}</p>'
    )
    parts.append(_section(w["rules"], f"<p>{escape(w['rules_told'])}</p>"))
    heads = [w["estimate"], w["value"], w["interval"]]
    parts.append(
        _section(w["method"], f"<p>{escape(d['method'])}</p>")
        + _numbers(heads, d["estimates"], w["estimates"])
    )
    parts.append(_section(w["departures"], _list(d["departures"])))
    coded = [
        f"<tr><th scope='row'>{escape(name)}</th><td><code>{escape(value)}</code></td></tr>"
        for name, value in d["digests"]
    ]
    parts.append(
        _section(w["digests"], f'<p class="small">{escape(w["digests_note"])}</p>')
        + f'<table class="stack"><tbody>{"".join(coded)}</tbody></table>'
    )
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{d["lang"]}-CA">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(d['title'])}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{body}\n</main>\n<footer><p class='small'>{escape(d['seal'])}</p></footer>\n</body>\n"
        "</html>\n"
    )


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}"


def _list(items: Sequence[str]) -> str:
    if len(items) == 1:
        return f"<p>{escape(items[0])}</p>"
    return "<ul>" + "".join(f"<li>{escape(each)}</li>" for each in items) + "</ul>" if items else ""


def _facts(rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(
        f"<tr><th scope='row'>{escape(one)}</th><td>{escape(two)}</td></tr>" for one, two in rows
    )
    return f'<table class="stack"><tbody>{cells}</tbody></table>'


def _chart(chart: Mapping[str, Any], numbers: str) -> str:
    wide, narrow = (
        "data:image/svg+xml;base64," + base64.b64encode(chart[name].encode()).decode()
        for name in ("wide", "narrow")
    )
    return (
        f"<figure><figcaption>{escape(chart['title'])}</figcaption><picture>"
        f'<source media="(max-width: 40rem)" srcset="{narrow}">'
        f'<img src="{wide}" alt="{escape(chart["alt"])}"></picture></figure>'
        f"<details><summary>{escape(numbers)}</summary>"
        f"{_numbers(chart['heads'], chart['rows'], chart['title'])}</details>"
    )


def _numbers(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    top = "".join(
        f"<th scope='col'{_right(place)}>{escape(each)}</th>" for place, each in enumerate(heads)
    )
    body = "".join(
        f"<tr><th scope='row'>{escape(row[0])}</th>"
        + "".join(f"<td class='n'>{escape(each)}</td>" for each in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="numbers"><caption class="small">{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _right(place: int) -> str:
    return " class='n'" if place else ""


def _checks(rows: Sequence[Mapping[str, str]], w: Mapping[str, str]) -> str:
    body = "".join(
        f"<tr><th scope='row'>{escape(each['name'])}</th>"
        f"<td><span class='state {each['code']}'>{escape(each['state'])}</span></td>"
        f"<td>{escape(each['text'])}</td></tr>"
        for each in rows
    )
    top = "".join(f"<th scope='col'>{escape(w[name])}</th>" for name in ("check", "state", "found"))
    return f'<table class="stack"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
