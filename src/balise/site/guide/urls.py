"""Addresses of the Guide, below its language."""

from django.urls import URLPattern, URLResolver, path

from balise.site.guide import (
    comparing,
    edition_urls,
    home,
    jurisdictions,
    listing,
    open_data,
    record_history,
    record_page,
    small_organisations,
    text_urls,
)

app_name = "guide"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("records/", listing.records, name="records"),
    path("records/<str:identifier>/", record_page.record, name="record"),
    path("records/<str:identifier>/history/", record_history.history, name="history"),
    path("compare/", comparing.compare, name="compare"),
    path("map/", jurisdictions.jurisdictions, name="map"),
    path("here/", small_organisations.here, name="here"),
    path("data/", open_data.page, name="data"),
    path("data/<str:name>", open_data.file, name="data_file"),
    *text_urls.urlpatterns,
    *edition_urls.urlpatterns,
]
