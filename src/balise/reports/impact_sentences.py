"""The finding in one sentence, worded as its verdict allows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from balise.impact import Answer, Estimate
from balise.reports.impact_words import amount, label, picked

__all__ = ["Question", "finding", "of_french", "period_word", "question_in", "where_told"]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in the words of those who asked.

    Each text is in the language of the report, or in both: English, a bar, French
    (``people served | personnes servies``). What is left out is told by its column.

    Attributes
    ----------
    program : str
        With its article: ``the outreach team``, ``l'équipe mobile``.
    outcome : str
        What is counted, in the plural: ``people served``.
    unit : str
        One of those who may have the program: ``office``.
    what, whom, measured : str
        What changed, for whom, and what is measured, as a registered plan says it: shown beside
        the columns, and not put into sentences.
    """

    program: str = ""
    outcome: str = ""
    unit: str = ""
    what: str = ""
    whom: str = ""
    measured: str = ""


def question_in(question: Question, language: str) -> Question:
    """Keep the words of one language.

    Examples
    --------
    >>> question_in(Question("the team | l’équipe", "people"), "fr")
    Question(program='l’équipe', outcome='people', unit='', what='', whom='', measured='')
    """

    def one(text: str) -> str:
        parts = [each.strip() for each in text.split("|")]
        return parts[-1] if language == "fr" else parts[0]

    return replace(
        question,
        program=one(question.program),
        outcome=one(question.outcome),
        unit=one(question.unit),
    )


def of_french(program: str) -> str:
    """Write "de" before a name in French, contracted with its article.

    Examples
    --------
    >>> of_french("le programme"), of_french("les visites"), of_french("l’équipe mobile")
    ('du programme', 'des visites', 'de l’équipe mobile')
    """
    for article, short in (("le ", "du "), ("les ", "des ")):
        if program.lower().startswith(article):
            return short + program[len(article) :]
    return ("d’" if program[:1].lower() in "aeiouéèêâîôh" else "de ") + program


def period_word(periods: Sequence[object], language: str) -> str:
    """Tell what one period is from how periods are written; "" if it cannot be told.

    Examples
    --------
    >>> period_word(["2025-01", "2025-02"], "en"), period_word([2001, 2002], "fr")
    ('month', 'an')
    >>> period_word(["2014-Q1"], "fr"), period_word([1, 2], "en")
    ('trimestre', '')
    """
    texts = [str(each).removesuffix(".0") for each in periods]
    if texts and all("Q" in each for each in texts):
        return picked(("quarter", "trimestre"), language)
    if texts and all(len(each) == 7 and each[4] == "-" for each in texts):
        steps = {_months(later) - _months(one) for one, later in pairwise(texts)}
        return picked(("month", "mois"), language) if 1 in steps else ""
    if texts and all(each.isdigit() and 1850 < int(each) < 2150 for each in texts):
        steps = {int(later) - int(one) for one, later in pairwise(texts)}
        return picked(("year", "an"), language) if steps == {1} else ""
    return ""


def _months(text: str) -> int:
    year, month = text.split("-")
    return 12 * int(year) + int(month) if month.isdigit() else 0


def where_told(answer: Answer, question: Question, language: str) -> str:
    """Tell whom the effect is of: each treated office, Region 05, nobody named for a series."""
    fr, unit = language == "fr", question.unit or picked(("unit", "unité"), language)
    if answer.design == "synth":
        name = answer.roles.get("treated", "")
        return f" pour {name}" if fr else f" in {name}"
    if answer.design == "its":
        return ""
    if answer.design == "did":
        return (
            f" pour chaque {unit} qui a eu le programme" if fr else f" in each {unit} that had it"
        )
    if answer.design == "experiment":
        if fr:
            return f" par {unit}, dans le groupe affecté au programme"
        return f" for each {unit} assigned to it"
    return (
        f" par {unit}, dans le groupe qui a eu le programme"
        if fr
        else f" for each {unit} that had it"
    )


_RATES = re.compile(r"\b(per|par|sur|of every|out of)\b|%")


def _each_period(answer: Answer, asked: Question, language: str) -> str:
    """Tell the period of a count; a rate says its own, and a column has one value a period."""
    timed = answer.design in {"did", "synth", "its"}
    if not timed or not asked.outcome or _RATES.search(asked.outcome):
        return ""
    rows = answer.series.get("means") or answer.series.get("outcome") or ()
    word = period_word([each.get("time") for each in rows], language)
    if language == "fr":
        return f" par {word or 'période'}"
    return f" a {word or 'period'}"


def finding(answer: Answer, asked: Question, language: str) -> str:
    """Tell the effect in natural units with its interval, in words that the verdict allows.

    Only ``attributable`` and ``probably`` say "because of".
    """
    effect = answer.estimates[answer.headline]
    tell = _Teller(answer, asked, language)
    if answer.verdict == "cannot":
        return tell.cannot(effect)
    if answer.verdict == "no_evidence":
        return tell.nothing(effect)
    if answer.verdict == "contributes" or effect.low is None or effect.high is None:
        return tell.part(effect)
    return tell.because(effect)


class _Teller:
    """Sentences about one answer in one language."""

    def __init__(self, answer: Answer, asked: Question, language: str) -> None:
        self.fr = language == "fr"
        self.language = language
        self.program = asked.program or label("this", language)
        self.outcome = asked.outcome
        self.column = answer.roles.get("outcome", "")
        self.where = where_told(answer, asked, language)
        self.rate = _each_period(answer, asked, language)
        self.likely = answer.verdict == "probably"

    def _n(self, value: float) -> str:
        return amount(value, self.language)

    def _size(self, effect: Estimate) -> str:
        """Give "between 137 and 190", or "about 12" without interval."""
        if effect.low is None or effect.high is None:
            size = self._n(abs(effect.estimate))
            return f"environ {size}" if self.fr else f"about {size}"
        low, high = (self._n(each) for each in sorted((abs(effect.low), abs(effect.high))))
        return f"entre {low} et {high}" if self.fr else f"between {low} and {high}"

    def _change(self, effect: Estimate) -> str:
        """Tell the change as a clause with a verb: "there were between 1 and 2 more calls"."""
        up, size = effect.estimate >= 0, self._size(effect)
        if self.fr and self.outcome:
            sense = "de plus" if up else "de moins"
            return f"il y a eu, en moyenne, {size} {self.outcome} {sense}{self.rate}{self.where}"
        if self.fr:
            sense = "plus élevée" if up else "moins élevée"
            return (
                f"la valeur de «\u00a0{self.column}\u00a0» a été, en moyenne, {sense}{self.where} "
                f"(écart\u00a0: {size})"
            )
        if self.outcome:
            sense = "more" if up else "fewer"
            return f"there were, on average, {size} {sense} {self.outcome}{self.rate}{self.where}"
        sense = "higher" if up else "lower"
        return f"the value of “{self.column}” was, on average, {size} {sense}{self.where}"

    def _best(self, effect: Estimate) -> str:
        best = self._n(abs(effect.estimate))
        return (
            f" (intervalle à 95\u00a0%\u00a0; meilleure estimation\u00a0: {best})"
            if self.fr
            else f" (95% interval; best estimate: {best})"
        )

    def _alone(self) -> str:
        return " (sans intervalle)" if self.fr else " (no interval)"

    def because(self, effect: Estimate) -> str:
        change, best = self._change(effect), self._best(effect)
        if self.fr:
            start = "Probablement en raison" if self.likely else "En raison"
            return f"{start} {of_french(self.program)}, {change}{best}."
        start = "Probably because of" if self.likely else "Because of"
        return f"{start} {self.program}, {change}{best}."

    def part(self, effect: Estimate) -> str:
        change = self._change(effect)
        best = self._best(effect) if effect.low is not None else self._alone()
        if self.fr:
            return (
                f"Par rapport à ce qui était attendu sans {self.program}, {change}{best}. Mais une "
                "partie de cet écart, ou sa totalité, peut avoir une autre cause\u00a0: ces "
                "données ne permettent pas de les séparer."
            )
        return (
            f"Compared with what was expected without {self.program}, {change}{best}. But part of "
            "this difference, or all of it, may have another cause: these data cannot tell them "
            "apart."
        )

    def nothing(self, effect: Estimate) -> str:
        """Tell the interval of an effect that chance alone could make."""
        thing = self._thing()
        low, high = (self._signed(float(each or 0.0)) for each in (effect.low, effect.high))
        if self.fr:
            return (
                f"Ces données ne montrent pas que {self.program} ait changé {thing}\u00a0: s’il y "
                f"a un effet, il se situe en moyenne entre {low} et {high}{self.rate}{self.where} "
                "(intervalle à 95\u00a0%), et zéro est possible."
            )
        return (
            f"These data do not show that {self.program} changed {thing}: if there is an effect, "
            f"it lies, on average, between {low} and {high}{self.rate}{self.where} (95% interval), "
            "and zero is possible."
        )

    def _signed(self, value: float) -> str:
        size = self._n(abs(value))
        if self.fr:
            return f"{size} de {'plus' if value > 0 else 'moins'}"
        more, fewer = ("more", "fewer") if self.outcome else ("higher", "lower")
        return f"{size} {more if value > 0 else fewer}"

    def _thing(self) -> str:
        if self.fr:
            return (
                f"le nombre {of_french(self.outcome)}"
                if self.outcome
                else f"la valeur de «\u00a0{self.column}\u00a0»"
            )
        return f"the number of {self.outcome}" if self.outcome else f"the value of “{self.column}”"

    def cannot(self, effect: Estimate) -> str:
        value = self._n(effect.estimate)
        thing = self._thing()
        if self.fr:
            return (
                f"Ces données ne permettent pas de dire si {self.program} a changé {thing}. "
                f"L’écart observé ({value}{self.rate}{self.where}) ne doit pas être présenté comme "
                "un effet."
            )
        return (
            f"These data cannot tell whether {self.program} changed {thing}. The difference that "
            f"was found ({value}{self.rate}{self.where}) must not be told as an effect."
        )
