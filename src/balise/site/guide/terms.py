"""The codes of the record, each with its name in both languages.

A code is stored, exported and searched; its names are shown. Taking one away, or giving it
another meaning, needs a migration of the records that hold it.
"""

from collections.abc import Iterable
from itertools import chain

from balise.vocabulary import Term

__all__ = [
    "ANALYSES",
    "BOUNDS",
    "BUDGET_BANDS",
    "CLAIMANTS",
    "CLAIM_KINDS",
    "CLIENT_GROUPS",
    "COLLABORATIONS",
    "DIRECTIONS",
    "EVIDENCE_METHODS",
    "IMPACT_LEVELS",
    "JURISDICTIONS",
    "LANGUAGES",
    "LANGUAGE_STATES",
    "LICENCES",
    "ORDERS",
    "PERSONAL",
    "POPULATIONS",
    "PRIVACY_STATES",
    "PROJECT_STATES",
    "RESOURCE_KINDS",
    "RESULT_KINDS",
    "REVIEWED_STATES",
    "SIZES",
    "SOURCE_KINDS",
    "STATUSES",
    "THEMES",
    "VERIFICATIONS",
    "codes",
    "term_of",
]

Terms = tuple[Term, ...]

STATUSES: Terms = (
    Term("draft", "draft", "ébauche"),
    Term("listed", "listed, not verified", "répertorié, non vérifié"),
    Term("published", "published", "publié"),
    Term("retired", "retired", "retiré"),
)

VERIFICATIONS: Terms = (
    Term("unverified_seed", "unverified", "non vérifié"),
    Term("submitted", "submitted by the organisation", "soumis par l’organisation"),
    Term("confirmed", "confirmed by the organisation", "confirmé par l’organisation"),
    Term("reviewed", "reviewed by the working group", "révisé par le groupe de travail"),
)

LANGUAGE_STATES: Terms = (
    Term("original", "original", "original"),
    Term("reviewed", "reviewed translation", "traduction révisée"),
    Term("machine", "machine translation, not reviewed", "traduction automatique, non révisée"),
    Term("missing", "missing", "manquant"),
)
REVIEWED_STATES = ("original", "reviewed")

LANGUAGES: Terms = (
    Term("en", "English", "anglais"),
    Term("fr", "French", "français"),
    Term("both", "English and French", "anglais et français"),
    Term("other", "another language", "une autre langue"),
)

ORDERS: Terms = (
    Term("federal", "federal", "fédéral"),
    Term("provincial", "provincial", "provincial"),
    Term("territorial", "territorial", "territorial"),
    Term("regional", "regional", "régional"),
    Term("municipal", "municipal", "municipal"),
    Term("indigenous", "Indigenous", "autochtone"),
    Term("multi", "several orders", "plusieurs ordres"),
)

JURISDICTIONS: Terms = (
    Term("CA", "Canada", "Canada"),
    Term("CA-AB", "Alberta", "Alberta"),
    Term("CA-BC", "British Columbia", "Colombie-Britannique"),
    Term("CA-MB", "Manitoba", "Manitoba"),
    Term("CA-NB", "New Brunswick", "Nouveau-Brunswick"),
    Term("CA-NL", "Newfoundland and Labrador", "Terre-Neuve-et-Labrador"),
    Term("CA-NS", "Nova Scotia", "Nouvelle-Écosse"),
    Term("CA-NT", "Northwest Territories", "Territoires du Nord-Ouest"),
    Term("CA-NU", "Nunavut", "Nunavut"),
    Term("CA-ON", "Ontario", "Ontario"),
    Term("CA-PE", "Prince Edward Island", "Île-du-Prince-Édouard"),
    Term("CA-QC", "Quebec", "Québec"),
    Term("CA-SK", "Saskatchewan", "Saskatchewan"),
    Term("CA-YT", "Yukon", "Yukon"),
)

SIZES: Terms = (
    Term("small", "small (fewer than 100 employees)", "petite (moins de 100 employés)"),
    Term("medium", "medium (100 to 499 employees)", "moyenne (de 100 à 499 employés)"),
    Term("large", "large (500 employees or more)", "grande (500 employés ou plus)"),
)

COLLABORATIONS: Terms = (
    Term("none", "one organisation alone", "une seule organisation"),
    Term("consulted", "others were consulted", "d’autres ont été consultés"),
    Term("data", "others shared data", "d’autres ont fourni des données"),
    Term("joint_design", "designed together", "conçu ensemble"),
    Term("joint_delivery", "delivered together", "réalisé ensemble"),
)

THEMES: Terms = (
    Term("access", "access to services", "accès aux services"),
    Term("agriculture_food", "agriculture and food", "agriculture et alimentation"),
    Term("children_families", "children and families", "enfants et familles"),
    Term("climate_environment", "climate and environment", "climat et environnement"),
    Term("culture_recreation", "parks, culture and recreation", "parcs, culture et loisirs"),
    Term("data_statistics", "data and statistics", "données et statistique"),
    Term("economy", "economy and business", "économie et entreprises"),
    Term("education_skills", "education and skills", "éducation et compétences"),
    Term("emergencies", "emergency management", "gestion des urgences"),
    Term("employment", "employment", "emploi"),
    Term("health", "health", "santé"),
    Term("housing_homelessness", "housing and homelessness", "logement et itinérance"),
    Term("immigration", "immigration", "immigration"),
    Term("income_support", "income support and benefits", "soutien du revenu et prestations"),
    Term("indigenous", "services with Indigenous peoples", "services avec les peuples autochtones"),
    Term("infrastructure", "infrastructure", "infrastructures"),
    Term("internal_services", "internal services", "services internes"),
    Term("justice", "justice", "justice"),
    Term("open_government", "open government", "gouvernement ouvert"),
    Term("public_safety", "public safety", "sécurité publique"),
    Term("taxation", "taxation", "fiscalité"),
    Term("transport", "transport", "transports"),
    Term("water", "water", "eau"),
)

CLIENT_GROUPS: Terms = (
    Term("PP", "persons", "personnes"),
    Term("IO", "non-profit organisations", "organismes sans but lucratif"),
    Term("ES", "businesses", "entreprises"),
    Term("FE", "foreign entities", "entités étrangères"),
    Term(
        "PTC",
        "provinces, territories and communities",
        "provinces, territoires et collectivités",
    ),
    Term("IG", "internal to government", "interne au gouvernement"),
)

POPULATIONS: Terms = (
    Term("everyone", "everyone", "toute la population"),
    Term("seniors", "seniors", "personnes aînées"),
    Term("youth", "youth", "jeunes"),
    Term("families", "families with children", "familles avec enfants"),
    Term("newcomers", "newcomers", "nouveaux arrivants"),
    Term("indigenous", "Indigenous people", "Autochtones"),
    Term("disabilities", "people with disabilities", "personnes handicapées"),
    Term("low_income", "people with low income", "personnes à faible revenu"),
    Term("homeless", "people experiencing homelessness", "personnes en situation d’itinérance"),
    Term("rural", "rural and remote residents", "résidents de régions rurales et éloignées"),
    Term("minority_language", "official-language minorities", "minorités de langue officielle"),
    Term(
        "vulnerable", "people in vulnerable situations", "personnes en situation de vulnérabilité"
    ),
)

ANALYSES: Terms = (
    Term("describe", "describe", "décrire"),
    Term("diagnose", "diagnose", "diagnostiquer"),
    Term("predict", "predict", "prédire"),
    Term("prescribe", "prescribe", "prescrire"),
    Term("evaluate", "evaluate", "évaluer"),
    Term("automate", "automate", "automatiser"),
)

PERSONAL: Terms = (
    Term("personal", "personal information", "renseignements personnels"),
    Term("not_personal", "no personal information", "aucun renseignement personnel"),
)

PROJECT_STATES: Terms = (
    Term("idea", "idea", "idée"),
    Term("proposed", "proposed", "proposé"),
    Term("approved", "approved", "approuvé"),
    Term("pilot", "pilot", "projet pilote"),
    Term("in_service", "in service", "en service"),
    Term("ended", "ended", "terminé"),
    Term("stopped", "stopped", "arrêté"),
    Term("not_stated", "not stated", "non précisé"),
)

BUDGET_BANDS: Terms = (
    Term("under_10k", "under $10,000", "moins de 10 000 $"),
    Term("10k_100k", "$10,000 to $99,999", "de 10 000 $ à 99 999 $"),
    Term("100k_500k", "$100,000 to $499,999", "de 100 000 $ à 499 999 $"),
    Term("500k_2m", "$500,000 to $1,999,999", "de 500 000 $ à 1 999 999 $"),
    Term("2m_10m", "$2 million to $9.9 million", "de 2 à 9,9 millions de dollars"),
    Term("over_10m", "$10 million or more", "10 millions de dollars ou plus"),
)

CLAIM_KINDS: Terms = (
    Term("result", "result", "résultat"),
    Term("finding", "finding", "constat"),
    Term("accuracy", "accuracy", "exactitude"),
    Term("reach", "reach", "portée"),
    Term("cost", "cost", "coût"),
    Term("expected", "expected result", "résultat anticipé"),
    Term("target", "target", "cible"),
    Term("baseline", "baseline", "situation de départ"),
    Term("context", "context", "contexte"),
)
# What happened and was seen. What is hoped for, and what was before, are told elsewhere.
RESULT_KINDS = ("result", "finding", "accuracy", "reach", "cost")

BOUNDS: Terms = (
    Term("exact", "as stated", "tel quel"),
    Term("at_least", "at least", "au moins"),
    Term("at_most", "at most", "au plus"),
    Term("about", "about", "environ"),
)

EVIDENCE_METHODS: Terms = (
    Term("described", "described", "décrit"),
    Term("before_after", "before and after", "avant et après"),
    Term("compared", "with a comparison group", "avec un groupe de comparaison"),
    Term("random", "with random assignment", "avec répartition au hasard"),
    Term("replicated", "replicated elsewhere", "reproduit ailleurs"),
)

CLAIMANTS: Terms = (
    Term("organisation", "the organisation itself", "l’organisation elle-même"),
    Term("partner", "a research partner", "un partenaire de recherche"),
    Term("peer_reviewed", "a peer-reviewed study", "une étude évaluée par des pairs"),
    Term("research", "a research report", "un rapport de recherche"),
    Term("auditor", "an auditor, certifier or consultant", "un vérificateur ou un consultant"),
    Term("press", "the press", "la presse"),
    Term("vendor", "the vendor", "le fournisseur"),
    Term("third_party", "a third party", "un tiers"),
)

PRIVACY_STATES: Terms = (
    Term("done", "done", "faite"),
    Term("under_way", "under way", "en cours"),
    Term("not_needed", "not needed", "non requise"),
    Term("not_done", "not done", "non faite"),
)

IMPACT_LEVELS: Terms = (
    Term("1", "level I: little to no impact", "niveau I : incidence nulle ou faible"),
    Term("2", "level II: moderate impact", "niveau II : incidence modérée"),
    Term("3", "level III: high impact", "niveau III : incidence élevée"),
    Term("4", "level IV: very high impact", "niveau IV : incidence très élevée"),
    Term("not_needed", "not needed", "non requise"),
)

LICENCES: Terms = (
    Term(
        "ogl-ca",
        "Open Government Licence – Canada",
        "Licence du gouvernement ouvert – Canada",
    ),
    Term("cc-by-4.0", "Creative Commons Attribution 4.0", "Creative Commons Attribution 4.0"),
    Term("cc0-1.0", "public domain (CC0 1.0)", "domaine public (CC0 1.0)"),
    Term("open-source", "an open-source licence", "une licence à code source ouvert"),
    Term("other-open", "another open licence", "une autre licence ouverte"),
    Term("closed", "not open", "non ouverte"),
)

SOURCE_KINDS: Terms = (
    Term("government_page", "government page", "page gouvernementale"),
    Term("organisation_page", "page of the organisation", "page de l’organisation"),
    Term("report", "report", "rapport"),
    Term("council_report", "council or committee report", "rapport à un conseil ou à un comité"),
    Term("audit", "audit", "vérification"),
    Term("privacy_assessment", "privacy assessment", "évaluation de la vie privée"),
    Term("journal", "journal article", "article de revue"),
    Term("preprint", "preprint", "prépublication"),
    Term("conference", "conference paper", "communication de congrès"),
    Term("case_study", "case study", "étude de cas"),
    Term("register", "register or catalogue", "registre ou catalogue"),
    Term("news_release", "news release", "communiqué"),
    Term("press", "press", "presse"),
    Term("vendor_page", "page of a vendor", "page d’un fournisseur"),
    Term("award_page", "page of an award", "page d’un prix"),
    Term("dashboard", "dashboard", "tableau de bord"),
    Term("analysis", "analysis", "analyse"),
)

RESOURCE_KINDS: Terms = (
    Term("open_data", "open data", "données ouvertes"),
    Term("software", "software", "logiciel"),
    Term("training", "training", "formation"),
    Term("guidance", "guidance", "orientation"),
    Term("template", "template", "gabarit"),
    Term("answer", "answer of the response network", "réponse du réseau"),
)

DIRECTIONS: Terms = (
    Term("from", "adapted from", "adapté de"),
    Term("by", "adapted by", "adapté par"),
)


def codes(terms: Iterable[Term]) -> tuple[str, ...]:
    """Give the codes of a list of terms, in its order.

    Examples
    --------
    >>> codes(BOUNDS)
    ('exact', 'at_least', 'at_most', 'about')
    """
    return tuple(each.code for each in terms)


def term_of(terms: Iterable[Term], code: str) -> Term:
    """Give the term of a code; an empty or unknown code is "not stated".

    Examples
    --------
    >>> term_of(ANALYSES, "predict").fr, term_of(ANALYSES, "").fr
    ('prédire', 'non précisé')
    """
    unknown = (Term(code, "not stated", "non précisé"),)
    return next(each for each in chain(terms, unknown) if each.code == code)
