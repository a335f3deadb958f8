"""What a reader of a scenario must know, in both languages."""

from collections.abc import Sequence

import numpy as np

from balise.network.scenarios.laying import site_states
from balise.network.scenarios.networks import Network
from balise.network.scenarios.people import People
from balise.network.scenarios.reaching import NEAREST_KM, Within

__all__ = ["Note", "comparison_titles", "notes_of"]

Note = dict[str, str]


def comparison_titles(networks: Sequence[Network]) -> Note:
    """Name a comparison after its networks."""
    names = ", ".join(each.name for each in networks)
    return {
        "en": f"Networks compared: {names}",
        "fr": f"Réseaux comparés\N{NO-BREAK SPACE}: {names}",
    }


def notes_of(
    networks: Sequence[Network], withins: Sequence[Within], people: People
) -> tuple[Note, ...]:
    """Tell of offices without a position, networks that are equal, hours, and who is far."""
    notes: list[Note] = []
    if any(each.is_estimated for each in withins):
        notes.append(
            {
                "en": "Travel is estimated: straight line times a detour factor, at an assumed "
                "speed. No road was followed.",
                "fr": "Les déplacements sont estimés\N{NO-BREAK SPACE}: distance à vol d’oiseau "
                "multipliée par un facteur de détour, à une vitesse supposée. Aucune route n’a été "
                "suivie.",
            }
        )
    for network, within in zip(networks, withins, strict=True):
        notes += _unlocated(network)
        notes += _unreached(network, within)
    notes += [each for network in networks[1:] for each in _beside(networks[0], network)]
    notes += _far(people, withins[0], networks[0])
    return tuple(notes)


def _unlocated(network: Network) -> list[Note]:
    count, total = network.unlocated, network.sites.height
    if not count:
        return []
    return [
        {
            "en": f"Sites of “{network.name}” without a position: {count} of {total}. They stay in "
            "the table and reach nobody here, so that reach is understated.",
            "fr": f"Points de service de {_quoted(network.name)} sans position\N{NO-BREAK SPACE}: "
            f"{count} sur {total}. Ils restent dans le tableau et n’atteignent personne ici, de "
            "sorte que la portée est sous-estimée.",
        }
    ]


def _unreached(network: Network, within: Within) -> list[Note]:
    located = network.sites["lon"].is_not_null() & network.sites["lat"].is_not_null()
    lost = [
        str(name)
        for name, is_located, is_reached in zip(
            network.sites["name"], located, within.reached, strict=True
        )
        if is_located and not is_reached
    ]
    if not lost:
        return []
    shown = ", ".join(lost[:5]) + (f" (+{len(lost) - 5})" if len(lost) > 5 else "")
    return [
        {
            "en": f"Nobody lives within {NEAREST_KM:g} km of these sites of “{network.name}”: "
            f"{shown}. Check their positions.",
            "fr": f"Personne n’habite à {NEAREST_KM:g}\N{NO-BREAK SPACE}km ou moins de ces points "
            f"de service de {_quoted(network.name)}\N{NO-BREAK SPACE}: {shown}. Vérifiez leur "
            "position.",
        }
    ]


def _beside(first: Network, network: Network) -> list[Note]:
    """Say where two networks have the same sites, and where only their hours differ."""
    notes: list[Note] = []
    is_same = set(site_states(first, network).values()) == {"kept"}
    if is_same:
        notes.append(
            {
                "en": f"“{network.name}” has the same sites as “{first.name}”, at the same places: "
                "nobody gains or loses reach.",
                "fr": f"{_quoted(network.name)} a les mêmes points de service que "
                f"{_quoted(first.name)}, aux mêmes endroits\N{NO-BREAK SPACE}: personne ne gagne "
                "ni ne perd la portée.",
            }
        )
    joined = first.sites.join(network.sites, on="site", suffix="_to")
    hours = joined.filter(joined["hours_week"].ne_missing(joined["hours_week_to"])).height
    if hours:
        notes.append(
            {
                "en": f"Opening hours differ between “{first.name}” and “{network.name}” at sites "
                f"that both have ({hours}). Reach does not count hours: they are told beside it.",
                "fr": f"Les heures d’ouverture diffèrent entre {_quoted(first.name)} et "
                f"{_quoted(network.name)} à des points de service communs ({hours}). La portée ne "
                "tient pas compte des heures; les heures à portée sont données à côté.",
            }
        )
    return notes


def _far(people: People, within: Within, network: Network) -> list[Note]:
    far = float(people.people[within.nearest < 0].sum())
    count = int(np.floor(far / 5 + 0.5) * 5)
    if not count:
        return []
    spaced = f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")
    return [
        {
            "en": f"{count:,} people have no site of “{network.name}” within {NEAREST_KM:g} km: "
            "their distance is in no mean.",
            "fr": f"{spaced} personnes n’ont aucun point de service de {_quoted(network.name)} à "
            f"{NEAREST_KM:g}\N{NO-BREAK SPACE}km ou moins\N{NO-BREAK SPACE}: leur distance n’entre "
            "dans aucune moyenne.",
        }
    ]


def _quoted(name: str) -> str:
    return f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»"
