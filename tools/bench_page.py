"""The pages of the benchmarks, in both languages, written by the run that measured."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill

from tools.bench import SECTIONS, VERDICTS, Part, Result, Table
from tools.bench_peers import PEERS, version_of
from tools.bench_words import INTRODUCTIONS, TITLES, french

__all__ = ["PAGES", "write_pages"]

PAGES = {"en": "benchmarks.md", "fr": "bancs-d-essai.md"}

_OURS = ("balise", "numpy", "numba", "scipy", "polars")
_TOP = {
    "en": (
        "# Benchmarks",
        "[Français](bancs-d-essai.md)",
        "`make bench` writes this page: every number is what that run measured, none is typed in. "
        "Seconds are those of one machine, which others may have shared; trust the ratios, which "
        "are taken within one run. `make bench SECTION=raking` runs one section and writes its "
        "part of the page anew; `DATA=DIR` names the folder of published files that builds read. "
        "Peers come with the extra `bench`; one that could not be installed is left out by name. "
        "Every threshold that is missed says **NOT MET**, and the command then ends in failure.",
    ),
    "fr": (
        "# Bancs d’essai",
        "[English](benchmarks.md)",
        "`make bench` écrit cette page : chaque chiffre est ce que cette exécution a mesuré, aucun "
        "n’est saisi à la main. Les secondes sont celles d’une machine, que d’autres partageaient "
        "peut-être; fiez-vous aux rapports, pris dans une même exécution. `make bench "
        "SECTION=raking` exécute une section et récrit sa partie de la page; `DATA=DOSSIER` nomme "
        "le dossier des fichiers publiés que lisent les constructions. Les pairs viennent avec "
        "l’extra `bench`; celui qui n’a pu être installé est omis, par son nom. Tout seuil manqué "
        "porte **NON ATTEINT**, et la commande se termine alors par un échec.",
    ),
}
_WHEN = {
    "en": "Measured on {date}. Machine: {machine}. Versions: {versions}.",
    "fr": "Mesuré le {date}. Machine : {machine}. Versions : {versions}.",
}


def write_pages(folder: Path, name: str, parts: Iterable[Part], machine: str) -> list[str]:
    """Write what a section measured into both pages; leave the other sections as they are.

    Parameters
    ----------
    folder : Path
        Where the pages are.
    name : str
        The section.
    parts : iterable of Result or Table
        What it measured.
    machine : str
        What it ran on.

    Returns
    -------
    list of str
        Sentences that no French is written for; the French page has them in English.
    """
    parts = list(parts)
    left: list[str] = []
    for lang, page in PAGES.items():
        path = folder / page
        sections = _read(path.read_text("utf-8")) if path.is_file() else {}
        if name not in sections or not _is_left_out(parts):
            sections[name] = _section(lang, name, parts, machine, left)
        body = [f"<!-- {each} -->\n{sections[each]}" for each in SECTIONS if each in sections]
        path.write_text("\n".join([_laid(_TOP[lang]), *body]), "utf-8")
    return list(dict.fromkeys(left))


def _is_left_out(parts: list[Part]) -> bool:
    """Tell whether a section could not run at all; what it found before then stands."""
    return all(
        isinstance(part, Result) and "left out" in f"{part.what} {part.found}" for part in parts
    )


def _read(page: str) -> dict[str, str]:
    """Take a page apart into its sections."""
    pieces = re.split(r"^<!-- ([\w-]+) -->\n", page, flags=re.MULTILINE)[1:]
    return {
        name: text.strip("\n") + "\n" for name, text in zip(pieces[::2], pieces[1::2], strict=True)
    }


def _section(lang: str, name: str, parts: list[Part], machine: str, left: list[str]) -> str:
    """Write one section in one language."""
    place = list(PAGES).index(lang)

    def said(text: str) -> str:
        if lang == "en":
            return text.strip()
        words = french(text)
        if words is None:
            left.append(text)
        return text.strip() if words is None else words

    blocks = [f"## {TITLES[name][place]}", INTRODUCTIONS[name][place]]
    blocks += [
        _table([list(map(said, row)) for row in (part.head, *part.rows)])
        for part in parts
        if isinstance(part, Table)
    ]
    results = [part for part in parts if isinstance(part, Result)]
    if results:
        rows = [("measure", "found", "threshold", "verdict")]
        rows += [(each.what, each.found, each.threshold, VERDICTS[each.met]) for each in results]
        told = [list(map(said, row)) for row in rows]
        for row, result in zip(told[1:], results, strict=True):
            row[3] = f"**{row[3]}**" if result.met is False else row[3]
        blocks.append(_table(told))
    blocks.append(
        _WHEN[lang].format(
            date=datetime.now(UTC).date().isoformat(),
            machine=machine if lang == "en" else french(machine) or machine,
            versions=_versions(name),
        )
    )
    return _laid(blocks)


def _laid(blocks: Sequence[str]) -> str:
    """Lay paragraphs out, at most 100 characters to a line; tables stay."""
    filled = [
        each if each.startswith("|") else fill(each, 100, break_on_hyphens=False) for each in blocks
    ]
    return "\n\n".join(filled) + "\n"


def _table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    dashes = ["---", *["---:" if len(rows[0]) > len(VERDICTS) + 1 else "---"] * (len(rows[0]) - 1)]
    return "\n".join([lines[0], f"| {' | '.join(dashes)} |", *lines[1:]])


def _versions(name: str) -> str:
    """Name the version of every tool that took part."""
    packages = list(_OURS)
    if name in ("raking-small", "raking", "raking-drawn"):
        packages += [peer.package for peer in PEERS.values()]
    known = {each: version_of(each) for each in dict.fromkeys(packages)}
    return ", ".join(f"{each} {which}" for each, which in known.items() if which)
