"""Tables whose rows are areas: areas, groups, indicators, draws, sensitivity."""

from balise.release.columns import Table, count, measures, number, share, text, whole
from balise.release.shared_columns import (
    DGUID,
    GRADES,
    MEASURES,
    PROVINCE_CODES,
    QUALITY,
    REASON,
)
from balise.vocabulary import LEVELS

__all__ = ["AREAS", "AREA_TABLES"]

_LEVEL_CODES = tuple(each.code for each in LEVELS)

AREAS = Table(
    "areas",
    "Areas and their scores",
    "Régions et leurs scores",
    (
        DGUID,
        text("level", "level of the area", "niveau de la région", allowed=_LEVEL_CODES),
        text("code", "the publisher's code of the area", "code de la région selon l'éditeur"),
        text("name_en", "name in English", "nom en anglais", nullable=True),
        text("name_fr", "name in French", "nom en français", nullable=True),
        text(
            "parent",
            "identifier of the area it lies in: da in csd, ada in cd, csd in cd, cd in er, er in "
            "pr, pr in canada",
            "identificateur de la région qui la contient : da dans csd, ada dans cd, csd dans cd, "
            "cd dans er, er dans pr, pr dans canada",
            nullable=True,
        ),
        text(
            "province",
            "two-digit code of the province or territory",
            "code à deux chiffres de la province ou du territoire",
            nullable=True,
            allowed=PROVINCE_CODES,
        ),
        whole(
            "vintage",
            "census year of the boundaries; not the year of the data",
            "année de référence géographique : celle du recensement dont viennent les limites, et "
            "non celle des données",
            nullable=True,
        ),
        number(
            "lon",
            "degrees",
            "longitude of the centroid",
            "longitude du centroïde",
            (-180, 180),
        ),
        number("lat", "degrees", "latitude of the centroid", "latitude du centroïde", (-90, 90)),
        count(
            "population",
            "people of all ages, as published: adds up exactly over levels",
            "personnes de tous âges, telles que publiées : s'additionnent exactement d'un niveau à "
            "l'autre",
        ),
        count(
            "population_16plus",
            "people aged 16 and over, modelled, rounded to base 5",
            "personnes de 16 ans et plus, modélisées, arrondies à la base 5",
        ),
        *MEASURES,
        *measures(
            "evi_relative",
            "points",
            "score compared with the province: area minus province, from the same draws",
            "score par rapport à la province : région moins province, à partir des mêmes tirages",
            (-100, 100),
        ),
        number(
            "cov_means_willingness",
            "share squared",
            "covariance of means and willingness over the draws",
            "covariance des moyens et de la volonté sur les tirages",
        ),
        number(
            "cov_means_abilities",
            "share squared",
            "covariance of means and abilities over the draws",
            "covariance des moyens et des capacités sur les tirages",
        ),
        number(
            "cov_willingness_abilities",
            "share squared",
            "covariance of willingness and abilities over the draws",
            "covariance de la volonté et des capacités sur les tirages",
        ),
        count(
            "people_high",
            "people aged 16 and over whose expected score is 50 or more, rounded to base 5",
            "personnes de 16 ans et plus dont le score attendu est de 50 ou plus, arrondies à la "
            "base 5",
        ),
        whole(
            "rank_low",
            "first rank among published areas of the level in the province (1 is the highest "
            "score), 19 times out of 20",
            "premier rang parmi les régions publiées du niveau dans la province (1 est le score le "
            "plus élevé), 19 fois sur 20",
            nullable=True,
        ),
        whole(
            "rank_high",
            "last rank among published areas of the level in the province, 19 times out of 20",
            "dernier rang parmi les régions publiées du niveau dans la province, 19 fois sur 20",
            nullable=True,
        ),
        QUALITY,
        text(
            "quality_relative",
            "quality of the score compared with the province, by the same rule",
            "qualité du score par rapport à la province, selon la même règle",
            nullable=True,
            allowed=GRADES,
        ),
        REASON,
        text(
            "origin",
            "whether the score is modelled or rests on an assumption",
            "score modélisé ou fondé sur une hypothèse",
            nullable=True,
            allowed=("modelled", "assumed"),
        ),
        count(
            "areas_total",
            "base areas that make up the area",
            "régions de base qui composent la région",
            unit="areas",
        ),
        count(
            "areas_suppressed",
            "base areas with a margin suppressed by the publisher",
            "régions de base dont une marge est supprimée par l'éditeur",
            unit="areas",
        ),
        count(
            "areas_reassigned",
            "base areas given to the nearest subdivision for want of a match",
            "régions de base attribuées à la subdivision la plus proche, faute de correspondance",
            unit="areas",
        ),
    ),
)

GROUPS = Table(
    "groups",
    "Population groups of each area",
    "Groupes de population de chaque région",
    (
        DGUID,
        text(
            "group",
            "population group; by aggregate and dissemination area only rural and other groups by "
            "type of area, which are known there: the others stop at subdivisions",
            "groupe de population; par aire de diffusion, agrégée ou non, seulement le groupe "
            "rural et ceux que définit le type de région, qui y sont connus : les autres "
            "s'arrêtent aux subdivisions",
            key=True,
        ),
        count(
            "people",
            "people aged 16 and over in the group, modelled, rounded to base 5",
            "personnes de 16 ans et plus du groupe, modélisées, arrondies à la base 5",
        ),
        share(
            "share",
            "share of people aged 16 and over who are in the group",
            "part des personnes de 16 ans et plus qui sont du groupe",
        ),
        number(
            "share_se",
            "share",
            "share of people in the group: standard error from the margins of areas, with half a "
            "point declared for the tables of the seed; empty where margins were not drawn",
            "part des personnes du groupe : erreur type venant des marges des régions, avec un "
            "demi-point déclaré pour les tableaux de la population de départ; vide là où les "
            "marges n'ont pas été tirées",
            (0, None),
        ),
        *MEASURES,
        QUALITY,
        REASON,
        text(
            "missing_table",
            "the table that would have to exist for the group to be published",
            "le tableau qui devrait exister pour que le groupe soit publié",
            nullable=True,
        ),
    ),
)

DRAWS = Table(
    "draws",
    "Draws of the three dimensions (subdivisions and above)",
    "Tirages des trois dimensions (subdivisions et niveaux supérieurs)",
    (
        DGUID,
        whole("draw", "number of the draw", "numéro du tirage", key=True),
        share("means", "means in this draw", "moyens dans ce tirage", nullable=False),
        share("willingness", "willingness in this draw", "volonté dans ce tirage", nullable=False),
        share("abilities", "abilities in this draw", "capacités dans ce tirage", nullable=False),
    ),
)

INDICATORS = Table(
    "indicators",
    "Indicators of each area",
    "Indicateurs de chaque région",
    (
        DGUID,
        text("indicator", "indicator", "indicateur", key=True),
        share(
            "value",
            "mean probability over people aged 16 and over",
            "probabilité moyenne des personnes de 16 ans et plus",
        ),
        number("se", "share", "standard error of the value", "erreur type de la valeur", (0, None)),
        text(
            "origin",
            "whether the figure is measured, modelled or assumed",
            "chiffre mesuré, modélisé ou hypothèse",
            nullable=True,
            allowed=("measured", "modelled", "assumed"),
        ),
    ),
)

SENSITIVITY = Table(
    "sensitivity",
    "Scores under each stated alternative",
    "Scores selon chaque autre hypothèse énoncée",
    (
        DGUID,
        text(
            "assumption",
            "the assumption changed, and its value",
            "l'hypothèse modifiée et sa valeur",
            key=True,
        ),
        number(
            "evi",
            "points",
            "E-Vulnerability Index under this assumption",
            "indice de vulnérabilité électronique selon cette hypothèse",
            (0, 100),
        ),
        number(
            "change",
            "points",
            "move from the published score",
            "écart avec le score publié",
            (-100, 100),
        ),
        whole(
            "rank",
            "rank among published areas of the level in the province under this assumption",
            "rang parmi les régions publiées du niveau dans la province selon cette hypothèse",
            nullable=True,
        ),
    ),
)

AREA_TABLES: tuple[Table, ...] = (AREAS, GROUPS, DRAWS, INDICATORS, SENSITIVITY)
