"""The command line: parse, call, print what was written. Nothing else prints."""

from balise.cli.line import VERBS, main, parser
from balise.options import FORMATS, Verb

__all__ = ["FORMATS", "VERBS", "Verb", "main", "parser"]
