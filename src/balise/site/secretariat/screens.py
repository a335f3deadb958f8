"""Screens of the secretariat: who may open one, in which language, and what waits beside."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache

__all__ = ["screen"]

View = Callable[..., HttpResponse]


def screen(*permissions: str) -> Callable[[View], View]:
    """Open a view to accounts that hold one of the permissions, in the language they chose.

    Parameters
    ----------
    *permissions : str
        ``app.codename``; any one of them is enough. None: any account of the secretariat.
    """

    def guarded(view: View) -> View:
        @never_cache
        @wraps(view)
        def answered(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            user = request.user
            if not user.is_authenticated:
                return redirect_to_login(request.get_full_path(), "/admin/login/")
            lang = _language_of(request)
            with translation.override(lang):
                request.LANGUAGE_CODE = lang
                if not user.has_perm("wagtailadmin.access_admin"):
                    raise PermissionDenied
                if permissions and not any(user.has_perm(each) for each in permissions):
                    raise PermissionDenied
                response = view(request, *arguments, **named)
            response.headers["Content-Language"] = lang
            return response

        return answered

    return guarded


def _language_of(request: HttpRequest) -> str:
    profile = getattr(request.user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    return "fr" if (chosen or translation.get_language() or "en").startswith("fr") else "en"
