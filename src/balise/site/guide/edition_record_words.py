"""The words beside a project in the books of an edition, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from balise.site.guide.edition_words import spoken_in

__all__ = ["say"]

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "in_short": ("In short", "En bref"),
        "details": ("Details", "Détails"),
        "came": ("What came of it", "Ce qui en est ressorti"),
        "no_result": ("No result yet.", "Aucun résultat pour l’instant."),
        "no_result_stated": ("No result is stated.", "Aucun résultat n’est énoncé."),
        "small": ("What a small organisation needs", "Ce qu’il faut à une petite organisation"),
        "ask": ("Whom to ask", "À qui s’adresser"),
        "body": ("Organisation", "Organisation"),
        "role": ("Contact", "Personne-ressource"),
        "checked": ("Verification", "Vérification"),
        "standing": ("Who vouches for it", "Qui en répond"),
        "confirmed_on": ("Last confirmed on {day}", "Dernière confirmation le {day}"),
        "review_due": ("Review due on {day}", "Révision prévue le {day}"),
        "lead": ("Led by", "Responsable"),
        "place": ("Where", "Où"),
        "order": ("Order of government", "Ordre de gouvernement"),
        "state": ("State", "État"),
        "since": ("since {day}", "depuis {day}"),
        "from_to": ("{first} to {last}", "{first} à {last}"),
        "analysis": ("Kind of analysis", "Type d’analyse"),
        "clients": ("For", "Pour"),
        "populations": ("People served", "Personnes servies"),
        "partners": ("Partners", "Partenaires"),
        "collaboration": ("Collaboration", "Collaboration"),
        "why_ended": ("Why it ended", "Pourquoi il a pris fin"),
        "problem": ("Problem", "Problème"),
        "approach": ("Approach", "Démarche"),
        "methods": ("Methods", "Méthodes"),
        "tools": ("Software", "Logiciels"),
        "code": ("Code", "Code"),
        "data": ("Data used", "Données utilisées"),
        "data_name": ("Data", "Données"),
        "holder": ("Holder", "Détenteur"),
        "personal": ("Personal information", "Renseignements personnels"),
        "licence": ("Licence", "Licence"),
        "money": ("Cost and effort", "Coûts et effort"),
        "budget": ("Budget", "Budget"),
        "cost": ("Cost", "Coût"),
        "dollars": ("${number}", "{number}\N{NO-BREAK SPACE}$"),
        "staff": ("Months of staff", "Mois-personnes"),
        "funding": ("Source of funds", "Source des fonds"),
        "expected": (
            "Expected or aimed at (not results)",
            "Anticipé ou visé (ne sont pas des résultats)",
        ),
        "before": ("Before the project, and context", "Avant le projet, et contexte"),
        "measure": ("Measure", "Mesure"),
        "value": ("Value", "Valeur"),
        "period": ("Period", "Période"),
        "grounds": ("How it is known; who says so", "Sur quoi cela repose; qui le dit"),
        "source": ("Source", "Source"),
        "not_measured": ("not measured", "non mesuré"),
        "no_figure": ("no figure stated", "aucun chiffre énoncé"),
        "not_stated": ("not stated", "non précisé"),
        "compared": ("Compared with: ", "Comparé à\N{NO-BREAK SPACE}: "),
        "care": ("Precautions", "Précautions"),
        "privacy": ("Privacy assessment", "Évaluation de la vie privée"),
        "impact": ("Algorithmic impact level", "Niveau d’incidence algorithmique"),
        "fairness": ("Fairness", "Équité"),
        "indigenous": ("Indigenous data", "Données autochtones"),
        "limits": ("Known limits", "Limites connues"),
        "lessons": ("Lessons", "Leçons"),
        "assets": ("To take and use again", "À reprendre et à réutiliser"),
        "adapted": ("Borrowed and lent", "Emprunts et prêts"),
        "sources": ("Sources", "Sources"),
        "accessed": ("read on {day}", "consulté le {day}"),
        "rights": ("Rights: ", "Droits\N{NO-BREAK SPACE}: "),
        "colon": (": ", "\N{NO-BREAK SPACE}: "),
        "record_id": ("Identifier", "Identifiant"),
    }
)


def say(key: str, lang: str, **values: object) -> str:
    """Give words in a language, with their values.

    Examples
    --------
    >>> say("review_due", "en", day="May 1, 2027")
    'Review due on May 1, 2027'
    """
    return spoken_in(_WORDS, key, lang, values)
