"""The scenarios of the site: read once, each beside the release it was made from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings
from django.http import Http404

from balise.release import Scenario, read_scenario, refuse_other_release
from balise.reports import Changes, labels_of, network_names, network_words
from balise.site.explorer.releases import Loaded, library
from balise.vocabulary import ReleaseError

__all__ = ["Opened", "opened", "shelf"]

_NAME = re.compile(r"[^\w-]+")


@dataclass(frozen=True, eq=False)
class Opened:
    """A scenario in memory, and the release it was made from."""

    name: str
    path: Path
    scenario: Scenario
    loaded: Loaded

    def title(self, language: str) -> str:
        """Name the scenario."""
        return str(self.scenario.titles.get(language) or self.name)

    def network_title(self, name: str, language: str) -> str:
        """Name one of its networks."""
        return network_words(name, self.scenario.kind, language)

    @cached_property
    def networks(self) -> tuple[str, ...]:
        """Names of its networks, in order."""
        return network_names(self.scenario)

    @cached_property
    def reaches(self) -> tuple[str, ...]:
        """How far it measures: distances first."""
        return labels_of(self.scenario)

    @cached_property
    def changes(self) -> Changes:
        """People within reach, gains and losses, by what they are of."""
        return Changes(self.scenario)


@cache
def shelf() -> Mapping[str, Opened]:
    """Give the scenarios that the settings name, by name, read once.

    Raises
    ------
    ReleaseError
        If one is altered, is of a release that is not open here, or bears the name of another.
    """
    found: dict[str, Opened] = {}
    for text in settings.BALISE_SCENARIOS:
        path = Path(text)
        scenario = read_scenario(path)
        name = _NAME.sub("-", path.resolve().name).strip("-") or "scenario"
        if name in found:
            raise ReleaseError(
                f"Two scenarios are named {name!r}: {found[name].path} and {path}. Expected names "
                "that differ, as addresses hold them. Rename one of the folders."
            )
        found[name] = Opened(name, path, scenario, _release_of(scenario))
    return found


def _release_of(scenario: Scenario) -> Loaded:
    """Find the open release a scenario was made from."""
    every = list(library().by_name.values())
    for loaded in every:
        if loaded.record.get("seal") == scenario.release.get("seal"):
            return loaded
    refuse_other_release(scenario, every[0].release)
    raise AssertionError  # one release that is the same was found above


def opened(name: str) -> Opened:
    """Find a scenario; an unknown one is not a page."""
    try:
        return shelf()[name]
    except KeyError:
        raise Http404("scenario") from None
