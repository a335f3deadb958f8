"""Atom feeds, one in each language: projects lately made public, and changes."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from balise.site.guide.changes import public_changes
from balise.site.guide.freshness import kept_for_a_while
from balise.site.guide.models import CHANGES, Record
from balise.site.guide.terms import VERIFICATIONS
from balise.site.guide.told import Told, label_of, named, told
from balise.site.languages import language

__all__ = ["changes", "records"]

ENTRIES = 100
# What XML cannot hold, even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Feed(Atom1Feed):
    """A feed whose entries name the language of each text."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Name the language of the title."""
        return {"xml:lang": item["title_lang"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the summary, in its own language."""
        super().add_item_elements(handler, item)
        summary: Told = item["summary"]
        if summary:
            text = _FORBIDDEN.sub("", summary.text)
            attributes = {"type": "text", "xml:lang": summary.lang}
            handler.addQuickElement("summary", text, attributes)


@kept_for_a_while
def records(request: HttpRequest, lang: str) -> HttpResponse:
    """Give the projects made public last."""
    feed = _feed(request, lang, _("DDI Guide: projects"), f"/{lang}/guide/records/")
    for record in Record.objects.current().order_by("-first_public_at", "-pk")[:ENTRIES]:
        _add(
            feed,
            link=request.build_absolute_uri(record.get_absolute_url(lang)),
            title=named(record),
            categories=(label_of(VERIFICATIONS, record.verification),),
            summary=told(record, "summary"),
            at=(record.first_public_at, record.changed_at),
        )
    return _answer(feed)


@kept_for_a_while
def changes(request: HttpRequest, lang: str) -> HttpResponse:
    """Give the changes made last, each with its kind and its reason."""
    feed = _feed(request, lang, _("DDI Guide: changes"), f"/{lang}/guide/changes/")
    for change in public_changes()[:ENTRIES]:
        kind = label_of(CHANGES, change.kind)
        title = named(change.record)
        why = told(change, "why")
        _add(
            feed,
            link=request.build_absolute_uri(change.record.get_absolute_url(lang)),
            title=title,
            summary=why or Told(kind.capitalize(), language()),
            at=(change.at, change.at),
            part=f"#change-{change.pk}",
            categories=(kind,),
        )
    return _answer(feed)


def _feed(request: HttpRequest, lang: str, title: str, path: str) -> _Feed:
    return _Feed(
        title=title,
        link=request.build_absolute_uri(path),
        description="",
        subtitle=_(
            "Data-driven intelligence projects of Canadian governments, and what the next "
            "organisation needs to start."
        ),
        language=lang,
        author_name=_("DDI Guide"),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=request.build_absolute_uri(request.path),
    )


def _add(feed: _Feed, *, link: str, title: Told, summary: Told, at: Any, **more: Any) -> None:
    published, updated = at
    feed.add_item(
        title=_FORBIDDEN.sub("", title.text),
        link=link,
        description=None,
        unique_id=link + more.pop("part", ""),
        pubdate=published,
        updateddate=updated,
        title_lang=title.lang,
        summary=summary,
        **more,
    )


def _answer(feed: _Feed) -> HttpResponse:
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
