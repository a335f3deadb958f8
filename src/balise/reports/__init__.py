"""Reports of a release: the summary of a terminal, the map, files for other programs."""

from balise.reports.about import about_texts
from balise.reports.briefs import area_brief, brief_pdf
from balise.reports.comparison import comparison_text
from balise.reports.destinations import refuse_unwritable
from balise.reports.drivers import Driver, Effects, area_drivers, drivers, fit_effects, mix
from balise.reports.exports import FORMATS, export_release, guard_text
from balise.reports.maps import plot_map
from balise.reports.missing_tables import missing_table
from balise.reports.model_words import publisher_names, term_kinds
from balise.reports.numerals import interval, numeral, signed
from balise.reports.pipeline import PipelineLine
from balise.reports.results import results_pdf, results_report
from balise.reports.source_words import source_words
from balise.reports.summary import summarise
from balise.reports.terminal import summary_text
from balise.reports.words import name_of, say, term
from balise.reports.workbooks import csv_bytes, workbook_bytes

__all__ = [
    "FORMATS",
    "Driver",
    "Effects",
    "PipelineLine",
    "about_texts",
    "area_brief",
    "area_drivers",
    "brief_pdf",
    "comparison_text",
    "csv_bytes",
    "drivers",
    "export_release",
    "fit_effects",
    "guard_text",
    "interval",
    "missing_table",
    "mix",
    "name_of",
    "numeral",
    "plot_map",
    "publisher_names",
    "refuse_unwritable",
    "results_pdf",
    "results_report",
    "say",
    "signed",
    "source_words",
    "summarise",
    "summary_text",
    "term",
    "term_kinds",
    "workbook_bytes",
]
