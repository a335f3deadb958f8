"""What was asked, as rows of a table: program, outcome, who, when, compared with whom."""

from balise.impact import Answer
from balise.reports.impact_sentences import Question
from balise.reports.impact_words import picked

__all__ = ["asked_rows"]


def asked_rows(answer: Answer, asked: Question, language: str) -> list[list[str]]:
    """Tell what was asked; a name that was not given is that of its column, and said so."""
    fr = language == "fr"
    rows = [
        [
            "Programme" if fr else "Program",
            asked.program or asked.what or ("non nommé" if fr else "not named"),
        ],
        ["Pour qui" if fr else "For whom", asked.whom],
        ["Résultat mesuré" if fr else "Outcome", _outcome(answer, asked, language)],
        ["Dans les données" if fr else "In the data", _who(answer, asked, language)],
        ["Quand" if fr else "When", _when(answer, language)],
        ["Comparé à" if fr else "Compared with", _against(answer, language)],
    ]
    return [row for row in rows if row[1]]


def _column(name: str, language: str) -> str:
    return picked((f"column “{name}”", f"colonne «\u00a0{name}\u00a0»"), language)


def _outcome(answer: Answer, asked: Question, language: str) -> str:
    column = _column(answer.roles.get("outcome", ""), language)
    named = asked.outcome or asked.measured
    return f"{named} ({column})" if named else column


def _count(value: object, language: str) -> str:
    return f"{value:,}".replace(",", "," if language == "en" else "\u00a0")


def _units(answer: Answer, asked: Question, language: str) -> str:
    """Tell what is counted; with the word of those who asked, and its column."""
    column = answer.roles.get("unit")
    parts = ([asked.unit] if asked.unit else []) + ([_column(column, language)] if column else [])
    if not parts:
        return picked((" units", " unités"), language)
    told = f"{parts[0]} ({parts[1]})" if len(parts) == 2 else parts[0]
    return picked((f"; unit: {told}", f"\u00a0; unité\u00a0: {told}"), language)


def _who(answer: Answer, asked: Question, language: str) -> str:
    counts, fr = answer.counts, language == "fr"
    if answer.design == "synth":
        return answer.roles.get("treated", "")
    if answer.design == "its":
        return "une seule série" if fr else "one series"
    treated = counts.get("treated_units")
    total = counts.get("units")
    if treated is None or total is None:
        return ""
    of = "sur" if fr else "of"
    units = _units(answer, asked, language)
    return f"{_count(treated, language)} {of} {_count(total, language)}{units}"


def _when(answer: Answer, language: str) -> str:
    fr, counts = language == "fr", answer.counts
    rows = answer.series.get("means") or answer.series.get("outcome") or ()
    if not rows:
        return ""
    first, last = rows[0]["time"], rows[-1]["time"]
    span = f"données de {first} à {last}" if fr else f"data from {first} to {last}"
    start = answer.roles.get("start")
    if start is not None:
        return f"depuis {start}\u00a0; {span}" if fr else f"from {start} on; {span}"
    groups = counts.get("groups")
    if isinstance(groups, dict) and groups:
        each = [f"{when} ({_count(size, language)})" for when, size in list(groups.items())[:6]]
        more = len(groups) - len(each)
        if more:
            each.append(f"et {more} autres dates" if fr else f"and {more} other dates")
        begun = "début" if fr else "starts"
        between = "\u00a0: " if fr else ": "
        return (
            f"{begun}{between}{', '.join(each)}\u00a0; {span}"
            if fr
            else (f"{begun}{between}{', '.join(each)}; {span}")
        )
    return span


def _against(answer: Answer, language: str) -> str:
    fr, counts = language == "fr", answer.counts
    if answer.design == "synth":
        return _mixture(answer, language)
    if answer.design == "its":
        other = answer.roles.get("comparison")
        if other:
            told = _column(other, language)
            return (
                f"sa propre tendance d’avant, et la {told}"
                if fr
                else (f"its own trend before, and {told}")
            )
        return "sa propre tendance d’avant" if fr else "its own trend before"
    others = counts.get("comparison_units")
    if others is None:
        return ""
    without = "sans le programme" if fr else "without the program"
    settings = counts.get("settings")
    if isinstance(settings, dict) and settings.get("control") == "notyet":
        later = "et celles qui ont commencé plus tard, avant leur début"
        without += f", {later}" if fr else ", and those that started later, before their start"
    return f"{_count(others, language)} {'unités' if fr else 'units'} {without}"


def _mixture(answer: Answer, language: str) -> str:
    """Name the units that make one part in a hundred or more of the mixture."""
    heavy = {name: share for name, share in answer.weights.items() if share >= 0.01}
    sign = picked(("%", "\u00a0%"), language)
    told = ", ".join(f"{name} {100 * share:.0f}{sign}" for name, share in heavy.items())
    count = _count(answer.counts["donors"], language)
    if language == "fr":
        return f"un mélange tiré de {count} autres\u00a0: {told}"
    return f"a mixture drawn from {count} others: {told}"
