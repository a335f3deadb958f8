"""Addresses: pages under /en/ and /fr/, JSON under /en/api/ and /fr/api/, the admin."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path, register_converter

from balise.site import errors, languages, openapi, robots

register_converter(languages.Language, "lang")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", languages.choose_language, name="root"),
    path("robots.txt", robots.robots, name="robots"),
]

if apps.is_installed("balise.site.guide"):
    from wagtail.admin import urls as admin_urls

    urlpatterns += [
        path("admin/", include("balise.site.guide.admin_urls")),
        path("admin/", include("balise.site.secretariat.admin_urls")),
        path("admin/desk/", include("balise.site.secretariat.staff_urls")),
        path("admin/", include(admin_urls)),
        path("<lang:lang>/guide/", include("balise.site.guide.urls")),
        path("<lang:lang>/guide/", include("balise.site.secretariat.urls")),
        path("<lang:lang>/api/guide/", include("balise.site.guide.api_urls")),
    ]

if apps.is_installed("balise.site.explorer"):
    urlpatterns += [
        path("<lang:lang>/api/v1/", include("balise.site.explorer.api_urls")),
        path("<lang:lang>/", include("balise.site.explorer.urls")),
    ]
else:
    urlpatterns += [
        path("<lang:lang>/api/v1/openapi.json", openapi.described),
        path("<lang:lang>/", languages.lead_to_guide),
    ]

handler400 = errors.unreadable
handler404 = errors.not_found
handler500 = errors.failed
