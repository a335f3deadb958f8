"""The choices of a recipe, as frozen values: each one moves a published number.

Attribute names are the keys of the recipe file, one for one.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from balise.recipes.seeds import SeedFile, seed_choice
from balise.vocabulary import PROVINCES, RecipeError

__all__ = [
    "AGGREGATIONS",
    "BASES",
    "COUNTRY",
    "ENGINES",
    "BoundaryFile",
    "Detour",
    "Effect",
    "Floating",
    "Network",
    "Prior",
    "Recipe",
    "Sensitivity",
    "Speed",
    "Thresholds",
    "Weights",
    "Years",
]

AGGREGATIONS = ("mean", "geometric", "power", "worst", "any_barrier")
BASES = ("csd", "da")
COUNTRY = "canada"
ENGINES = ("geodesic", "roads", "osrm", "valhalla")


@dataclass(frozen=True, slots=True)
class Years:
    """Years the figures refer to: of the people, of their behaviour, of coverage."""

    people: int
    behaviour: int
    coverage: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the three dimensions, which add up to 1."""

    means: float
    willingness: float
    abilities: float

    def scaled(self) -> "Weights":
        """Divide by their sum, so that 0.333333 three times adds up to 1 exactly."""
        total = self.means + self.willingness + self.abilities
        return Weights(self.means / total, self.willingness / total, self.abilities / total)

    @classmethod
    def from_ratio(cls, ratio: str) -> "Weights":
        """Read weights written as a ratio of means, willingness and abilities.

        Examples
        --------
        >>> Weights.from_ratio("2:1:1")
        Weights(means=0.5, willingness=0.25, abilities=0.25)
        """
        try:
            parts = [Fraction(part.strip()) for part in ratio.split(":")]
        except (ValueError, ZeroDivisionError):
            parts = []
        if len(parts) != 3 or min(parts) < 0 or sum(parts) == 0:
            raise RecipeError(
                f"Weights written as a ratio: found {ratio!r}. Expected three numbers of zero "
                "or more joined by colons, one for means, willingness and abilities. "
                'Write for instance "2:1:1".'
            )
        total = sum(parts)
        return cls(*(float(part / total) for part in parts))


@dataclass(frozen=True, slots=True)
class Detour:
    """Road distance over straight-line distance: the value used, and two alternatives."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Speed of travel where no network tells it [km/h]: the value used, and alternatives."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Floating:
    """Zones of floating catchments: where each ends [min], and the weight of what lies in it."""

    minutes: tuple[float, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Offices and the reach of each.

    ``engine`` measures travel: ``geodesic``, ``roads:FILE``, ``osrm:URL`` or
    ``valhalla:URL``; ``detour`` and ``speed_kmh`` turn straight lines into roads and into
    time; ``reach_km`` and ``reach_min`` are the distances [km] and times [min] published;
    ``position_error_km`` is the root-mean-square distance between an office and the centroid
    that stands for it [km]; ``points`` is a table of own points of service.
    """

    engine: str
    detour: Detour
    speed_kmh: Speed
    reach_km: tuple[float, ...]
    reach_min: tuple[float, ...]
    position_error_km: float
    floating: Floating
    points: Path | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Fewest people an area needs before a score, or a figure on income, is published."""

    people: int
    income: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed about a number before the data: mean, standard deviation, source."""

    mean: float
    sd: float
    source_en: str = ""
    source_fr: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Standard deviations of what the model leaves unsaid of a place [logit].

    ``province``, ``subdivision`` and ``area`` are nested; ``origin`` is ``modelled``
    where residuals gave them, ``assumed`` where they are declared.
    """

    province: float
    subdivision: float
    area: float
    origin: str = "assumed"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Alternatives under which every area is scored again, one assumption at a time.

    ``income_slope`` multiplies the slope; ``weights`` are ratios such as ``2:1:1``.
    The alternatives of detour and speed stand in :class:`Network`.
    """

    k: tuple[float, ...] = ()
    n: tuple[float, ...] = ()
    income_slope: tuple[float, ...] = ()
    weights: tuple[str, ...] = ()
    aggregation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """Polygons of areas: their file, and the column of identifiers (``dguid``)."""

    file: Path
    id: str = "DGUID"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every choice behind one published index.

    ``jurisdiction`` holds codes of provinces (2 digits) or census divisions (4 digits),
    or ``canada`` alone. ``margins`` marks as ``soft`` the provinces whose published margins
    may contradict each other. ``k`` is the chance that a household without 50/10 Mbps is in
    effect shut out; ``n`` the share of non-use that is no barrier; ``power`` the exponent
    of the power mean; ``income_slope`` the slope b of the income quartiles of an area on
    its median income; ``network`` is how offices are reached; ``unsurveyed_factor`` how
    many times larger place effects are where no survey goes (territories, reserves); ``seed``
    names microdata that the seeds of the provinces start from.
    """

    name: str
    title_en: str
    title_fr: str
    jurisdiction: tuple[str, ...]
    base: str
    levels: tuple[str, ...]
    years: Years
    weights: Weights
    aggregation: str
    k: float
    n: float
    power: float
    income_slope: float
    education_income_association: float
    network: Network
    draws: int
    unsurveyed_factor: float
    random_seed: int
    thresholds: Thresholds
    sensitivity: Sensitivity
    margins: Mapping[str, str] = field(default_factory=dict)
    priors: Mapping[str, Mapping[str, Prior]] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    skills: Mapping[str, Prior] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    regions: Path | None = None
    boundaries: BoundaryFile | None = None
    seed: SeedFile | None = None

    @property
    def provinces(self) -> tuple[str, ...]:
        """Codes of the provinces the jurisdiction lies in, in order."""
        if COUNTRY in self.jurisdiction:
            return tuple(each.code for each in PROVINCES)
        return tuple(sorted({code[:2] for code in self.jurisdiction}))

    @property
    def divisions(self) -> tuple[str, ...]:
        """Codes of its census divisions; empty where it covers whole provinces."""
        return tuple(code for code in self.jurisdiction if len(code) == 4)

    @property
    def soft_margins(self) -> tuple[str, ...]:
        """Codes of the provinces whose published margins may contradict each other."""
        return tuple(sorted(self.margins))

    def covers(self, code: str) -> bool:
        """Tell whether an area (by its code) lies in the jurisdiction.

        The code of a province, division, subdivision or dissemination area begins
        with the code of the province and of the division it lies in.
        """
        return COUNTRY in self.jurisdiction or code.startswith(self.jurisdiction)

    def with_travel(self, detour: float, speed_kmh: float) -> "Recipe":
        """Take another detour or speed, offices where they are: for sensitivity."""
        network = dataclasses.replace(
            self.network,
            detour=dataclasses.replace(self.network.detour, value=detour),
            speed_kmh=dataclasses.replace(self.network.speed_kmh, value=speed_kmh),
        )
        return dataclasses.replace(self, network=network, draws=0)

    def to_dict(self) -> dict[str, object]:
        """Lay the choices out for the record: plain values, no path of this machine.

        Of microdata the name of their file and digests: its columns and codes stay here.
        """
        plain = {each.name: _plain(getattr(self, each.name)) for each in _fields(self)}
        if self.seed is not None:
            plain["seed"] = seed_choice(self.seed)
        name, colon, where = self.network.engine.partition(":")
        engine = f"{name}{colon}{Path(where).name if name == 'roads' else where}"
        return {**plain, "network": {**_plain_table(self.network), "engine": engine}}


def _fields(value: object) -> tuple[dataclasses.Field[object], ...]:
    return dataclasses.fields(value)  # type: ignore[arg-type]


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _plain_table(value) if dataclasses.is_dataclass(value) else value


def _plain_table(value: object) -> dict[str, object]:
    return {each.name: _plain(getattr(value, each.name)) for each in _fields(value)}
