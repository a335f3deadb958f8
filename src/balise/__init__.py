"""Balise: open software for data-driven intelligence in public service delivery."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("balise")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"
