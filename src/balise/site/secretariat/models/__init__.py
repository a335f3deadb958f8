"""What the secretariat keeps."""

from balise.site.secretariat.models.allowances import Allowance
from balise.site.secretariat.models.calls import CALL_STATES, Call
from balise.site.secretariat.models.consultations import (
    AGREEMENTS,
    PARTS,
    Consultation,
    ConsultationComment,
)
from balise.site.secretariat.models.governance import Annex, Member, Table
from balise.site.secretariat.models.interests import (
    FOLLOWED,
    INTEREST_STATES,
    INTERESTS,
    Interest,
    InterestNote,
)
from balise.site.secretariat.models.meetings import AgendaItem, Answer, Decision, Meeting
from balise.site.secretariat.models.outbox import MESSAGE_STATES, Message
from balise.site.secretariat.models.people import Correspondent
from balise.site.secretariat.models.pilots import Milestone, PilotProposal
from balise.site.secretariat.models.plan import Deliverable, FundingRequest, Phase, PlanStep, Stream
from balise.site.secretariat.models.private_links import LINKS, PrivateLink, PrivateToken
from balise.site.secretariat.models.questions import (
    PUBLIC_STATES,
    QUESTION_STATES,
    REPLY_STATES,
    ExpertReply,
    Question,
    QuestionField,
    QuestionStep,
)
from balise.site.secretariat.models.steps import (
    ROLES,
    STEPS,
    EditionCase,
    Step,
    StepState,
    TableStep,
)
from balise.site.secretariat.models.submissions import (
    SCANS,
    SUBMISSION_STATES,
    Attachment,
    Submission,
)
from balise.site.secretariat.models.truth import (
    CONFIRMATION_ANSWERS,
    LINK_STATES,
    Confirmation,
    Erasure,
    LinkCheck,
    TaskRun,
)

__all__ = [
    "AGREEMENTS",
    "CALL_STATES",
    "CONFIRMATION_ANSWERS",
    "FOLLOWED",
    "INTERESTS",
    "INTEREST_STATES",
    "LINKS",
    "LINK_STATES",
    "MESSAGE_STATES",
    "PARTS",
    "PUBLIC_STATES",
    "QUESTION_STATES",
    "REPLY_STATES",
    "ROLES",
    "SCANS",
    "STEPS",
    "SUBMISSION_STATES",
    "AgendaItem",
    "Allowance",
    "Annex",
    "Answer",
    "Attachment",
    "Call",
    "Confirmation",
    "Consultation",
    "ConsultationComment",
    "Correspondent",
    "Decision",
    "Deliverable",
    "EditionCase",
    "Erasure",
    "ExpertReply",
    "FundingRequest",
    "Interest",
    "InterestNote",
    "LinkCheck",
    "Meeting",
    "Member",
    "Message",
    "Milestone",
    "Phase",
    "PilotProposal",
    "PlanStep",
    "PrivateLink",
    "PrivateToken",
    "Question",
    "QuestionField",
    "QuestionStep",
    "Step",
    "StepState",
    "Stream",
    "Submission",
    "Table",
    "TableStep",
    "TaskRun",
]
