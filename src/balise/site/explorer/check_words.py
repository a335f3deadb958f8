"""Checks against published figures, in words."""

from django.utils.translation import gettext as _

from balise.reports import term
from balise.vocabulary import PROVINCES

__all__ = ["check_name", "check_place"]


def check_name(code: str) -> str:
    """Name a check."""
    words = {
        "abilities": _("share lacking basic skills, in percent"),
        "coverage_total": _("broadband coverage of a province, in percent"),
        "inner_cells_rmse": _("root mean square gap of a table's inner cells, in points"),
        "inner_cells_within_two_errors": _("inner cells within two standard errors, in percent"),
        "left_out_rmse": _("gap when a region is left out of the fit, in points"),
        "national_total": _("national total, in percent"),
        "roll_forward_rmse": _("gap of the model carried to a later year, in points"),
        "statement": _("published statement, in percent"),
    }
    return words.get(code, code.replace("_", " "))


def check_place(code: str, language: str) -> str:
    """Name what a check is about: an indicator, a region, an age, a statement."""
    words = {
        "nonusers_or_basic_total": _("non-users and basic users, everybody"),
        "nonusers_or_basic_65plus": _("non-users and basic users, 65 and over"),
        "nonusers_or_basic_secondary_or_less": _("non-users and basic users, high school or less"),
        "internet_65plus_no_diploma": _("Internet use, 65 and over, no diploma"),
        "internet_65plus_university": _("Internet use, 65 and over, university degree"),
        "home_access_inside_cma": _("home access, large cities"),
        "home_access_outside_cma": _("home access, elsewhere"),
        "atlantic": _("Atlantic"),
        "quebec": term("24", language),
        "ontario": term("35", language),
        "prairies": _("Prairies"),
        "british_columbia": term("59", language),
        "all ages": _("all ages"),
    }
    words |= {each.en: getattr(each, language) for each in PROVINCES}
    parts = code.split(", ")
    return ", ".join(words.get(each) or term(each, language) for each in parts)
