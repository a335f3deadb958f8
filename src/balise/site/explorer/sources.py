"""Where each figure comes from: the source files a release lists, by what they feed."""

from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import get_template

from balise.reports import publisher_names, source_words
from balise.site.explorer.releases import Loaded, Row

__all__ = ["FEEDS", "all_sources", "source_lines", "written_sources"]

FEEDS: Mapping[str, tuple[str, ...]] = {
    "internet_use": ("internet_use", "services", "logit_2009"),
    "home_access": ("services", "logit_2009"),
    "government_services": ("services",),
    "basic_skills": ("skills", "statements"),
    "coverage": ("coverage",),
    "people": ("subdivisions", "census_areas", "divisions", "population_by_age", "attainment"),
    "offices": ("service_points", "people_cells", "area_centroids"),
}
"""Beginnings of the names of the source files that feed a figure."""


@lru_cache(maxsize=64)
def source_lines(loaded: Loaded, figures: tuple[str, ...], language: str) -> list[Row]:
    """Give the sources of some figures."""
    heads = tuple(head for each in figures for head in FEEDS[each])
    return [each for each in all_sources(loaded, language) if str(each["name"]).startswith(heads)]


@lru_cache(maxsize=64)
def written_sources(loaded: Loaded, figure: str, language: str) -> str:
    """Write the sources of a figure, once for all areas."""
    context = {"sources": source_lines(loaded, (figure,), language), "lang": language}
    return get_template("explorer/_source_lines.html").render(context)


def all_sources(loaded: Loaded, language: str) -> list[Row]:
    """Give every source of a release: title, publisher, table, years, licence."""
    stated = loaded.record.get("sources")
    rows = (
        [each for each in stated if isinstance(each, Mapping)] if isinstance(stated, list) else []
    )
    return [
        {
            "name": str(each.get("name", "")),
            "title": str(each.get(f"title_{language}") or each.get("title_en", "")),
            "publisher": publisher_names([str(each.get("publisher", ""))], language),
            "table": source_words(str(each.get("table", "")), language),
            "period": source_words(str(each.get("reference_period", "")), language),
            "licence": source_words(str(each.get("licence", "")), language),
            "attribution": source_words(str(each.get(f"attribution_{language}", "")), language),
            "digest": str(each.get("sha256", "")),
        }
        for each in rows
    ]
