"""What a build used, and whether a data folder still holds what was published."""

from pathlib import Path

from balise.sources.figures import figure_records
from balise.sources.provenance import Data, Record, attribution, source_records
from balise.sources.published import verify
from balise.vocabulary import SourceError

__all__ = ["check_data", "fingerprints"]

# Figures used even when a data folder is given.
_ALWAYS_BUNDLED = ("logit_2009",)


def _fingerprint(record: Record) -> dict[str, str]:
    english, french = attribution(record)
    return {
        "name": record.name,
        "title_en": record.title_en,
        "title_fr": record.title_fr,
        "publisher": record.publisher,
        "table": record.table,
        "licence": record.licence,
        "attribution_en": english,
        "attribution_fr": french,
        "reference_period": record.reference_period,
        "sha256": record.sha256,
        "path": record.path,
    }


def fingerprints(data: Data = None) -> list[dict[str, str]]:
    """List the sources of a build, each with its digest.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    list of dict
        ``name``, ``title_en``, ``title_fr``, ``publisher``, ``table``, ``licence``,
        ``attribution_en``, ``attribution_fr`` (what the licence asks to print),
        ``reference_period``, ``sha256``, ``path``; sorted by name.

    Examples
    --------
    >>> [each["publisher"] for each in fingerprints() if each["name"] == "coverage"]
    ['Canadian Radio-television and Telecommunications Commission']
    """
    if data is None:
        return [_fingerprint(each) for each in figure_records()]
    bundled = [each for each in figure_records() if each.name in _ALWAYS_BUNDLED]
    both = [*source_records(data), *bundled]
    return [_fingerprint(each) for each in sorted(both, key=lambda each: each.name)]


def check_data(data: Path) -> tuple[Record, ...]:
    """Verify every published file of a data folder against its record.

    Parameters
    ----------
    data : Path
        The data folder.

    Returns
    -------
    tuple of Record
        The records of the files, all found as published.

    Raises
    ------
    SourceError
        If files are missing or altered: the message names each of them.
    """
    records = source_records(data)
    faults = []
    for record in records:
        try:
            verify(data, record)
        except SourceError as fault:
            faults.append(str(fault))
    if faults:
        raise SourceError("\n".join(faults))
    return records
