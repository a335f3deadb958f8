"""What the API says when it cannot answer: problem details, in the language asked."""

from collections.abc import Sequence
from difflib import get_close_matches

from django.http import HttpResponse

from balise.site.explorer.payloads import RefusedError
from balise.site.explorer.writing import written

__all__ = ["problem", "refusal"]

_SHOWN = 12
_TITLES = {
    400: ("The question is not complete", "La question n’est pas complète"),
    404: ("Not found", "Introuvable"),
    405: ("Nothing can be changed here", "Rien ne peut être modifié ici"),
    500: ("The file could not be made", "Le fichier n’a pas pu être fait"),
    503: ("Come back in a moment", "Revenez dans un moment"),
}
_DETAILS = {
    "area": (
        "This release has no area {name}. Find identifiers with areas?level=csd.",
        "Cette diffusion n’a pas de région {name}. Trouvez les identificateurs avec "
        "areas?level=csd.",
    ),
    "level": (
        "This release has no area of level {name}.",
        "Cette diffusion n’a pas de région de niveau {name}.",
    ),
    "group": ("This release has no group {name}.", "Cette diffusion n’a pas de groupe {name}."),
    "reach": ("This release has no reach {name}.", "Cette diffusion n’a pas de portée {name}."),
    "release": ("No release {name} is open here.", "Aucune diffusion {name} n’est ouverte ici."),
    "seal": (
        "The release that is open here does not bear the seal {name}: it was replaced.",
        "La diffusion ouverte ici ne porte pas le sceau {name} : elle a été remplacée.",
    ),
    "file": (
        "There is no file {name} to download.",
        "Il n’y a pas de fichier {name} à télécharger.",
    ),
    "table": ("A scenario has no table {name}.", "Un scénario n’a pas de tableau {name}."),
    "scenario": ("No scenario {name} is open here.", "Aucun scénario {name} n’est ouvert ici."),
    "address": (
        "The API has no address {name}. See openapi.json for those it has.",
        "L’API n’a pas d’adresse {name}. Voyez openapi.json pour celles qu’elle a.",
    ),
    "no_level": (
        "Say the level of the areas, as in ?level={first}.",
        "Indiquez le niveau des régions, comme dans ?level={first}.",
    ),
    "no_group": (
        "Say the group, as in &group={first}.",
        "Indiquez le groupe, comme dans &group={first}.",
    ),
    "column": ("This table has no column {name}.", "Ce tableau n’a pas de colonne {name}."),
    "making": (
        "This file is being made. Ask again in a few seconds.",
        "Ce fichier est en préparation. Redemandez-le dans quelques secondes.",
    ),
    "queue": (
        "Too many files are being made. Ask again in half a minute.",
        "Trop de fichiers sont en préparation. Redemandez-le dans une demi-minute.",
    ),
    "unmade": (
        "Something went wrong, and was noted for those who keep this site.",
        "Un problème est survenu; il a été noté pour les responsables du site.",
    ),
    "verb": ("Ask with GET or HEAD.", "Demandez avec GET ou HEAD."),
}
_OFFERS = (("Did you mean: {}?", "Known: {}."), ("Vouliez-vous dire : {}?", "Noms connus : {}."))


def problem(
    status: int, what: str, language: str, name: str = "", known: Sequence[str] = ()
) -> HttpResponse:
    """Answer with problem details, as RFC 9457 lays them out."""
    place = 0 if language == "en" else 1
    quoted = (f"'{name[:80]}'", f"«\N{NO-BREAK SPACE}{name[:80]}\N{NO-BREAK SPACE}»")[place]
    said = _DETAILS[what][place].format(name=quoted, first=known[0] if known else "")
    body = {
        "type": "about:blank",
        "title": _TITLES[status][place],
        "status": status,
        "detail": f"{said} {_offer(name, known, place)}".strip(),
    }
    response = HttpResponse(written(body), status=status, content_type="application/problem+json")
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if status == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def refusal(error: RefusedError, language: str) -> HttpResponse:
    """Answer with what is wrong with a question."""
    return problem(error.status, error.what, language, error.name, error.known)


def _offer(name: str, known: Sequence[str], place: int) -> str:
    """Offer the names nearest to the one asked for, else those known."""
    if not known:
        return ""
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    shown = near or [*known[:_SHOWN], *(["…"] if len(known) > _SHOWN else [])]
    return _OFFERS[place][0 if near else 1].format(", ".join(shown))
