"""Reports of a release: the summary of a terminal, the map, files for other programs."""

from balise.reports.about import about_texts
from balise.reports.briefs import area_brief, brief_pdf
from balise.reports.comparison import comparison_text
from balise.reports.decision_note import decision_note, note_pdf
from balise.reports.destinations import refuse_unwritable
from balise.reports.drivers import Driver, Effects, area_drivers, drivers, fit_effects, mix
from balise.reports.exports import FORMATS, export_release, guard_text
from balise.reports.impact_reports import impact_html, impact_pdf, impact_report, refuse_report
from balise.reports.impact_sentences import Question
from balise.reports.maps import plot_map
from balise.reports.missing_tables import missing_table
from balise.reports.model_words import publisher_names, term_kinds
from balise.reports.numerals import interval, numeral, signed
from balise.reports.pipeline import PipelineLine
from balise.reports.reach_words import in_reach_order, people_words, say_reach
from balise.reports.results import results_pdf, results_report
from balise.reports.scenario_figures import (
    Changes,
    changed,
    labels_of,
    main_reach,
    network_names,
    people_changes,
    reached,
)
from balise.reports.scenario_words import (
    asked_words,
    engine_words,
    gap_words,
    kind_words,
    network_words,
    reach_words,
    state_words,
)
from balise.reports.source_words import source_words
from balise.reports.summary import summarise
from balise.reports.terminal import summary_text
from balise.reports.words import name_of, say, term
from balise.reports.workbooks import csv_bytes, workbook_bytes

__all__ = [
    "FORMATS",
    "Changes",
    "Driver",
    "Effects",
    "PipelineLine",
    "Question",
    "about_texts",
    "area_brief",
    "area_drivers",
    "asked_words",
    "brief_pdf",
    "changed",
    "comparison_text",
    "csv_bytes",
    "decision_note",
    "drivers",
    "engine_words",
    "export_release",
    "fit_effects",
    "gap_words",
    "guard_text",
    "impact_html",
    "impact_pdf",
    "impact_report",
    "in_reach_order",
    "interval",
    "kind_words",
    "labels_of",
    "main_reach",
    "missing_table",
    "mix",
    "name_of",
    "network_names",
    "network_words",
    "note_pdf",
    "numeral",
    "people_changes",
    "people_words",
    "plot_map",
    "publisher_names",
    "reach_words",
    "reached",
    "refuse_report",
    "refuse_unwritable",
    "results_pdf",
    "results_report",
    "say",
    "say_reach",
    "signed",
    "source_words",
    "state_words",
    "summarise",
    "summary_text",
    "term",
    "term_kinds",
    "workbook_bytes",
]
