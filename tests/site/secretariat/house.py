"""A house with something in every room, and a word in every private text that must not leave.

Each private text holds ``zq`` and a word of its own: what is found elsewhere names its room.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from tests.site.guide.making import make_account, make_organisation, make_record
from tests.site.guide.surroundings import make_collection, make_expert, make_play, make_resource
from tests.site.secretariat.calling import make_call, make_draft
from tests.site.secretariat.making import make_decision, make_pilot, make_table
from tests.site.secretariat.on_paths import lead_to

__all__ = ["SECRETS", "House", "fill"]

SECRETS = {
    "draft of a record": "zqdraft",
    "answers of a submission": "zqsubmission",
    "name of a submitter": "zqname",
    "address of a submitter": "zqaddress",
    "comment of a consultation": "zqcomment",
    "question of a consultation": "zqconsult",
    "private note of an agenda": "zqagenda",
    "pilot that is not released": "zqpilot",
    "amount asked for": "98765432",
    "decision that is not released": "zqdecision",
    "question that is not released": "zqquestion",
    "reply of an expert": "zqreply",
    "interest that is not named": "zqinterest",
    "note about an interest": "zqnote",
    "what a confirmation says": "zqconfirm",
    "funding that is not released": "zqfunding",
    "call that is not public": "zqcall",
}


@dataclass
class House:
    """Rows by model, and the secret of a link of each kind."""

    rows: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def fill() -> House:
    """Put a row into every table that a screen shows, private texts marked."""
    from balise.site.guide.models import OrganisationMaturity
    from balise.site.guide.publishing import by_its_path
    from balise.site.secretariat.path_laid import lay_paths

    lay_paths()
    house = House()
    rows = house.rows
    with by_its_path():
        rows["published"] = make_record(identifier="letters")
        rows["published"].save_revision().publish()
    rows["play"], rows["resource"] = make_play(), make_resource()
    rows["expert"] = make_expert()
    rows["collection"] = make_collection("together", rows["published"])
    rows["organisation"] = make_organisation()
    rows["organisationmaturity"] = OrganisationMaturity.objects.create(
        organisation=rows["organisation"], asked_on=timezone.localdate(), data=1
    )
    draft = make_record(identifier="under-work", title_en="zqdraft", problem_en="zqdraft")
    lead_to(draft, "working_group")
    draft.refresh_from_db()
    rows["record"], rows["revision"] = draft, draft.latest_revision
    _submissions(house)
    _consultation(house)
    _governance(house)
    _network(house)
    _confirmation(house)
    rows["user"] = make_account(superuser=False)
    return house


def _link(house: House, kind: str, target: Any, holder: Any) -> None:
    """Open a link to a row."""
    from balise.site.secretariat.private_links import address_of, link_for

    link = link_for(kind, target.pk, holder)
    house.tokens[kind] = address_of(link, "en").rstrip("/").rpartition("/")[2]


def _submissions(house: House) -> None:
    from balise.site.secretariat.models import Attachment

    rows = house.rows
    rows["call"] = make_call(title_en="zqcall", is_public=False)
    rows["open call"] = make_call()
    mine = make_draft(email="zqaddress@example.org", content={"title": "zqsubmission"})
    mine.holder.name = "zqname zqname"
    mine.holder.save()
    rows["submission"] = mine
    rows["attachment"] = Attachment.objects.create(
        submission=mine, name="zqsubmission.txt", kind="txt", size=1, sha256="0" * 64, scan="clean"
    )
    _link(house, "draft", mine, mine.holder)
    other = make_draft(content={"title": "of somebody else"})
    rows["other submission"] = other
    rows["other attachment"] = Attachment.objects.create(
        submission=other, name="other.txt", kind="txt", size=1, sha256="1" * 64, scan="clean"
    )


def _consultation(house: House) -> None:
    from balise.site.secretariat.models import Consultation, ConsultationComment, Correspondent

    record = house.rows["record"]
    holder = Correspondent.objects.at("partner@example.org")
    asked = Consultation.objects.create(
        record=record,
        organisation=record.lead,
        holder=holder,
        revision=record.latest_revision,
        question="zqconsult",
        answer="agree",
        answered_at=timezone.now(),
    )
    ConsultationComment.objects.create(consultation=asked, part="title", text="zqcomment")
    house.rows["consultation"] = asked
    _link(house, "consultation", asked, holder)


def _governance(house: House) -> None:
    from balise.site.guide.models import Edition
    from balise.site.secretariat import models

    rows, today = house.rows, timezone.localdate()
    rows["table"] = make_table("council")
    rows["member"] = rows["table"].members.first()
    rows["edition"] = Edition.objects.create(
        number=1, title_en="zqdraft edition", title_fr="zqdraft", dated=today
    )
    rows["pilotproposal"] = make_pilot(
        title_en="zqpilot", title_fr="zqpilot", requested_cad=98765432
    )
    rows["released pilot"] = make_pilot(requested_cad=98765432, is_released=True)
    rows["meeting"] = models.Meeting.objects.create(table=rows["table"], starts_on=today)
    models.AgendaItem.objects.create(
        meeting=rows["meeting"], title_en="Item", title_fr="Point", note="zqagenda"
    )
    rows["decision"] = make_decision(question_en="zqdecision", question_fr="zqdecision")
    rows["stream"] = models.Stream.objects.create(title_en="Work", title_fr="Travail")
    rows["phase"] = models.Phase.objects.create(title_en="Now", title_fr="Maintenant")
    rows["planstep"] = models.PlanStep.objects.create(
        stream=rows["stream"], phase=rows["phase"], title_en="Step", title_fr="Étape"
    )
    rows["fundingrequest"] = models.FundingRequest.objects.create(
        table=rows["table"], title_en="zqfunding", title_fr="zqfunding", consultant_cad=98765432
    )


def _network(house: House) -> None:
    from balise.site.secretariat import models

    rows, people = house.rows, models.Correspondent.objects
    rows["question"] = models.Question.objects.create(
        form_key="q",
        language="en",
        asked_title="zqquestion",
        asked_text="zqquestion",
        asker=people.at("zqaddress-asker@example.org"),
    )
    mailbox = people.at("water@example.org")
    released = models.Question.objects.create(
        form_key="r",
        language="en",
        number=1,
        state="released",
        asked_title="zqquestion",
        asked_text="zqquestion",
        title_en="Watching pipes",
        title_fr="Surveiller les conduites",
        text_en="A town has to choose.",
        text_fr="Une ville doit choisir.",
        released_at=timezone.now(),
        asker=people.at("zqaddress-other@example.org"),
    )
    reply = models.ExpertReply.objects.create(
        question=released, expert=rows["expert"], text="zqreply"
    )
    rows["expertreply"] = reply
    _link(house, "expert", reply, mailbox)
    rows["interest"] = models.Interest.objects.create(
        form_key="i",
        language="en",
        about="evi",
        organisation="zqinterest",
        purpose="zqinterest",
        sender=people.at("zqaddress-interest@example.org"),
        jurisdiction="CA-NB",
    )
    models.InterestNote.objects.create(interest=rows["interest"], state="new", text="zqnote")


def _confirmation(house: House) -> None:
    from balise.site.secretariat.models import Confirmation, Correspondent, Message
    from balise.site.secretariat.postman import post

    holder = Correspondent.objects.at("letters@example.org")
    record = house.rows["published"]
    asked = Confirmation.objects.create(record=record, holder=holder, due=timezone.localdate())
    house.rows["confirmation"] = asked
    _link(house, "confirmation", asked, holder)
    told = make_record(identifier="told")
    Confirmation.objects.create(
        record=told,
        holder=Correspondent.objects.at("told@example.org"),
        due=timezone.localdate(),
        answer="changed",
        text="zqconfirm",
        answered_at=timezone.now(),
    )
    post("confirmation", holder, {"title": "zqdraft"})
    house.rows["message"] = Message.objects.latest("pk")
