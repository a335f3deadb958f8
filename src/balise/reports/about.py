"""What goes with every file of a release: years, citation, licence, sources, errata, columns."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from balise.release import SCHEMA, Release
from balise.reports.figures import in_language, seal_line, title_of, years_line
from balise.reports.words import LANGUAGES, say

__all__ = ["about_lines", "about_metadata", "about_texts", "csv_metadata", "errata_of"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sources": ("Sources:", "Sources\N{NO-BREAK SPACE}:"),
        "no_errata": (
            "Errata known when this release was written: none.",
            "Errata connus à la rédaction de cette diffusion\N{NO-BREAK SPACE}: aucun.",
        ),
        "errata": (
            "Errata known when this release was written:",
            "Errata connus à la rédaction de cette diffusion\N{NO-BREAK SPACE}:",
        ),
        "later": (
            "Later ones are in the feed of errata of the site that gives this release.",
            "Les suivants sont dans le fil des errata du site qui offre cette diffusion.",
        ),
        "dictionary": (
            "Every column, its unit and its meaning, in both languages: data dictionary.",
            "Chaque colonne, son unité et son sens, dans les deux langues\N{NO-BREAK SPACE}: "
            "dictionnaire de données.",
        ),
    }
)
_CSVW_TYPES = {"String": "string", "Int64": "integer", "UInt16": "integer", "Float64": "number"}


def _word(key: str, language: str) -> str:
    return _WORDS[key][LANGUAGES.index(language)]


def errata_of(record: Mapping[str, object], language: str) -> list[str]:
    """List the errata that a release bears."""
    listed = record.get("errata")
    return [in_language(each, language) for each in (listed if isinstance(listed, list) else [])]


def _attributions(record: Mapping[str, object], language: str) -> list[str]:
    stated = record.get("sources")
    listed = (
        [each for each in stated if isinstance(each, Mapping)] if isinstance(stated, list) else []
    )
    told = [str(each.get(f"attribution_{language}") or "") for each in listed]
    return list(dict.fromkeys(filter(None, told)))


def about_lines(release: Release, language: str) -> list[str]:
    """Say what a release is, how to cite it, under which licence, with which errata.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    language : str
        ``en`` or ``fr``.
    """
    record = release.record
    colon = ":" if language == "en" else "\N{NO-BREAK SPACE}:"
    errata = errata_of(record, language)
    told = [
        title_of(record, language),
        f"{say('higher', language)} {say('scores', language)}",
        say("modelled", language),
        years_line(record, language),
        f"{say('cite', language)}{colon} {in_language(record.get('citation'), language)}",
        f"{say('licence', language)}{colon} {in_language(record.get('licence'), language)}",
        _word("errata" if errata else "no_errata", language),
        *errata,
        _word("later", language),
        _word("dictionary", language),
        seal_line(record, language),
    ]
    sources = _attributions(record, language)
    return [each for each in told if each] + (
        [_word("sources", language), *sources] if sources else []
    )


def about_texts(release: Release) -> dict[str, str]:
    """Write the same as a text in each language, by the end of its file's name."""
    names = {"en": "about-en.txt", "fr": "a-propos-fr.txt"}
    return {
        name: "\n".join(about_lines(release, language)) + "\n" for language, name in names.items()
    }


def about_metadata(release: Release, table: str) -> dict[str, str]:
    """Give what a file for mapping programs bears of itself, as texts.

    Parameters
    ----------
    release : Release
        What :func:`balise.release.read_release` gives.
    table : str
        The table of the file, whose columns are told.
    """
    record = release.record
    found = {"seal": str(record.get("seal", "")), "years": json.dumps(record.get("years"))}
    for language in LANGUAGES:
        columns = {
            column.name: {"unit": column.unit, "meaning": getattr(column, language)}
            for column in SCHEMA[table].columns
        }
        found |= {
            f"title_{language}": title_of(record, language),
            f"citation_{language}": in_language(record.get("citation"), language),
            f"licence_{language}": in_language(record.get("licence"), language),
            f"errata_{language}": json.dumps(errata_of(record, language), ensure_ascii=False),
            f"columns_{language}": json.dumps(columns, ensure_ascii=False),
        }
    return found


def csv_metadata(release: Release) -> bytes:
    """Describe the CSV files of a release for programs, in both languages.

    References
    ----------
    W3C, Metadata Vocabulary for Tabular Data (2015), section 5: the file
    ``csv-metadata.json`` beside the tables.
    """
    record = release.record

    def both(texts: Mapping[str, object]) -> dict[str, object]:
        return {language: texts[language] for language in LANGUAGES}

    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": both({each: title_of(record, each) for each in LANGUAGES}),
        "dc:bibliographicCitation": both(
            {each: in_language(record.get("citation"), each) for each in LANGUAGES}
        ),
        "dc:rights": both({each: in_language(record.get("licence"), each) for each in LANGUAGES}),
        "dc:identifier": str(record.get("seal", "")),
        "dc:temporal": json.dumps(record.get("years")),
        "dc:source": _attributions(record, "en"),
        "rdfs:comment": both({each: errata_of(record, each) for each in LANGUAGES}),
        "tables": [
            {
                "url": f"{table.name}.csv",
                "dc:title": {"en": table.en, "fr": table.fr},
                "tableSchema": {
                    "primaryKey": list(table.key),
                    "columns": [
                        {
                            "name": column.name,
                            "titles": column.name,
                            "datatype": _CSVW_TYPES[str(column.dtype)],
                            "required": not column.nullable,
                            "dc:description": {"en": column.en, "fr": column.fr},
                            "schema:unitText": column.unit,
                        }
                        for column in table.columns
                    ],
                },
            }
            for table in SCHEMA.values()
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
