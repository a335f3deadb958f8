"""The first content of the governance pages, loaded once where there is none.

It is what the presentation of 2018 tells, and says so. Amounts stay private until the
secretariat releases them; states that nobody told are "not stated".
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from balise.site.secretariat.models import (
    AgendaItem,
    Annex,
    Decision,
    Deliverable,
    FundingRequest,
    Meeting,
    Member,
    Phase,
    PilotProposal,
    PlanStep,
    Stream,
    Table,
)

__all__ = ["SEED", "load_governance"]

Json = dict[str, Any]
SEED = Path(__file__).resolve().parent / "seed" / "working_group.yaml"


def load_governance(path: Path = SEED) -> bool:
    """Load tables, members, plan, meeting, questions, funding and pilots into an empty place.

    Returns
    -------
    bool
        Whether anything was loaded: never where a table is there, since what is there may have
        been changed by the secretariat.
    """
    if Table.objects.exists():
        return False
    told: Json = yaml.safe_load(path.read_text("utf-8"))
    source = _pair("source", told["source"])
    with transaction.atomic():
        tables = {
            each["code"]: _table(number, each, source)
            for number, each in enumerate(told["tables"], start=1)
        }
        _members(tables["working_group"], told["members"])
        funding = _funding(told["funding"], tables, source)
        _meeting(told["meeting"], tables, funding, source)
        _plan(told["phases"], told["streams"], source)
        for each in told["pilots"]:
            _pilot(each, source)
    return True


def _pair(name: str, texts: Mapping[str, Any]) -> Json:
    """Give a pair of fields; a list of sentences becomes one to a line."""
    return {
        f"{name}_{lang}": text if isinstance(text, str) else "\n".join(text)
        for lang, text in texts.items()
        if lang in {"en", "fr"}
    }


def _table(position: int, told: Json, source: Json) -> Table:
    texts = {
        key: text
        for name in ("name", "mandate", "rules")
        for key, text in _pair(name, told.get(name, {})).items()
    }
    table = Table.objects.create(code=told["code"], position=position, **texts, **source)
    for each in told.get("annexes", ()):
        Annex.objects.create(table=table, letter=each["letter"], **_pair("title", each["title"]))
    return table


def _members(table: Table, told: Sequence[Json]) -> None:
    for each in told:
        Member.objects.create(
            table=table,
            order_of_government=each["order"],
            jurisdiction=each["jurisdiction"],
            seat=each.get("seat", "member"),
            **_pair("name", each["name"]),
        )


def _funding(told: Json, tables: Mapping[str, Table], source: Json) -> FundingRequest:
    request = FundingRequest.objects.create(
        table=tables[told["table"]],
        state="asked",
        is_released=True,
        **{key: told[key] for key in ("asked_on", "consultant_cad", "procurement_cad")},
        **_pair("title", told["title"]),
        **source,
    )
    for number, each in enumerate(told["deliverables"]):
        Deliverable.objects.create(request=request, sort_order=number, **_pair("title", each))
    return request


def _meeting(
    told: Json, tables: Mapping[str, Table], funding: FundingRequest, source: Json
) -> None:
    """Load a meeting and what it was asked; the answers are not stated."""
    table = tables[told["table"]]
    meeting = Meeting.objects.create(
        table=table,
        starts_on=told["from"],
        ends_on=told["to"],
        agenda_released=True,
        **_pair("place", told["place"]),
        **source,
    )
    for number, each in enumerate(told["agenda"]):
        about = {"funding": funding} if each.get("about_funding") else {}
        AgendaItem.objects.create(
            meeting=meeting,
            sort_order=number,
            **about,
            **_pair("title", each["title"]),
            **_pair("asked", each["question"]),
        )
        Decision.objects.create(
            table=table,
            meeting=meeting,
            is_released=True,
            **about,
            **_pair("question", each["question"]),
            **source,
        )


def _plan(phases: Sequence[Json], streams: Sequence[Json], source: Json) -> None:
    seasons = [
        Phase.objects.create(position=number, **_pair("title", each))
        for number, each in enumerate(phases, start=1)
    ]
    for number, each in enumerate(streams, start=1):
        stream = Stream.objects.create(position=number, **_pair("title", each["title"]), **source)
        for phase, step in zip(seasons, each["steps"], strict=True):
            titles = _pair("title", step)
            PlanStep.objects.create(stream=stream, phase=phase, due=step.get("due", ""), **titles)


def _pilot(told: Json, source: Json) -> None:
    pilot = PilotProposal.objects.create(
        identifier=told["identifier"],
        host=told["host"],
        state_en="original",
        state_fr="original",
        is_released=True,
        **_pair("title", told["title"]),
        **_pair("standing", told["standing"]),
        **source,
    )
    pilot.save_revision()
