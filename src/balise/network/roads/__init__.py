"""Roads: a graph of our own from an extract of OpenStreetMap, and travel along it."""

from balise.network.roads.classes import CLASSES, RoadClass
from balise.network.roads.contracting import contracted
from balise.network.roads.engine import Roads
from balise.network.roads.extract import ENDINGS, read_extract
from balise.network.roads.files import load, save
from balise.network.roads.graph import RoadGraph
from balise.network.roads.paths import Nearest, nearest_sites

__all__ = [
    "CLASSES",
    "ENDINGS",
    "Nearest",
    "RoadClass",
    "RoadGraph",
    "Roads",
    "contracted",
    "load",
    "nearest_sites",
    "read_extract",
    "save",
]
