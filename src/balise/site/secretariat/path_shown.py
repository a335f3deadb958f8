"""What a reviewer sees of an item: its page as a reader would see it, and what changed in it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.template import Context
from django.template.context import make_context
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from balise.site.guide.models import Edition, Record
from balise.site.secretariat.models import PilotProposal
from balise.site.secretariat.path_laid import GROUP_OF, PATHS, carrier, kind_of, subject

__all__ = [
    "KEPT_BY_WAGTAIL",
    "Changed",
    "changes",
    "find_item",
    "page_of",
    "public_before",
    "reject_reader",
]

_MODELS: dict[str, Any] = {"record": Record, "edition": Edition, "pilot": PilotProposal}
_READING = {
    "record": "secretariat.read_drafts",
    "edition": "guide.add_edition",
    "pilot": "secretariat.view_pilotproposal",
}
# What belongs to the keeping of a text, not to what it says.
KEPT_BY_WAGTAIL = frozenset(
    (
        *("pk", "id", "live", "has_unpublished_changes", "first_published_at", "latest_revision"),
        *("last_published_at", "live_revision", "go_live_at", "expire_at", "expired", "locked"),
        *("locked_at", "locked_by", "first_public_at", "added_at", "changed_at", "made_at"),
        *("sort_order", "status", "verification"),
    )
)


def find_item(kind: str, number: int) -> Any:
    """Find a project, an edition or a pilot by its number.

    Raises
    ------
    Http404
        If there is none.
    """
    found = _MODELS[kind]._default_manager.filter(pk=number).first() if kind in _MODELS else None
    if found is None:
        raise Http404
    return found


def reject_reader(item: Any, user: Any) -> None:
    """Refuse the drafts of an item to an account that has no step on its path.

    Raises
    ------
    PermissionDenied
        If the account may not read it.
    """
    kind = kind_of(item)
    groups = {GROUP_OF[step] for step in PATHS[kind]}
    if user.has_perm(_READING[kind]):
        return
    if kind == "record" or not user.groups.filter(name__in=groups).exists():
        raise PermissionDenied


def page_of(item: Any, request: HttpRequest, lang: str) -> SafeString:
    """Write the inside of the public page of a draft, in one language."""
    with translation.override(lang):
        template = get_template(item.get_preview_template(request, lang)).template
        given = item.get_preview_context(request, lang) | {"lang": lang, "is_preview": True}
        context: Context = make_context(given, request)
        with context.render_context.push_state(template), context.bind_template(template):
            page = template.nodelist.get_nodes_by_type(ExtendsNode)[0]
            # What the template wrote is escaped by it already.
            return mark_safe(page.blocks["content"].nodelist.render(context))


@dataclass(frozen=True, slots=True)
class Changed:
    """A field whose text is not what it was."""

    name: str
    before: str
    after: str
    lang: str = ""


def changes(before: Any, after: Any) -> list[Changed]:
    """Tell which fields of an item differ between two of its drafts."""
    old, new = before.serializable_data(), after.serializable_data()
    parts = {each.get_accessor_name(): each for each in _children(after)}
    found = []
    for name, value in new.items():
        if name in KEPT_BY_WAGTAIL or _bare(old.get(name)) == _bare(value):
            continue
        if name in parts:
            label = parts[name].related_model._meta.verbose_name_plural
            texts = [_rows(before, name), _rows(after, name)]
        else:
            label = after._meta.get_field(name).verbose_name
            texts = [_text(before, name), _text(after, name)]
        lang = name[-2:] if name.endswith(("_en", "_fr")) else ""
        found.append(Changed(str(label), texts[0], texts[1], lang))
    return found


def _children(item: Any) -> list[Any]:
    from modelcluster.models import get_all_child_relations

    return list(get_all_child_relations(type(item)))


def _bare(value: Any) -> Any:
    """Take away numbers of rows: saving a draft gives new ones."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        left = KEPT_BY_WAGTAIL | {"record", "play", "collection"}
        return {key: each for key, each in value.items() if key not in left}
    return value


def _text(item: Any, name: str) -> str:
    field = item._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return str(getattr(item, name) or "")
    told = getattr(item, f"get_{name}_display", lambda: getattr(item, name))()
    return "" if told is None else str(told)


def _rows(item: Any, name: str) -> str:
    return "\n".join(str(each) for each in getattr(item, name).all())


def public_before(item: Any) -> Any:
    """Give an item as the public reads it now; None if it does not."""
    travelling = carrier(item)
    shown = travelling.live or getattr(subject(travelling), "is_public", False)
    return type(travelling)._default_manager.get(pk=travelling.pk) if shown else None
