"""The categories people and areas are sorted into, with their names in both languages.

A *person type* aged 16 and over is one cell of age x education x household income
quartile: 7 x 4 x 4 = 112 cells, numbered ``(age * 4 + education) * 4 + quartile``.
An *archetype* is a cell in a province and an area type.
"""

from dataclasses import dataclass
from itertools import product

__all__ = [
    "AGES",
    "AREA_TYPES",
    "CELLS",
    "DIMENSIONS",
    "EDUCATIONS",
    "INDICATORS",
    "LEVELS",
    "PROVINCES",
    "QUARTILES",
    "REASONS",
    "AgeBand",
    "Cell",
    "Province",
    "Term",
    "province",
]


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its code and its name in both languages."""

    code: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class AgeBand(Term):
    """A band of ages in completed years; ``high`` is None for an open band."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Province(Term):
    """A province or territory: two-digit code, abbreviation and survey region."""

    abbreviation: str
    region: str
    territory: bool


AGES: tuple[AgeBand, ...] = (
    AgeBand("16-24", "16 to 24 years", "16 à 24 ans", 16, 24),
    AgeBand("25-34", "25 to 34 years", "25 à 34 ans", 25, 34),
    AgeBand("35-44", "35 to 44 years", "35 à 44 ans", 35, 44),
    AgeBand("45-54", "45 to 54 years", "45 à 54 ans", 45, 54),
    AgeBand("55-64", "55 to 64 years", "55 à 64 ans", 55, 64),
    AgeBand("65-74", "65 to 74 years", "65 à 74 ans", 65, 74),
    AgeBand("75+", "75 years and over", "75 ans et plus", 75, None),
)

EDUCATIONS: tuple[Term, ...] = (
    Term("none", "no diploma", "aucun diplôme"),
    Term("secondary", "high school diploma", "diplôme d'études secondaires"),
    Term(
        "college",
        "trades certificate, college or university below bachelor",
        "certificat de métier, collège ou université sous le baccalauréat",
    ),
    Term("bachelor", "bachelor's degree or higher", "baccalauréat ou grade supérieur"),
)

QUARTILES: tuple[Term, ...] = (
    Term("q1", "lowest household income quartile", "quartile inférieur du revenu du ménage"),
    Term("q2", "second household income quartile", "deuxième quartile du revenu du ménage"),
    Term("q3", "third household income quartile", "troisième quartile du revenu du ménage"),
    Term("q4", "highest household income quartile", "quartile supérieur du revenu du ménage"),
)

AREA_TYPES: tuple[Term, ...] = (
    Term("rural", "rural", "rural"),
    Term("other_urban", "other urban", "autre urbain"),
    Term("large_metropolitan", "large metropolitan", "grande région métropolitaine"),
)

DIMENSIONS: tuple[Term, ...] = (
    Term("means", "means", "moyens"),
    Term("willingness", "willingness", "volonté"),
    Term("abilities", "abilities", "capacités"),
)

INDICATORS: tuple[Term, ...] = (
    Term("internet_use", "uses the Internet", "utilise Internet"),
    Term("home_access", "has Internet access at home", "a accès à Internet à la maison"),
    Term(
        "government_services",
        "uses government services online, among Internet users",
        "utilise les services gouvernementaux en ligne, parmi les internautes",
    ),
    Term(
        "basic_skills",
        "has basic digital skills, among Internet users",
        "possède des compétences numériques de base, parmi les internautes",
    ),
    Term(
        "coverage",
        "lives where 50/10 Mbps is offered",
        "habite là où le 50/10 Mbit/s est offert",
    ),
)

LEVELS: tuple[Term, ...] = (
    Term("canada", "Canada", "Canada"),
    Term("pr", "province or territory", "province ou territoire"),
    Term("er", "economic region", "région économique"),
    Term("cd", "census division", "division de recensement"),
    Term("csd", "census subdivision", "subdivision de recensement"),
    Term("ada", "aggregate dissemination area", "aire de diffusion agrégée"),
    Term("da", "dissemination area", "aire de diffusion"),
    Term("region", "service region", "région de service"),
    Term("catchment", "catchment", "zone de desserte"),
)

REASONS: tuple[Term, ...] = (
    Term(
        "under_40_people",
        "not published: fewer than 40 people",
        "non publié : moins de 40 personnes",
    ),
    Term(
        "under_250_people_income",
        "not published: fewer than 250 people, too few for a figure on income",
        "non publié : moins de 250 personnes, trop peu pour un chiffre sur le revenu",
    ),
    Term(
        "no_source",
        "not published: no source describes this area",
        "non publié : aucune source ne décrit cette région",
    ),
    Term(
        "no_margin",
        "not published: no table counts this group here",
        "non publié : aucun tableau ne dénombre ce groupe ici",
    ),
    Term(
        "no_rate",
        "not published: no table gives the behaviour of this group",
        "non publié : aucun tableau ne donne le comportement de ce groupe",
    ),
    Term(
        "too_uncertain",
        "too unreliable to be published",
        "trop peu fiable pour être publié",
    ),
    Term(
        "complementary",
        "not published: it would reveal another figure that is not published",
        "non publié : révélerait un autre chiffre non publié",
    ),
    Term(
        "range",
        "told as a range: distances are too uncertain for one number",
        "donné en fourchette : les distances sont trop incertaines pour un seul nombre",
    ),
)

PROVINCES: tuple[Province, ...] = (
    Province("10", "Newfoundland and Labrador", "Terre-Neuve-et-Labrador", "NL", "atlantic", False),
    Province("11", "Prince Edward Island", "Île-du-Prince-Édouard", "PE", "atlantic", False),
    Province("12", "Nova Scotia", "Nouvelle-Écosse", "NS", "atlantic", False),
    Province("13", "New Brunswick", "Nouveau-Brunswick", "NB", "atlantic", False),
    Province("24", "Quebec", "Québec", "QC", "quebec", False),
    Province("35", "Ontario", "Ontario", "ON", "ontario", False),
    Province("46", "Manitoba", "Manitoba", "MB", "prairies", False),
    Province("47", "Saskatchewan", "Saskatchewan", "SK", "prairies", False),
    Province("48", "Alberta", "Alberta", "AB", "prairies", False),
    Province("59", "British Columbia", "Colombie-Britannique", "BC", "british_columbia", False),
    Province("60", "Yukon", "Yukon", "YT", "territories", True),
    Province("61", "Northwest Territories", "Territoires du Nord-Ouest", "NT", "territories", True),
    Province("62", "Nunavut", "Nunavut", "NU", "territories", True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One person type: positions in AGES, EDUCATIONS and QUARTILES."""

    age: int
    education: int
    quartile: int

    @property
    def code(self) -> str:
        """Short code, ``a1e1q1`` to ``a7e4q4``."""
        return f"a{self.age + 1}e{self.education + 1}q{self.quartile + 1}"


CELLS: tuple[Cell, ...] = tuple(
    Cell(*places)
    for places in product(range(len(AGES)), range(len(EDUCATIONS)), range(len(QUARTILES)))
)


def province(code: str) -> Province:
    """Find a province or territory by its two-digit code.

    Examples
    --------
    >>> province("13").fr
    'Nouveau-Brunswick'
    """
    for each in PROVINCES:
        if each.code == code:
            return each
    raise KeyError(code)
