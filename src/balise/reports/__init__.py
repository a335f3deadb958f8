"""Reports of a release: the summary of a terminal, the map, files for other programs."""

from balise.reports.comparison import comparison_text
from balise.reports.destinations import refuse_unwritable
from balise.reports.exports import FORMATS, export_release
from balise.reports.maps import plot_map
from balise.reports.numerals import interval, numeral, signed
from balise.reports.summary import summarise
from balise.reports.terminal import summary_text

__all__ = [
    "FORMATS",
    "comparison_text",
    "export_release",
    "interval",
    "numeral",
    "plot_map",
    "refuse_unwritable",
    "signed",
    "summarise",
    "summary_text",
]
