"""Makes what surrounds records: plays, experts, resources and collections, all published."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.site.guide.making import make_organisation, make_record

__all__ = ["make_collection", "make_expert", "make_listed", "make_play", "make_resource"]

WRITTEN = {"state_en": "original", "state_fr": "reviewed"}


def published(text: Any) -> Any:
    """Publish a text as the secretariat does."""
    text.save()
    text.save_revision().publish()
    return type(text).objects.get(pk=text.pk)


def make_listed(**fields: Any) -> Any:
    """A record that anybody may read, and nobody has confirmed."""
    from balise.site.guide.publishing import list_publicly

    record = make_record(verification="unverified_seed", **fields)
    list_publicly(record)
    return record


def make_play(identifier: str = "count-first", *examples: Any, **fields: Any) -> Any:
    """A play of two steps and a tool, with examples."""
    from balise.site.guide.models import Play, PlayExample

    given = {
        "title_en": "Count first",
        "title_fr": "Compter d’abord",
        "summary_en": "Count before you change anything.",
        "summary_fr": "Comptez avant de changer quoi que ce soit.",
        "when_en": "At the start.",
        "when_fr": "Au début.",
        "body_en": [
            ("step", {"title": "Choose a measure."}),
            ("step", {"title": "Write it down.", "text": "<b>With</b> its unit."}),
            ("tool", {"name": "A notebook", "link": "https://example.org/en"}),
            ("note", "Keep it dated."),
        ],
        "body_fr": [
            ("step", {"title": "Choisir une mesure."}),
            ("step", {"title": "La noter.", "text": "<b>Avec</b> son unité."}),
            ("tool", {"name": "Un carnet", "link": "https://example.org/fr"}),
        ],
    }
    play = Play(identifier=identifier, **(given | WRITTEN | fields))
    play.examples = [
        PlayExample(record=each, sort_order=number) for number, each in enumerate(examples)
    ]
    return published(play)


def make_expert(
    identifier: str = "waters", *, fields: tuple[str, ...] = ("water",), **more: Any
) -> Any:
    """A role that confirmed a month ago that it answers."""
    from balise.site.guide.models import Expert, ExpertField

    given = {
        "title_en": "Analyst, water",
        "title_fr": "Analyste, eau",
        "about_en": "Knows pipes.",
        "about_fr": "Connaît les conduites.",
        "languages": "both",
        "region": "CA-NB",
        "mailbox": "water@example.org",
        "confirmed_on": timezone.localdate() - timedelta(days=30),
    }
    if "organisation" not in more:
        given["organisation"] = make_organisation()
    expert = Expert(identifier=identifier, **(given | WRITTEN | more))
    expert.fields = [ExpertField(code=each) for each in fields]
    return published(expert)


def make_resource(identifier: str = "maps", **fields: Any) -> Any:
    """A resource whose link nobody has tested."""
    from balise.site.guide.models import Resource

    given = {
        "kind": "open_data",
        "title_en": "Maps",
        "title_fr": "Cartes",
        "summary_en": "Maps of everything.",
        "summary_fr": "Des cartes de tout.",
        "link_en": "https://example.org/en",
        "link_fr": "https://example.org/fr",
        "language": "both",
        "jurisdiction": "CA",
    }
    return published(Resource(identifier=identifier, **(given | WRITTEN | fields)))


def make_collection(identifier: str = "together", *records: Any, **fields: Any) -> Any:
    """Records that are read together, the first with its reason."""
    from balise.site.guide.models import Collection, CollectionItem

    given = {
        "title_en": "Together",
        "title_fr": "Ensemble",
        "summary_en": "They share a question.",
        "summary_fr": "Ils partagent une question.",
    }
    collection = Collection(identifier=identifier, **(given | WRITTEN | fields))
    collection.items = [
        CollectionItem(
            record=each, sort_order=number, reason_en="It began.", reason_fr="Il a commencé."
        )
        for number, each in enumerate(records)
    ]
    return published(collection)
