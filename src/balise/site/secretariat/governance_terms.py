"""Codes of the governance of the Guide, each with its name in both languages."""

from balise.vocabulary import Term

__all__ = [
    "ANSWERS",
    "APPROVING",
    "DELIVERABLE_STATES",
    "FOLLOW_UPS",
    "FUNDING_STATES",
    "MEETING_STATES",
    "OUTCOMES",
    "PILOT_STATES",
    "RULES",
    "SEATS",
    "STEP_STATES",
    "TABLES",
]

Terms = tuple[Term, ...]

# In the order a matter goes up.
TABLES: Terms = (
    Term("working_group", "working group", "groupe de travail"),
    Term("steering", "steering committee", "comité directeur"),
    Term("council", "council", "conseil"),
    Term("deputies", "deputy ministers’ table", "table des sous-ministres"),
)

SEATS: Terms = (
    Term("co_chair", "co-chair", "coprésidence"),
    Term("member", "member", "membre"),
)

RULES: Terms = (
    Term("majority", "more yes than no", "plus de oui que de non"),
    Term("two_thirds", "two yes for each no, at least", "au moins deux oui pour chaque non"),
    Term("consensus", "at least one yes, and no one against", "au moins un oui, et aucun non"),
    Term(
        "recorded",
        "as the table records it; answers are not counted",
        "selon ce que la table consigne; les réponses ne sont pas comptées",
    ),
)

MEETING_STATES: Terms = (
    Term("planned", "planned", "prévue"),
    Term("held", "held", "tenue"),
    Term("cancelled", "cancelled", "annulée"),
)

OUTCOMES: Terms = (
    Term("approved", "approved", "approuvé"),
    Term("conditions", "approved with conditions", "approuvé sous conditions"),
    Term("refused", "refused", "refusé"),
    Term("deferred", "deferred", "reporté"),
)
APPROVING = ("approved", "conditions")

# The five differ everywhere: who abstains answers, who is absent or silent does not.
ANSWERS: Terms = (
    Term("yes", "yes", "oui"),
    Term("no", "no", "non"),
    Term("abstained", "abstained", "abstention"),
    Term("absent", "absent", "absence"),
    Term("not_answered", "not answered", "sans réponse"),
)

FOLLOW_UPS: Terms = (
    Term("open", "to do", "à faire"),
    Term("done", "done", "fait"),
)

STEP_STATES: Terms = (
    Term("planned", "planned", "prévu"),
    Term("under_way", "under way", "en cours"),
    Term("done", "done", "fait"),
    Term("late", "late", "en retard"),
)

FUNDING_STATES: Terms = (
    Term("draft", "in preparation", "en préparation"),
    Term("asked", "asked", "demandé"),
    Term("granted", "granted", "accordé"),
    Term("refused", "refused", "refusé"),
    Term("closed", "closed", "clos"),
)

DELIVERABLE_STATES: Terms = (
    *STEP_STATES,
    Term("dropped", "dropped", "abandonné"),
)

PILOT_STATES: Terms = (
    Term("idea", "idea", "idée"),
    Term("proposed", "proposed", "proposé"),
    Term("approved", "approved", "approuvé"),
    Term("refused", "refused", "refusé"),
    Term("running", "running", "en cours"),
    Term("ended", "ended", "terminé"),
    Term("stopped", "stopped", "arrêté"),
)
