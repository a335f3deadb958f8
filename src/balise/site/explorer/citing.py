"""How a page is cited: title, release and seal, date, an address that never changes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.http import HttpRequest, QueryDict

from balise.site.explorer.releases import Loaded

__all__ = ["citation", "permanent_name", "written_on"]

_SEAL_LENGTH = 12
_OWN = ("q", "page", "office", "km")
"""What an address asks for that a citation leaves out."""


def permanent_name(loaded: Loaded) -> str:
    """Name a release with the beginning of its seal: the same name, the same figures."""
    return f"{loaded.name}@{str(loaded.record.get('seal', ''))[:_SEAL_LENGTH]}"


def written_on(loaded: Loaded) -> str:
    """Give the day on which the record of a release was written."""
    seconds = (loaded.release.path / "record.json").stat().st_mtime
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def citation(request: HttpRequest, loaded: Loaded, lang: str) -> dict[str, str]:
    """Give what a citation of a page is made of, and its licence."""
    texts = {key: _in(loaded.record.get(key), lang) for key in ("citation", "licence")}
    kept = (
        (key, value)
        for key, values in request.GET.lists()
        for value in values
        if value and key not in _OWN and key != "release"
    )
    return texts | {
        "release_cited": permanent_name(loaded),
        "date": written_on(loaded),
        "permanent": request.build_absolute_uri(_address(request.path, kept, loaded)),
    }


def _address(path: str, kept: Iterable[tuple[str, str]], loaded: Loaded) -> str:
    asked = QueryDict(mutable=True)
    for key, value in (*kept, ("release", permanent_name(loaded))):
        asked.appendlist(key, value)
    return f"{path}?{asked.urlencode(safe='@:~')}"


def _in(stated: object, lang: str) -> str:
    return str(stated.get(lang, "") if isinstance(stated, Mapping) else stated or "")
