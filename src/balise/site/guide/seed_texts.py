"""The plays, resources and collections that the package brings, published as they are read.

They are written by the project in both languages. What they point to was not confirmed by
anybody: links of resources carry no date of a check, and projects stay unverified.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from balise.site.guide.models import (
    Collection,
    CollectionItem,
    Play,
    PlayExample,
    Record,
    Resource,
)

__all__ = ["load_texts"]

Json = dict[str, Any]
_WRITTEN = {"state_en": "original", "state_fr": "original"}


def load_texts(folder: Path) -> int:
    """Publish the plays, resources and collections of a folder, each kind where there is none.

    Parameters
    ----------
    folder : Path
        With ``plays.yaml``, ``resources.yaml`` and ``collections.yaml``.

    Returns
    -------
    int
        How many texts were published.
    """
    made = [
        make(each, number)
        for kind, make in ((Play, _play), (Resource, _resource), (Collection, _collection))
        if not kind.objects.exists()
        for number, each in enumerate(_read(folder, kind), start=1)
    ]
    with transaction.atomic():
        for text in made:
            text.save()
            text.save_revision().publish()
    return len(made)


def _read(folder: Path, kind: Any) -> list[Json]:
    name = f"{kind._meta.model_name}s"
    found = yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    texts: list[Json] = found[name]
    return texts


def _pairs(entry: Mapping[str, Any], **names: str) -> Json:
    """Give pairs of texts under our names."""
    return {
        f"{ours}_{lang}": entry[f"{theirs}_{lang}"]
        for ours, theirs in names.items()
        for lang in ("en", "fr")
    }


def _known(identifiers: list[str]) -> list[Record]:
    """Give the projects there are, in the order of the file."""
    found = {each.identifier: each for each in Record.objects.filter(identifier__in=identifiers)}
    return [found[each] for each in identifiers if each in found]


def _play(entry: Json, number: int) -> Play:
    bodies = {
        f"body_{lang}": [
            *(("step", {"title": each[lang]}) for each in entry["steps"]),
            *(
                ("tool", {"name": each[f"name_{lang}"], "link": each[f"link_{lang}"]})
                for each in entry["tools"]
            ),
        ]
        for lang in ("en", "fr")
    }
    pairs = _pairs(entry, title="title", summary="what", when="when")
    play = Play(identifier=entry["slug"], position=number, **pairs, **_WRITTEN, **bodies)
    play.examples = [
        PlayExample(record=each, sort_order=place)
        for place, each in enumerate(_known(entry["examples"]))
    ]
    return play


def _resource(entry: Json, number: int) -> Resource:  # noqa: ARG001
    spoken = entry["languages"]
    return Resource(
        identifier=entry["slug"],
        kind=entry["kind"],
        jurisdiction=entry.get("jurisdiction", ""),
        language=spoken[0] if len(spoken) == 1 else "both",
        checked_on=entry["link_tested"],
        **_pairs(entry, title="title", publisher="publisher", summary="description", link="link"),
        **_WRITTEN,
    )


def _collection(entry: Json, number: int) -> Collection:  # noqa: ARG001
    pairs = _pairs(entry, title="title", summary="intro")
    collection = Collection(identifier=entry["slug"], **pairs, **_WRITTEN)
    collection.items = [
        CollectionItem(record=each, sort_order=place)
        for place, each in enumerate(_known(entry["projects"]))
    ]
    return collection
