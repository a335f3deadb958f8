"""Addresses of the pages, below their language."""

from django.urls import path

from balise.site.explorer import (
    areas,
    comparing,
    downloads,
    gaps,
    kept_places,
    methods,
    moved,
    office_pages,
    offices,
    places,
    remarks,
    scenarios,
    views,
)

app_name = "explorer"

urlpatterns = [
    path("", views.home, name="home"),
    path("areas/", views.areas, name="areas"),
    path("areas/<str:dguid>/", areas.area, name="area"),
    path("areas/<str:dguid>/remark/", remarks.remark, name="remark"),
    path("remarks/<str:reference>/", remarks.receipt, name="receipt"),
    path("compare/", comparing.compare, name="compare"),
    path("moved/", moved.moved, name="moved"),
    path("offices/", offices.offices, name="offices"),
    path("offices/<str:point>/", office_pages.office, name="office"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<str:name>/", scenarios.scenario, name="scenario"),
    path("places/", places.places, name="places"),
    path("places/result/", places.result, name="places_result"),
    path("places/kept/<str:token>/", kept_places.kept, name="saved_places"),
    path("method/", methods.method, name="method"),
    path("download/", downloads.page, name="downloads"),
    path("download/dictionary/", downloads.dictionary, name="dictionary"),
]
