"""Sentences about files of places: what is wrong and what to change, what was put right."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from balise.reports import numeral
from balise.site.explorer.pages import language

__all__ = ["fault", "notice", "reason"]


def fault(code: str, values: Mapping[str, object]) -> str:
    """Say what is wrong with a file, and what to change."""
    words = _of_forms() | _of_files() | _of_tables() | _of_shapes() | _of_positions()
    lang = language()
    written = {
        name: numeral(value, lang) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return words.get(code, words["too_heavy"]) % written


def _of_forms() -> dict[str, str]:
    return {
        "no_file": _("No file was chosen. Choose one and send it again."),
        "no_kind": _("The form was not complete. Open the page again and choose a file."),
        "stale": _("This result is too old to be taken away or kept. Send your file again."),
        "unkept": _("This result cannot be kept: too much was kept lately. Try again later."),
        "busy": _("The site is reading other files. Try again in a few seconds."),
    }


def _of_files() -> dict[str, str]:
    return {
        "empty": _("The file is empty. Choose one that holds rows or regions."),
        "zipped": _(
            "The file is an archive or a workbook. Archives are not opened here: unzip it, or "
            "save the sheet as CSV (UTF-8), and send the file itself."
        ),
        "utf16": _("The file is written in UTF-16. Save it as CSV (UTF-8) and send it again."),
        "not_text": _(
            "The file is not text, whatever its name says. Save it as CSV (UTF-8), or as "
            "GeoJSON, and send it again."
        ),
        "wrong_ending": _(
            "The name of the file ends in %(found)s. Expected one of: %(expected)s. Send the "
            "file in one of these formats."
        ),
        "too_large": _(
            "The file is larger than %(limit)s MB. Simplify the regions, or send them in parts."
        ),
        "too_heavy": _(
            "The file takes too much time or memory to read. Simplify the regions, or send them "
            "in parts."
        ),
        "not_geopackage": _(
            "The file is not a GeoPackage, whatever its name says. Export it again as GeoPackage "
            "or as GeoJSON."
        ),
        "damaged_geopackage": _(
            "The GeoPackage is damaged and cannot be read. Export it again, and send the new file."
        ),
        "several_layers": _(
            "The GeoPackage holds several layers: %(found)s. Send a file with one layer, that of "
            "the regions."
        ),
        "not_json": _(
            "The file is not JSON: reading stops at line %(row)s. Export it again as GeoJSON."
        ),
        "not_geojson": _(
            "The file is JSON, but not GeoJSON. Expected a collection of features that are "
            "polygons. Export it again as GeoJSON."
        ),
        "nested": _(
            "The file holds brackets within brackets without end. Export it again as GeoJSON."
        ),
    }


def _of_tables() -> dict[str, str]:
    return {
        "no_identifiers": _(
            "No column of identifiers is found; the first row holds: %(columns)s. Name one of "
            "the columns “id”, and, if there are several regions, another “region”."
        ),
        "no_rows": _("The file holds no row below its header. Add a row for each area or office."),
        "no_positions": _(
            "No columns of positions are found; the first row holds: %(columns)s. Name two of "
            "the columns “lon” and “lat”, in degrees."
        ),
        "too_many_offices": _("The file holds more than %(limit)s offices. Send them in parts."),
        "too_many_rows": _(
            "The file holds more than %(limit)s rows. Send one row for each area, in parts if "
            "need be."
        ),
        "broken_csv": _(
            "The table cannot be read beyond row %(row)s: a quotation mark is missing, or a cell "
            "is endless. Correct this row and send the file again."
        ),
        "not_a_number": _(
            "Row %(row)s: “%(found)s” is not a number of degrees. Write positions as in -66.64 "
            "and 45.96, and send the file again."
        ),
        "unknown_areas": _(
            "Identifiers that this release does not have: %(count)s. The first, with their rows: "
            "%(found)s. Nearest that it has: %(offered)s. Correct these rows, or leave them out."
        ),
        "unknown_areas_far": _(
            "Identifiers that this release does not have: %(count)s. The first, with their rows: "
            "%(found)s. Expected those of its areas, such as the codes in the list of all "
            "measures. Correct these rows, or leave them out."
        ),
    }


def _of_shapes() -> dict[str, str]:
    return {
        "no_regions": _("The file holds no region. Send one that holds polygons."),
        "too_many_regions": _("The file holds more than %(limit)s regions. Send them in parts."),
        "too_many_vertices": _(
            "The regions have more than %(limit)s corners in all. Simplify their outlines, or "
            "send them in parts."
        ),
        "too_much_overlap": _(
            "The regions cover the same ground over and over. Send fewer of them at a time."
        ),
        "collection": _(
            "Region %(region)s is a collection of geometries. Send it as a polygon or multipolygon."
        ),
        "not_polygon": _(
            "Region %(region)s is not a surface (found: %(found)s). Send polygons; for points, "
            "send a CSV of offices."
        ),
        "empty_region": _(
            "Region %(region)s has no geometry. Draw it, or leave it out of the file."
        ),
        "coordinates": _(
            "The geometry of region %(region)s cannot be read: a ring of positions is missing "
            "or broken. Export the file again."
        ),
        "crossing": _(
            "Outlines that cross themselves: %(regions)s; the first near %(where)s. Mend them "
            "(“fix geometries” in mapping programs) and send the file again."
        ),
    }


def _of_positions() -> dict[str, str]:
    return {
        "not_finite": _(
            "%(region)s: a position is infinite or not a number. Correct it and send the file "
            "again."
        ),
        "swapped": _(
            "%(region)s: latitude comes first (%(found)s). Expected longitude, then latitude. "
            "Exchange them and send the file again."
        ),
        "no_sign": _(
            "%(region)s: longitudes are positive (%(found)s), which is east of Greenwich. In "
            "Canada they are negative. Put a minus sign before them."
        ),
        "lon_360": _(
            "%(region)s: longitudes run from 0 to 360 (%(found)s). Expected -180 to 180. "
            "Subtract 360 from those above 180."
        ),
        "projected": _(
            "%(region)s: positions are not degrees (%(found)s): the file is in a projection. "
            "Export it in longitudes and latitudes (EPSG:4326), or as GeoPackage, which says "
            "its projection."
        ),
        "named_projection": _(
            "The file says that its positions are in %(found)s. Expected longitudes and latitudes "
            "(EPSG:4326). Export it so, or as GeoPackage."
        ),
        "unknown_projection": _(
            "The projection of the GeoPackage is not known (%(found)s). Set it in your mapping "
            "program, or export in longitudes and latitudes (EPSG:4326)."
        ),
        "antimeridian": _(
            "%(region)s reaches around the globe, over the 180th meridian. Cut it there, and "
            "leave out the part that is not in Canada."
        ),
        "outside": _(
            "%(region)s lies outside Canada (%(found)s). Leave it out, or check its positions."
        ),
    }


def notice(code: str, values: Mapping[str, object]) -> str:
    """Say what was put right or left aside in a file."""
    words = {
        "windows_1252": _(
            "The file is not in UTF-8: it was read as Windows-1252. Check that accents are right."
        ),
        "long_name": _("Long names are cut after 120 characters: %(names)s."),
        "same_name": _("Regions of the same name are told apart by a number: %(names)s."),
        "repaired": _(
            "Small faults of outlines were mended, which left their ground the same: %(names)s."
        ),
        "duplicate": _("Areas named more than once in a region, counted once: %(names)s."),
        "overlap": _(
            "Regions overlap: %(names)s. About %(count)s people are counted in more than one."
        ),
    }
    return words[code] % values


def reason(code: str, values: Mapping[str, object]) -> str:
    """Say why a region has no figures."""
    words = {
        "no_centroid": _("no area has its centroid in this region; a larger one would hold some"),
        "no_centroid_crossed": _(
            "no area has its centroid in this region, though some may reach into it; a larger "
            "region would hold some"
        ),
        "no_source": _("no source describes the people of these areas"),
        "under_40_people": _("fewer than %(people)s people"),
        "near_area": _(
            "not published: all of %(other)s but fewer than %(people)s people, who could be "
            "found by subtraction"
        ),
        "near_region": _(
            "not published: differs from %(other)s by fewer than %(people)s people, who could be "
            "found by subtraction"
        ),
    }
    return words[code] % values
