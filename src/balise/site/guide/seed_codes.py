"""How the words of the first inventory become codes of the record: one reviewed table.

The first inventory names fields of work, kinds of analysis and kinds of evidence in its own
words. Where ours is narrower, the more modest meaning was chosen: an experiment that only
the press tells of counts as described, not as compared.
"""

from typing import NamedTuple

__all__ = [
    "SEED_ANALYSES",
    "SEED_EVIDENCE",
    "SEED_GROUPS",
    "SEED_SOURCES",
    "SEED_STATES",
    "SEED_THEMES",
    "Evidence",
]


class Evidence(NamedTuple):
    """How something is known, and who says so."""

    method: str
    claimed_by: str


SEED_STATES = {
    "operational": "in_service",
    "completed": "ended",
    "pilot": "pilot",
    "research": "not_stated",
    None: "not_stated",
}

SEED_THEMES = {
    "agriculture": "agriculture_food",
    "children_families": "children_families",
    "climate_adaptation": "climate_environment",
    "data_infrastructure": "data_statistics",
    "economic_statistics": "data_statistics",
    "emergency_management": "emergencies",
    "food_safety": "agriculture_food",
    "health": "health",
    "homelessness": "housing_homelessness",
    "housing": "housing_homelessness",
    "immigration": "immigration",
    "income_support": "income_support",
    "infrastructure": "infrastructure",
    "internal_services": "internal_services",
    "open_data": "open_government",
    "parks": "culture_recreation",
    "public_health": "health",
    "public_safety": "public_safety",
    "tax": "taxation",
    "transparency": "open_government",
    "transport": "transport",
    "transport_safety": "transport",
    "transport_services": "transport",
    "water": "water",
}

SEED_GROUPS = {
    "persons": "PP",
    "non_profits": "IO",
    "businesses": "ES",
    "foreign_entities": "FE",
    "provinces_territories_communities": "PTC",
    "internal": "IG",
}

SEED_ANALYSES = {
    "descriptive": "describe",
    "diagnostic": "diagnose",
    "predictive": "predict",
    "prescriptive": "prescribe",
    "evaluative": "evaluate",
    "assessment": "evaluate",
    "experimental": "evaluate",
    "automation": "automate",
}

SEED_EVIDENCE = {
    "organisation_reported": Evidence("described", "organisation"),
    "press_report": Evidence("described", "press"),
    "peer_reviewed_validation": Evidence("described", "peer_reviewed"),
    "peer_reviewed_description": Evidence("described", "peer_reviewed"),
    "third_party_description": Evidence("described", "third_party"),
    "third_party_certification": Evidence("described", "auditor"),
    "vendor_reported": Evidence("described", "vendor"),
    "vendor_or_press_report": Evidence("described", "vendor"),
    "award_or_vendor_description": Evidence("described", "vendor"),
    "field_trial": Evidence("described", "organisation"),
    "before_after": Evidence("before_after", "organisation"),
    "quasi_experimental": Evidence("compared", "peer_reviewed"),
    "randomised_trial": Evidence("random", "press"),
    "experiment_reported_in_press": Evidence("described", "press"),
    "research_report": Evidence("described", "research"),
    "research_partner_report": Evidence("described", "partner"),
    "professional_case_study": Evidence("described", "third_party"),
    "consultant_review": Evidence("described", "auditor"),
}

SEED_SOURCES = {
    "analysis": "analysis",
    "audit": "audit",
    "award_page": "award_page",
    "case_library": "case_study",
    "case_study": "case_study",
    "catalogue_entry": "register",
    "committee_brief": "council_report",
    "conference_abstract": "conference",
    "council_report": "council_report",
    "dashboard": "dashboard",
    "government_note": "government_page",
    "government_page": "government_page",
    "government_report": "report",
    "journal": "journal",
    "journal_abstract": "journal",
    "news_release": "news_release",
    "organisation_page": "organisation_page",
    "preprint": "preprint",
    "press": "press",
    "privacy_impact_assessment": "privacy_assessment",
    "register_mirror": "register",
    "report": "report",
    "vendor_page": "vendor_page",
}
