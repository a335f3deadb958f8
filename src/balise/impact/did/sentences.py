"""Sentences about the sample, and numbers as both languages write them."""

from collections.abc import Mapping, Sequence

from balise.impact.faults import listed

__all__ = ["chance", "figure", "left_out", "no_never", "percent", "plural"]


def chance(p: float, lang: str = "en") -> str:
    """Write a probability; below one in a thousand, as such.

    Examples
    --------
    >>> chance(0.2513), chance(0.00001, "fr")
    ('0.25', 'moins de 0,001')
    """
    if p < 0.001:
        return "less than 0.001" if lang == "en" else "moins de 0,001"
    text = f"{p:.3f}" if p < 0.1 else f"{p:.2f}"
    return text if lang == "en" else text.replace(".", ",")


def figure(value: float, lang: str = "en", digits: int = 3) -> str:
    """Write a number with some significant digits, no more than it can bear.

    Examples
    --------
    >>> figure(-0.039951), figure(12.5, "fr"), figure(12345.6)
    ('-0.0400', '12,50', '12,346')
    """
    if value != value:
        return "-"
    size = abs(value)
    decimals = 0 if size >= 10 ** (digits - 1) else digits - 1
    while decimals < 8 and 0 < size < 10 ** (digits - 1 - decimals):
        decimals += 1
    text = f"{value:,.{decimals}f}"
    if lang == "en":
        return text
    return text.replace(",", "\u00a0").replace(".", ",")


def percent(share: float, lang: str = "en") -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.254)
    '25 %'
    """
    return f"{100 * share:.0f}" + (" %" if lang == "en" else "\u00a0%")


def plural(count: int, one: str, many: str, lang: str = "en") -> str:
    """Count things: French keeps the singular for zero.

    Examples
    --------
    >>> plural(0, "unit", "units"), plural(0, "unité", "unités", "fr")
    ('0 units', '0 unité')
    """
    single = count == 1 or (lang == "fr" and count == 0)
    number = f"{count:,}".replace(",", "," if lang == "en" else "\u00a0")
    return f"{number} {one if single else many}"


_LEFT = {
    "always": (
        "treated from the first period on, so that nothing is known of them before",
        "traitées dès la première période, dont on ne connaît donc pas l’avant",
    ),
    "once": ("seen in fewer than two periods", "observées dans moins de deux périodes"),
    "incomplete": (
        "a period or a value is missing, and each unit is compared with itself over all periods",
        "il manque une période ou une valeur, et chaque unité est comparée à elle-même sur toutes "
        "les périodes",
    ),
}


def left_out(
    named: Mapping[str, Sequence[str]], total: int, *, unbalanced: bool
) -> tuple[tuple[str, str], ...]:
    """Tell who was left out and why; with ``unbalanced``, who stays in spite of gaps."""
    found: list[tuple[str, str]] = []
    for reason, (en, fr) in _LEFT.items():
        names = list(named[reason])
        if not names:
            continue
        if reason == "incomplete" and unbalanced:
            found.append(
                (
                    f"{plural(len(names), 'unit has', 'units have')} gaps and "
                    f"{'is' if len(names) == 1 else 'are'} kept: each period takes the units "
                    f"that it has ({listed(names, 'en')}).",
                    f"{plural(len(names), 'unité a', 'unités ont', 'fr')} des lacunes et "
                    f"{'est conservée' if len(names) == 1 else 'sont conservées'}\u00a0: chaque "
                    f"période prend les unités dont elle dispose ({listed(names, 'fr')}).",
                )
            )
            continue
        found.append(
            (
                f"{plural(len(names), 'unit', 'units')} of {total:,} "
                f"{'was' if len(names) == 1 else 'were'} left out ({listed(names, 'en')}): {en}.",
                f"{plural(len(names), 'unité', 'unités', 'fr')} sur {total} "
                f"{'a été écartée' if len(names) == 1 else 'ont été écartées'} "
                f"({listed(names, 'fr')})\u00a0: {fr}.",
            )
        )
    return tuple(found)


def no_never(last: str) -> tuple[str, str]:
    """Tell that no unit is never treated, and what was done instead."""
    return (
        "No unit is never treated. Units are compared with those treated later, up to the period "
        f"before {last}, when the last of them start: nothing can be said of later periods.",
        "Aucune unité n’échappe au traitement. Les unités sont comparées à celles traitées "
        f"plus tard, jusqu’à la période qui précède {last}, quand les dernières commencent\u00a0: "
        "rien ne peut être dit des périodes suivantes.",
    )
