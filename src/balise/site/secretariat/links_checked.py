"""Checks of every link that public pages show: at most weekly, sooner where one failed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from balise.site.guide.fields import Link
from balise.site.guide.models import (
    Asset,
    DataUsed,
    Expert,
    Organisation,
    Play,
    Record,
    Resource,
    Source,
)
from balise.site.secretariat.links_followed import Network, follow
from balise.site.secretariat.models import LinkCheck

__all__ = ["check_links", "failing", "public_links"]

_WEEK, _DAY = timedelta(days=7), timedelta(hours=23)
_MOST = 400
"""Links followed in one run; the others wait for the next."""
_FAILED = ("gone", "broken", "refused")


def public_links() -> dict[str, list[Any]]:
    """Give every address that public pages show, with the texts that show it."""
    found: dict[str, list[Any]] = defaultdict(list)
    for url, item in _links():
        if url and item not in found[url]:
            found[url].append(item)
    return dict(found)


def _links() -> Iterator[tuple[str, Any]]:
    records = Record.objects.public()
    for item in (*records, *Resource.objects.filter(live=True), *Expert.objects.filter(live=True)):
        yield from ((url, item) for url in _of(item))
    for model in (Source, Asset, DataUsed):
        for part in model.objects.filter(record__in=records).select_related("record"):
            yield from ((url, part.record) for url in _of(part))
    shown = Q(records_led__in=records) | Q(partnerships__record__in=records)
    shown |= Q(experts__live=True)
    for body in Organisation.objects.filter(shown).distinct():
        yield from ((url, body) for url in _of(body))
    for play in Play.objects.filter(live=True):
        for stream in play._meta.get_fields():
            if stream.get_internal_type() == "JSONField":
                yield from ((url, play) for url in _in(getattr(play, stream.name).get_prep_value()))


def _of(item: Any) -> list[str]:
    return [getattr(item, each.name) for each in item._meta.fields if isinstance(each, Link)]


def _in(value: Any) -> Iterator[str]:
    """Find addresses among typed blocks."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _in(each)
    elif isinstance(value, str) and value.startswith(("http://", "https://")):
        yield from (value,) if len(value.split()) == 1 else ()


def check_links(now: datetime, network: Network | None = None) -> Counter[str]:
    """Follow the links that are due, and keep what came of each at once.

    Parameters
    ----------
    now : datetime
        The moment it is.
    network : Network, optional
        How the network is met; tests give their own.

    Returns
    -------
    Counter
        How many links were found in each state.
    """
    links = public_links()
    digests = {sha256(url.encode()).hexdigest(): url for url in links}
    known = set(LinkCheck.objects.values_list("digest", flat=True))
    LinkCheck.objects.filter(digest__in=known - set(digests)).delete()
    new = [LinkCheck(digest=each, url=digests[each]) for each in digests if each not in known]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)
    counts: Counter[str] = Counter()
    met = network or Network()
    due = LinkCheck.objects.filter(_is_due(now)).order_by(F("checked_at").asc(nulls_first=True))
    for check in due[:_MOST]:
        outcome = follow(check.url, met)
        counts[outcome.state] += 1
        _keep(check, outcome.state, outcome.problem, now)
    _date_resources(now)
    return counts


def _is_due(now: datetime) -> Q:
    failed = Q(failing_since__isnull=False, checked_at__lte=now - _DAY)
    # A clock that ran ahead left dates that would keep a link from being checked.
    ahead = Q(checked_at__gt=now + _WEEK)
    return Q(checked_at=None) | Q(checked_at__lte=now - _WEEK) | failed | ahead


def _keep(check: LinkCheck, state: str, problem: str, now: datetime) -> None:
    if check.state != state or check.since is None:
        check.state, check.since = state, now
    check.problem, check.checked_at = problem, now
    if state in _FAILED:
        check.failing_since = min(check.failing_since or now, now)
    elif state == "ok":
        check.failing_since = None
    check.save()


def _date_resources(now: datetime) -> None:
    """Have each resource say when its addresses were last found."""
    found = LinkCheck.objects.filter(state="ok").values_list("url", "checked_at")
    days = {url: timezone.localdate(at) for url, at in found}
    for each in Resource.objects.filter(live=True):
        told = [days.get(url) for url in (each.link_en, each.link_fr) if url]
        if told and all(told):
            day = min(filter(None, told))
            if each.checked_on is None or each.checked_on < min(day, timezone.localdate(now)):
                Resource.objects.filter(pk=each.pk).update(checked_on=day)


def failing() -> list[tuple[LinkCheck, list[Any]]]:
    """Give the links that failed twice, a day apart or more, with the texts that show them."""
    links = public_links()
    twice = LinkCheck.objects.filter(
        failing_since__isnull=False, checked_at__gte=F("failing_since") + _DAY, state__in=_FAILED
    )
    return [(each, links[each.url]) for each in twice if each.url in links]
