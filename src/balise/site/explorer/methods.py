"""The methods page: how the index is made, from what the record of a release says."""

from collections.abc import Mapping

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from balise.reports import numeral, say, signed, summarise, term, term_kinds
from balise.site.explorer.approximations import delta_ratios
from balise.site.explorer.check_words import check_name, check_place
from balise.site.explorer.releases import Loaded, Row, chosen
from balise.site.explorer.sources import all_sources
from balise.site.explorer.wording import assumption, percent

__all__ = ["method"]

_ORDER = ("not_met", "met", "printed")


def method(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the recipe, sources, checks, sensitivity and limits of a release."""
    loaded = chosen(request)
    summary = summarise(loaded.release, lang)
    context = {
        "parameters": _parameters(loaded, lang),
        "levels": summary["levels"],
        "models": _models(summary, lang),
        "sensitivity": _sensitivity(summary, lang),
        "sources": all_sources(loaded, lang),
        "checks": _checks(loaded, lang),
        "approximations": delta_ratios(loaded, lang),
        "verdicts": summary["validation"],
        "warnings": summary["warnings"],
        "errata": _errata(loaded, lang),
        "grades": _grades(),
        "priors": _priors(loaded, lang),
        "whole": next(iter(loaded.levels.values()))[0]["dguid"],
    }
    return render(request, "explorer/method.html", context)


def _number(value: object, lang: str) -> str:
    return f"{value:g}".replace(".", ",") if lang == "fr" else f"{value:g}"


def _parameters(loaded: Loaded, lang: str) -> list[tuple[str, str]]:
    stated, weights = loaded.record.get("parameters"), loaded.record.get("weights")
    parameters = stated if isinstance(stated, Mapping) else {}
    told: list[tuple[str, str]] = []
    if isinstance(weights, Mapping):
        parts = (
            f"{term(each, lang)} {percent(weights.get(each), lang)}"
            for each in ("means", "willingness", "abilities")
        )
        told.append((_("Weights of the dimensions"), ", ".join(parts)))
    if "aggregation" in parameters:
        told.append((_("Aggregation"), say(str(parameters["aggregation"]), lang)))
    names = {
        "k": _("Chance that a household without 50/10 Mbps is in effect shut out (k)"),
        "n": _("Share of non-use that is no barrier, for want of a need (n)"),
        "power": _("Exponent of the power mean"),
        "income_slope": _("Slope of income between areas"),
        "education_income_association": _("Link of education and income in the seed of people"),
    }
    told += [
        (words, _number(parameters[key], lang)) for key, words in names.items() if key in parameters
    ]
    recipe = loaded.record.get("recipe")
    if isinstance(recipe, Mapping):
        told.append((_("Random draws"), _number(recipe.get("draws", 0), lang)))
    told.append((_("Random seed"), str(loaded.record.get("random_seed", "–"))))
    return told


def _models(summary: Mapping[str, object], lang: str) -> list[Row]:
    models = summary["models"]
    return [
        {
            "name": term(str(each["model"]), lang),
            "directions": _of(each["directions"], lang),
            "total": _of(each["total"], lang),
            "led": ", ".join(term_kinds(each["led"], lang)),
            "sources": "; ".join(each["sources"]),
        }
        for each in (models if isinstance(models, list) else [])
    ]


def _of(value: object, lang: str) -> str:
    return numeral(value if isinstance(value, int | float) else None, lang)


def _priors(loaded: Loaded, lang: str) -> list[Row]:
    """Give every prior of every model, with what the fit made of it."""
    stated = loaded.record.get("priors")
    models = stated if isinstance(stated, Mapping) else {}
    return [
        {
            "model": term(str(model), lang),
            "name": ", ".join(term_kinds([name], lang)) + name[len(name.split("[")[0]) :],
            "mean": _decimal(prior.get("mean"), lang),
            "sd": _decimal(prior.get("sd"), lang),
            "value": _decimal(prior.get("value"), lang),
            "se": _decimal(prior.get("se"), lang),
            "source": prior.get(f"source_{lang}") or prior.get("source", ""),
        }
        for model, priors in models.items()
        for name, prior in (priors.items() if isinstance(priors, Mapping) else ())
        if isinstance(prior, Mapping)
    ]


def _decimal(value: object, lang: str) -> str:
    return numeral(float(value) if isinstance(value, int | float) else None, lang, 2)


def _sensitivity(summary: Mapping[str, object], lang: str) -> list[Row]:
    rows = summary["sensitivity"]
    return [
        {
            "words": assumption(each["assumption"], lang),
            "evi": numeral(each["evi"], lang, 1),
            "change": signed(each["change"], lang),
        }
        for each in (rows if isinstance(rows, list) else [])
    ]


def _checks(loaded: Loaded, lang: str) -> list[Row]:
    """Give the checks against published figures, those not met first."""
    table = loaded.tables["validation"]
    rows = table.filter(pl.col("use") != "method").to_dicts()
    rows.sort(key=lambda row: (row["use"] != "held_out", _ORDER.index(row["verdict"])))
    return [
        {
            "check": check_name(str(row["check"])),
            "source": row["source"],
            "place": check_place(str(row["place"]), lang),
            "use": _use(row["use"]),
            "published": _decimal(row["published"], lang),
            "rebuilt": _decimal(row["rebuilt"], lang),
            "verdict": _verdict(row["verdict"]),
            "note": row[f"note_{lang}"] or "",
        }
        for row in rows
    ]


def _use(code: object) -> str:
    return {"held_out": _("held out"), "fit": _("used in the fit")}.get(str(code), str(code))


def _verdict(code: object) -> str:
    words = {"met": _("met"), "not_met": _("not met"), "printed": _("printed for information")}
    return words.get(str(code), str(code))


def _errata(loaded: Loaded, lang: str) -> list[str]:
    stated = loaded.record.get("errata")
    return [
        str(each.get(lang) or each.get("en", "")) if isinstance(each, Mapping) else str(each)
        for each in (stated if isinstance(stated, list) else [])
    ]


def _grades() -> list[tuple[str, str, str, str]]:
    """Give each grade, its word, its bound for a score and for a share."""
    return [
        ("A", _("excellent"), _("under 1 point"), _("under 5%")),
        ("B", _("very good"), _("under 2 points"), _("under 10%")),
        ("C", _("good"), _("under 3.5 points"), _("under 16.5%")),
        ("D", _("acceptable"), _("under 5 points"), _("under 25%")),
        ("E", _("use with caution"), _("under 8 points"), _("under 33%")),
        ("F", _("too uncertain to compare"), _("8 points or more"), _("33% or more")),
    ]
