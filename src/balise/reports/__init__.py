"""Reports of a release: the summary of a terminal, the map, files for other programs."""

from balise.reports.summary import summarise
from balise.reports.terminal import summary_text

__all__ = ["summarise", "summary_text"]
