"""Check a release: form, people, scores, then its own list of validation rows."""

from collections.abc import Iterable
from pathlib import Path

from balise.release.findings import Finding
from balise.release.outlines import check_boundaries
from balise.release.people import check_people
from balise.release.reach import check_reach
from balise.release.reading import Release, read_release
from balise.release.scores import check_scores
from balise.release.structure import check_files, check_rows, check_schema

__all__ = ["Finding", "check_release", "failures"]

_CHECKS = (
    check_files,
    check_schema,
    check_rows,
    check_boundaries,
    check_people,
    check_scores,
    check_reach,
)
_ORDER = ("not_met", "met", "printed")


def check_release(path: Path | str) -> tuple[Finding, ...]:
    """Check everything a release promises.

    A check that needs sound files is not run while one is altered: the findings
    then end there, and say so.

    Returns
    -------
    tuple of Finding
        First the checks of the folder itself, then its validation rows by
        verdict: not met, met, printed.

    Raises
    ------
    ReleaseError
        If the folder is not a release of a known schema version.
    """
    release = read_release(path)
    findings: tuple[Finding, ...] = ()
    for check in _CHECKS:
        findings += check(release)
        if failures(findings) and check in {check_files, check_schema}:
            stop = "not run: put right what is said above, then check again"
            return (*findings, Finding("tables", "not_met", stop))
    return (*findings, *_validation(release))


def _validation(release: Release) -> tuple[Finding, ...]:
    rows = release.table("validation").to_dicts()
    rows.sort(key=lambda row: _ORDER.index(row["verdict"]) if row["verdict"] in _ORDER else 0)
    return tuple(
        Finding(
            f"validation: {row['check']}, {row['place']} ({row['use'].replace('_', ' ')})",
            row["verdict"],
            _told(row),
        )
        for row in rows
    )


def _told(row: dict[str, object]) -> str:
    numbers = (
        f"{name} {row[name]:.4g}"
        for name in ("published", "rebuilt", "difference", "threshold")
        if isinstance(row[name], float)
    )
    parts = [", ".join(numbers), str(row["source"]), str(row["note_en"] or "")]
    return "; ".join(part for part in parts if part)


def failures(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that are not met.

    Examples
    --------
    >>> failures([Finding("a", "met", ""), Finding("b", "not_met", "")])[0].name
    'b'
    """
    return tuple(finding for finding in findings if finding.verdict == "not_met")
