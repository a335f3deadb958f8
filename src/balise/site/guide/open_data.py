"""The whole public inventory as files, and the page that explains them."""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import UTC
from decimal import Decimal
from threading import Lock
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from balise.site.guide.data_dictionary import dictionary
from balise.site.guide.exporting import csv_text
from balise.site.guide.linked_data import LICENCE, catalogue
from balise.site.guide.public_data import (
    PRIVATE,
    changed_last,
    public_records,
    public_tree,
    version,
)

__all__ = ["FILES", "answer", "file", "page", "written"]

FILES = {
    "records.csv": "text/csv; charset=utf-8",
    "records.json": "application/json; charset=utf-8",
    "records.jsonld": "application/ld+json; charset=utf-8",
}
_ROOM = 6
_FRESH = "public, max-age=300"
_made: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


def written(content: object) -> bytes:
    """Write JSON without spaces; decimal numbers keep their digits.

    Examples
    --------
    >>> written({"value": Decimal("87.5"), "count": Decimal("3")}).decode()
    '{"value":87.5,"count":3}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_number)
    return text.encode()


def _number(value: Any) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))


def answer(request: HttpRequest, kind: str, make: Callable[[], bytes], *parts: str) -> HttpResponse:
    """Answer with bytes made once for each state of the inventory, or say nothing changed.

    Parameters
    ----------
    request : HttpRequest
        May name what it has (If-None-Match). A date of change would miss what records
        tell of organisations, so there is none.
    kind : str
        Media type.
    make : callable
        Makes the bytes.
    parts : str
        What tells this answer from others.
    """
    tag = version(*parts)
    if _is_known(request, tag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(_kept(tag, make), content_type=kind)
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Cache-Control"] = _FRESH
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _is_known(request: HttpRequest, tag: str) -> bool:
    named = request.headers.get("If-None-Match", "")
    told = {each.strip().removeprefix("W/").strip('"') for each in named.split(",")}
    return tag in told or named.strip() == "*"


def _kept(tag: str, make: Callable[[], bytes]) -> bytes:
    with _lock:
        if tag not in _made:
            _made[tag] = make()
            while len(_made) > _ROOM:
                _made.popitem(last=False)
        _made.move_to_end(tag)
        return _made[tag]


def _trees() -> Iterator[dict[str, Any]]:
    yield from (public_tree(each) for each in public_records().order_by("identifier"))


@require_safe
def file(request: HttpRequest, lang: str, name: str) -> HttpResponse:  # noqa: ARG001
    """Answer with the inventory as a file."""
    if name not in FILES:
        raise Http404
    base = request.build_absolute_uri("/")

    def make() -> bytes:
        trees = list(_trees())
        if name.endswith(".csv"):
            more = ("permalink_en", "permalink_fr", "changed_at")
            return csv_text(trees, more, PRIVATE).encode("utf-8-sig")
        last = changed_last()
        changed = last.astimezone(UTC).isoformat() if last else ""
        if name.endswith(".jsonld"):
            return written(catalogue(trees, base, changed))
        head = {"licence": LICENCE, "changed_at": changed, "count": len(trees)}
        return written({**head, "records": trees})

    response = answer(request, FILES[name], make, "file", name, base)
    response.headers["Content-Language"] = "en, fr"
    if name.endswith(".csv"):
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def page(request: HttpRequest, lang: str) -> HttpResponse:
    """Explain the files: licence, fields, addresses that stay."""
    content = {
        "licence": LICENCE[lang],
        "count": public_records().count(),
        "changed": changed_last(),
        "parts": dictionary(),
    }
    return render(request, "guide/data.html", content)
