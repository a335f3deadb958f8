"""The pilots that are released, as the report on results prints them."""

from decimal import Decimal

from django.utils import translation

from balise.reports import PipelineLine
from balise.site.guide.told import day_told, label_of, told
from balise.site.languages import language
from balise.site.secretariat.governance_terms import OUTCOMES, PILOT_STATES
from balise.site.secretariat.models import Decision, PilotProposal

__all__ = ["pipeline_lines"]


def pipeline_lines(lang: str = "") -> list[PipelineLine]:
    """Give a line to each pilot that the secretariat released.

    Parameters
    ----------
    lang : str
        ``en`` or ``fr``; the language spoken if none is named.

    Returns
    -------
    list of PipelineLine
        Amounts [dollars] only where they are released too, decisions only where they are.
    """
    with translation.override(lang or language()):
        found = PilotProposal.objects.filter(is_released=True).order_by("identifier")
        return [_line(each) for each in found.select_related("result")]


def _line(pilot: PilotProposal) -> PipelineLine:
    decision = _last_decision(pilot)
    is_told = pilot.are_amounts_released
    return PipelineLine(
        title=told(pilot, "title").text,
        state=label_of(PILOT_STATES, pilot.state),
        host=pilot.get_host_display(),
        sponsor=told(pilot, "sponsor").text,
        decision=label_of(OUTCOMES, decision.outcome) if decision else "",
        table=decision.table.name if decision else "",
        decided=decision.decided_on if decision else None,
        conditions=told(decision, "conditions").text if decision else "",
        requested_cad=_whole(pilot.requested_cad) if is_told else None,
        granted_cad=_whole(pilot.granted_cad) if is_told else None,
        milestone=_next_milestone(pilot),
        result=_result(pilot),
    )


def _last_decision(pilot: PilotProposal) -> Decision | None:
    """Give the decision of the highest table, the last of them."""
    decided = Decision.objects.filter(pilot=pilot, is_released=True).exclude(outcome="")
    ordered = decided.select_related("table").order_by("table__position", "decided_on", "number")
    return ordered.last()


def _whole(amount: Decimal | None) -> int | None:
    return None if amount is None else round(amount)


def _next_milestone(pilot: PilotProposal) -> str:
    left = pilot.milestones.filter(done_on__isnull=True).first()
    if left is None:
        return ""
    title, due = told(left, "title").text, day_told(left.due)
    return f"{title} ({due})" if due else title


def _result(pilot: PilotProposal) -> str:
    text = told(pilot, "result").text
    if pilot.result is not None and pilot.result.is_public:
        title = told(pilot.result, "title").text
        return f"{text} ({title})" if text else title
    # What came of a pilot that ended without a word is told by its state.
    ended = pilot.state in {"stopped", "refused"}
    return text or (label_of(PILOT_STATES, pilot.state) if ended else "")
