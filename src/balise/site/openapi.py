"""One OpenAPI description of the interfaces of all that is installed."""

import hashlib
import json
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse

from balise.site.sections import sections

__all__ = ["described", "description"]

Json = dict[str, Any]


def description(language: str) -> Json:
    """Put the descriptions of the applications together; each tells its own addresses."""
    parts = [import_module(f"balise.site.{each.key}.openapi") for each in sections()]
    first, *others = (each.description(language) for each in parts)
    whole: Json = dict(first)
    for each in others:
        whole["info"] = {
            **whole["info"],
            "title": f"{whole['info']['title']} · {each['info']['title']}",
            "description": f"{whole['info']['description']} {each['info']['description']}",
        }
        whole["paths"] = {**whole["paths"], **each["paths"]}
        schemas = {**whole["components"]["schemas"], **each["components"]["schemas"]}
        whole["components"] = {"schemas": schemas}
    return whole


def described(request: HttpRequest, lang: str) -> HttpResponse:
    """Answer with the description of the interfaces."""
    text = json.dumps(description(lang), ensure_ascii=False, separators=(",", ":"))
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
