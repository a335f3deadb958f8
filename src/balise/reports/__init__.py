"""Reports of a release: the summary of a terminal, the map, files for other programs."""

from balise.reports.maps import plot_map
from balise.reports.summary import summarise
from balise.reports.terminal import summary_text

__all__ = ["plot_map", "summarise", "summary_text"]
