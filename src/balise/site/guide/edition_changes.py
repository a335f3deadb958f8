"""What changed on the site since an edition: projects, practices and resources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from balise.site.guide.edition_book import contents_on
from balise.site.guide.models import Edition, Record

__all__ = ["Difference", "changes_since", "field_name"]

KINDS = ("records", "plays", "resources")
_NEVER_TOLD = {"id"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that an edition lacks, holds otherwise, or holds although it left the site."""

    kind: str
    way: str
    identifier: str
    title_en: str
    title_fr: str
    why: str = ""
    fields: tuple[str, ...] = field(default=())
    is_public: bool = True

    title_fr_is_working = False


def changes_since(edition: Edition) -> list[Difference]:
    """Tell how the Guide of today differs from an edition.

    Parameters
    ----------
    edition : Edition
        One that was made.

    Returns
    -------
    list of Difference
        What came, then what changed, then what left, by kind.
    """
    held: dict[str, list[dict[str, Any]]] = {
        "records": [each.content for each in edition.records.all()],
        **{kind: list(edition.texts.get(kind, ())) for kind in KINDS[1:]},
    }
    now = contents_on(timezone.localdate())
    return [each for kind in KINDS for each in _differences(kind, held[kind], now[kind])]


def _differences(
    kind: str, held: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]
) -> list[Difference]:
    old = {each["id"]: each for each in held}
    new = {each["id"]: each for each in now}
    added = [_told(kind, "added", new[each]) for each in new if each not in old]
    changed = [
        _told(kind, "changed", new[each], fields=_changed(old[each], new[each]))
        for each in new
        if each in old and new[each] != old[each]
    ]
    reasons = _reasons([each for each in old if each not in new]) if kind == "records" else {}
    left = [
        _told(kind, "left", old[each], why=reasons.get(each, "")) for each in old if each not in new
    ]
    return added + changed + left


def _told(
    kind: str, way: str, tree: Mapping[str, Any], *, why: str = "", fields: tuple[str, ...] = ()
) -> Difference:
    titles = tree.get("title_en", ""), tree.get("title_fr", "")
    is_public = way != "left" or (kind == "records" and bool(why))
    return Difference(kind, way, tree["id"], *titles, why, fields, is_public)


def _reasons(identifiers: list[str]) -> dict[str, str]:
    """Tell why records of an edition would not be in one of today."""
    found = Record.objects.public().filter(identifier__in=identifiers)
    return {each.identifier: "past_review" if each.live else each.status for each in found}


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the fields that differ, each pair of languages once, in the order of the record."""
    names = dict.fromkeys([*new, *old])
    differing = [each for each in names if old.get(each) != new.get(each)]
    bare = (each.removesuffix("_en").removesuffix("_fr") for each in differing)
    return tuple(dict.fromkeys(each for each in bare if each not in _NEVER_TOLD))


def field_name(kind: str, name: str) -> str:
    """Name a field in the language spoken.

    Parameters
    ----------
    kind : str
        ``records``, ``plays`` or ``resources``.
    name : str
        As :class:`Difference` has it.
    """
    from balise.site.guide.models import Play, Resource

    model = {"records": Record, "plays": Play, "resources": Resource}[kind]
    name = {"lead_name": "lead"}.get(name, name)
    known = {each.name: each for each in model._meta.get_fields()}
    if name in known and hasattr(known[name], "verbose_name"):
        return str(known[name].verbose_name)
    if name in known and known[name].is_relation:
        return str(known[name].related_model._meta.verbose_name_plural)
    paired = known.get(f"{name}_en")
    return str(paired.verbose_name).rsplit(" (", 1)[0] if paired else name.replace("_", " ")
