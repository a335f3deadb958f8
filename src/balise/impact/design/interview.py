"""From answers to what can be done: designs, or what to collect first; in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from balise.impact.design.designs import Design, Pair, collect_first, designs
from balise.impact.design.logic import read_logic, told_logic
from balise.impact.design.plan import Plan, register
from balise.impact.design.questions import Question, complete
from balise.impact.verdicts import WORDS

__all__ = ["Interview", "interview", "told_interview"]


@dataclass(frozen=True, slots=True)
class Interview:
    """What was answered, which designs can answer, and the plan that was registered."""

    answers: Mapping[str, Mapping[str, Any]]
    logic: Mapping[str, list[str]]
    designs: tuple[Design, ...]
    collect: tuple[Pair, ...]
    plan: Plan

    @property
    def can(self) -> bool:
        """Whether any design can answer."""
        return any(each.can for each in self.designs)

    def to_json(self) -> dict[str, Any]:
        """Give everything as plain values."""
        return {
            "answers": {name: dict(table) for name, table in self.answers.items()},
            "logic": dict(self.logic),
            "can_be_attributed": self.can,
            "designs": [each.to_json() for each in self.designs],
            "collect_first": [{"en": en, "fr": fr} for en, fr in self.collect],
            "plan": {
                "registered": self.plan.day,
                "sha256": self.plan.sha256,
                "fixed": self.plan.fixed,
            },
        }


def interview(
    given: Mapping[str, Any],
    day: date,
    ask: Callable[[Question], str] | None = None,
    where: str = "Design",
) -> Interview:
    """Complete answers, weigh the designs, and register the plan.

    Parameters
    ----------
    given : mapping
        Answers of a TOML file; empty if all are to be asked.
    day : date
        On which the plan is registered (UTC).
    ask : callable, optional
        Asks a question; without it, what is missing takes its default.
    where : str
        Named in messages.
    """
    answers = complete(given, ask, where)
    found = designs(answers)
    logic = read_logic(given.get("logic", {}))
    fixed = dict(given.get("plan", {}))
    best = next((each for each in found if each.can), None)
    if best is not None:
        fixed.setdefault("design", best.code)
    fixed.setdefault("outcome", answers["outcome"]["name"])
    content = {**answers, "logic": logic, "plan": fixed}
    return Interview(
        answers=answers,
        logic=logic,
        designs=found,
        collect=() if best is not None else collect_first(answers),
        plan=register(content, day),
    )


_HEADS = {
    "can": ("Designs that can answer", "Méthodes qui peuvent répondre"),
    "cannot": ("Designs that cannot", "Méthodes qui ne le peuvent pas"),
    "none": (
        "With these data the change cannot be attributed to the program.",
        "À partir de ces données, le changement ne peut être attribué au programme.",
    ),
    "first": ("Collect first", "À recueillir d’abord"),
    "logic": ("Logic model", "Modèle logique"),
    "assumes": ("Assumes: ", "Suppose\u00a0: "),
    "best": ("At best: ", "Au mieux\u00a0: "),
    "missing": ("Missing: ", "Il manque\u00a0: "),
    "verb": ("Run: balise impact ", "Commande\u00a0: balise impact "),
}


def told_interview(found: Interview, lang: str) -> list[str]:
    """Tell what can answer, what each assumes and would find, in one language."""
    french = int(lang == "fr")
    heads = {name: pair[french] for name, pair in _HEADS.items()}
    lines = [heads["can"] if found.can else heads["none"]]
    for each in found.designs:
        if each.can:
            best = WORDS[each.best][french]  # type: ignore[index]
            lines += [
                "",
                f"  {each.name[french]}",
                *(f"    {heads['assumes']}{pair[french]}" for pair in each.assumes),
                *(f"    {pair[french]}" for pair in each.told),
                f"    {heads['best']}{best}.",
                f"    {heads['verb']}{each.code}",
            ]
    if found.collect:
        lines += ["", heads["first"], *(f"  - {pair[french]}" for pair in found.collect)]
    lines += ["", heads["cannot"]] if any(not each.can for each in found.designs) else []
    for each in found.designs:
        if not each.can:
            why = " ".join(pair[french] for pair in each.why)
            lines.append(f"  {each.name[french]}{chr(160) if french else ''}: {why}")
    if found.logic:
        lines += ["", heads["logic"], *(f"  {line}" for line in told_logic(found.logic, lang))]
    day, first = found.plan.day, found.plan.sha256[:12]
    lines += [
        "",
        f"Plan enregistré le {day} (UTC), empreinte {first}."
        if french
        else f"Plan registered on {day} (UTC), digest {first}.",
    ]
    return lines
