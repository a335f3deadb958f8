"""Dissemination geography unique identifiers (DGUID), vintage included.

Layout, from Statistics Canada's dictionary: vintage (4), type A or S (1), schema
(4), then the geographic code. Areas of our own (service regions, catchments) have
no DGUID: their identifier begins with ``balise:``.
"""

import re

__all__ = ["make_dguid", "own_identifier"]

_SCHEMAS = {
    "canada": "A0000",
    "pr": "A0002",
    "er": "S0500",
    "cd": "A0003",
    "csd": "A0005",
    "ada": "S0516",
    "da": "S0512",
}


def make_dguid(level: str, code: str, vintage: int) -> str:
    """Write the DGUID of an area.

    Examples
    --------
    >>> make_dguid("csd", "1310032", 2021)
    '2021A00051310032'
    >>> make_dguid("canada", "01", 2021)
    '2021A000011124'
    """
    if level == "canada":
        return f"{vintage}A000011124"
    return f"{vintage}{_SCHEMAS[level]}{code}"


def own_identifier(level: str, name: str) -> str:
    """Write the identifier of an area that is not one of Statistics Canada's.

    Examples
    --------
    >>> own_identifier("region", "North Shore / Côte-Nord")
    'balise:region:north-shore-côte-nord'
    """
    slug = re.sub(r"\W+", "-", name.lower()).strip("-")
    return f"balise:{level}:{slug}"
