"""What pages of the secretariat know of who is signed in."""

from django.contrib.auth.context_processors import auth
from django.contrib.messages.context_processors import messages
from django.http import HttpRequest

__all__ = ["told"]


def told(request: HttpRequest) -> dict[str, object]:
    """Give the account and its messages below /admin/; public pages know neither."""
    if not hasattr(request, "user"):
        return {}
    return {**auth(request), **messages(request)}
