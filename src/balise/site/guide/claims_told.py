"""What is said of a project, told apart: results, what was expected, what surrounds them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balise.site.guide.models import results
from balise.site.guide.terms import BOUNDS, CLAIM_KINDS, CLAIMANTS, EVIDENCE_METHODS, codes
from balise.site.guide.told import Told, day_told, label_of, number_told, told

__all__ = ["ClaimTold", "claim_told", "claims_told", "strongest_method"]

_EXPECTED = ("expected", "target")


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """A claim in words: how much of what, when, by whom, how it is known."""

    kind: str
    measure: Told
    figure: str
    unit: Told
    baseline: Told
    period: str
    method: str
    claimant: str
    note: Told
    source_key: str


def claim_told(claim: Any) -> ClaimTold:
    """Tell a claim; a result without a number was not measured."""
    return ClaimTold(
        kind=label_of(CLAIM_KINDS, claim.kind),
        measure=told(claim, "measure"),
        figure=_figure(claim),
        unit=told(claim, "unit") if claim.value is not None else Told("", ""),
        baseline=told(claim, "baseline"),
        period=_period(claim),
        method=label_of(EVIDENCE_METHODS, claim.method) if claim.method else "",
        claimant=label_of(CLAIMANTS, claim.claimed_by) if claim.claimed_by else "",
        note=told(claim, "note"),
        source_key=claim.source_key,
    )


def _figure(claim: Any) -> str:
    if claim.value is None:
        return _("not measured") if claim.is_result else _("no figure stated")
    number = number_told(claim.value)
    return number if claim.bound == "exact" else f"{label_of(BOUNDS, claim.bound)} {number}"


def _period(claim: Any) -> str:
    start, end = day_told(claim.period_start), day_told(claim.period_end)
    if start and end and start != end:
        return _("from %(start)s to %(end)s") % {"start": start, "end": end}
    if not (start or end) and not claim.period_stated:
        return _("period not stated by the source")
    return start or end


def claims_told(record: Any) -> dict[str, list[ClaimTold]]:
    """Tell all claims of a project, results apart from hopes and from what surrounds them.

    Returns
    -------
    dict
        ``results``, ``expected`` and ``context``.
    """
    others = [each for each in record.claims.all() if not each.is_result]
    return {
        "results": [claim_told(each) for each in results(record)],
        "expected": [claim_told(each) for each in others if each.kind in _EXPECTED],
        "context": [claim_told(each) for each in others if each.kind not in _EXPECTED],
    }


def strongest_method(record: Any) -> str:
    """Name the strongest way in which a measured result of a project is known."""
    known = codes(EVIDENCE_METHODS)
    found = [known.index(each.method) for each in results(record) if each.method in known]
    return label_of(EVIDENCE_METHODS, known[max(found)]) if found else ""
