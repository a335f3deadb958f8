"""What the Guide keeps: records and their parts, organisations, experts, plays, editions."""

from balise.site.guide.models.assessments import KeptAssessment, OrganisationMaturity
from balise.site.guide.models.collections import Collection, CollectionItem
from balise.site.guide.models.editions import Edition, EditionFile, EditionRecord
from balise.site.guide.models.experts import Expert, ExpertField
from balise.site.guide.models.history import CHANGES, Change, UsedIdentifier
from balise.site.guide.models.organisations import Organisation
from balise.site.guide.models.plays import Play, PlayExample
from balise.site.guide.models.queries import UnansweredQuery
from balise.site.guide.models.record_parts import (
    Adaptation,
    Asset,
    Claim,
    ClientGroup,
    DataUsed,
    Partner,
    Place,
    Population,
    Source,
    Theme,
    results,
    unstated_periods,
)
from balise.site.guide.models.records import Record
from balise.site.guide.models.resources import Resource, ResourceTheme
from balise.site.guide.models.search_marks import SearchMark

__all__ = [
    "CHANGES",
    "Adaptation",
    "Asset",
    "Change",
    "Claim",
    "ClientGroup",
    "Collection",
    "CollectionItem",
    "DataUsed",
    "Edition",
    "EditionFile",
    "EditionRecord",
    "Expert",
    "ExpertField",
    "KeptAssessment",
    "Organisation",
    "OrganisationMaturity",
    "Partner",
    "Place",
    "Play",
    "PlayExample",
    "Population",
    "Record",
    "Resource",
    "ResourceTheme",
    "SearchMark",
    "Source",
    "Theme",
    "UnansweredQuery",
    "UsedIdentifier",
    "results",
    "unstated_periods",
]
