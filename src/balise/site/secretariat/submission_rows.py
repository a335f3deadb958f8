"""Rows of a submission, such as claims and sources, brought into those of its record.

What a row became on its path stays: only what its holder changed since is written over it.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

from balise.site.guide.models import (
    Claim,
    ClientGroup,
    DataUsed,
    Organisation,
    Partner,
    Population,
    Source,
    Theme,
)
from balise.site.secretariat.submission_checks import number_of
from balise.site.secretariat.submission_reading import Content, is_empty

__all__ = ["PARTS", "known", "merged"]

Numbered = dict[int, Any]
"""Rows by their number in the form."""
_LISTED = ("themes", "client_groups", "populations", "partners")


def merged(record: Any, content: Content, sent: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give the rows of each part of a record, with what its holder changed.

    Parameters
    ----------
    record : Record
        As its last revision has it.
    content : dict
        What its holder sends.
    sent : mapping
        What they sent before; empty the first time.
    lang : str
        The language it is written in.
    """
    keys: dict[str, str] = {}
    found: dict[str, Any] = {}
    # Claims name sources by their keys.
    for name in sorted(PARTS, key=lambda each: each != "sources"):
        held = list(getattr(record, name).all())
        after = PARTS[name](content, lang)
        before = PARTS[name](sent, lang) if sent else {}
        if name in _LISTED:
            found[name] = _listed(held, [*before.values()], [*after.values()])
            continue
        if name == "claims":
            for each in (*before.values(), *after.values()):
                each.source_key = keys.get(each.source_key, each.source_key)
        found[name] = _rows(held, before, after, keys)
    return found


def _identity(part: Any) -> Any:
    if isinstance(part, Partner):
        return part.organisation_id or part.name.casefold()
    return part.code


def _listed(held: list[Any], before: list[Any], after: list[Any]) -> list[Any]:
    """Add what was added and take away what was taken away; the rest is as it became."""
    known_before = {_identity(each) for each in before}
    wanted = {_identity(each): number for number, each in enumerate(after)}
    kept = [
        each for each in held if _identity(each) in wanted or _identity(each) not in known_before
    ]
    there = known_before | {_identity(each) for each in kept}
    kept += [each for each in after if _identity(each) not in there]
    return sorted(kept, key=lambda each: wanted.get(_identity(each), len(wanted)))


def _values(part: Any) -> dict[str, Any]:
    left = {"id", "record", "sort_order", "key"}
    fields = (each for each in part._meta.concrete_fields if each.name not in left)
    return {each.attname: getattr(part, each.attname) for each in fields}


def _alike(one: Any, other: Any) -> float:
    """Count what two rows have in common."""
    mine, theirs = _values(one), _values(other)
    return sum(1.0 for name, value in mine.items() if value and value == theirs[name])


def _paired(left: Numbered, right: Numbered, bonus: Callable[[int, int], float]) -> dict[int, int]:
    """Find for rows of one list those of another that they are, the likest first."""
    likeness = [
        (_alike(one, other) + bonus(mine, theirs), -abs(mine - theirs), mine, theirs)
        for mine, one in left.items()
        for theirs, other in right.items()
    ]
    found: dict[int, int] = {}
    for many, _near, mine, theirs in sorted(likeness, key=lambda each: each[:2], reverse=True):
        if many > 0 and mine not in found and theirs not in found.values():
            found[mine] = theirs
    return found


def _rows(held: list[Any], before: Numbered, after: Numbered, keys: dict[str, str]) -> list[Any]:
    """Write what changed between two forms over the rows as they became meanwhile.

    ``keys`` learns under which key each source of the form is kept.
    """
    there = dict(enumerate(held, start=1))

    def same_key(mine: int, theirs: int) -> float:
        own = getattr(before[mine], "key", None)
        by_key = 10.0 if own and own == there[theirs].key else 0.0
        return by_key + (0.5 if mine == theirs else 0.0)

    became = _paired(before, there, same_key)
    came = _paired(after, before, lambda mine, theirs: 0.5 if mine == theirs else 0.0)
    rows = [each for number, each in there.items() if number not in became.values()]
    taken = {getattr(each, "key", "") for each in held}
    written = []
    for number, part in after.items():
        key, origin = getattr(part, "key", ""), came.get(number, 0)
        mine = there.get(became.get(origin, 0))
        if mine is not None:
            row = _written_over(mine, before[origin], part)
        elif origin and _values(part) == _values(before[origin]):
            continue  # taken out on its path, and not changed since
        else:
            row = part
            if key in taken - {""}:
                row.key = next(each for n in range(1, 1000) if (each := f"s{n}") not in taken)
        if key:
            keys[key] = row.key
            taken.add(row.key)
        written.append(row)
    return written + rows


def _written_over(mine: Any, before: Any, after: Any) -> Any:
    row, old = copy(mine), _values(before)
    for name, value in _values(after).items():
        if value != old[name]:
            setattr(row, name, value)
    return row


def _coded(name: str, model: type) -> Callable[[Mapping[str, Any], str], Numbered]:
    def rows(content: Mapping[str, Any], lang: str) -> Numbered:  # noqa: ARG001
        return dict(enumerate((model(code=each) for each in content.get(name, [])), start=1))

    return rows


def _partners(content: Mapping[str, Any], lang: str) -> Numbered:  # noqa: ARG001
    names = (each.strip() for each in content.get("partners", "").splitlines())
    told = ((each, known(each)) for each in names if each)
    rows = (Partner(organisation=found) if found else Partner(name=name) for name, found in told)
    return dict(enumerate(rows, start=1))


def _data_used(content: Mapping[str, Any], lang: str) -> Numbered:
    return {
        number: DataUsed(
            **{f"name_{lang}": row["name"]},
            holder=row["holder"],
            personal=row["personal"],
            link=row["link"],
        )
        for number, row in _written(content.get("data_used", []))
    }


def _sources(content: Mapping[str, Any], lang: str) -> Numbered:
    return {
        number: Source(
            key=f"s{number}",
            **{f"title_{lang}": row["title"]},
            publisher=row["publisher"],
            year=int(row["year"]) if row["year"] else None,
            link=row["link"],
            kind=row["kind"],
        )
        for number, row in _written(content.get("sources", []))
    }


def _claims(content: Mapping[str, Any], lang: str) -> Numbered:
    return {
        number: Claim(
            kind=row["kind"],
            **{f"measure_{lang}": row["measure"], f"unit_{lang}": row["unit"]},
            value=number_of(row["value"], lang) if row["value"] else None,
            period_start=row["period_start"],
            period_end=row["period_end"],
            method=row["method"],
            claimed_by="organisation",
            source_key=f"s{row['source']}" if row["source"] else "",
        )
        for number, row in _written(content.get("claims", []))
    }


def _written(rows: Iterable[dict[str, str]]) -> list[tuple[int, dict[str, str]]]:
    return [(number, row) for number, row in enumerate(rows, start=1) if not is_empty(row)]


PARTS: dict[str, Callable[[Mapping[str, Any], str], Numbered]] = {
    "themes": _coded("themes", Theme),
    "client_groups": _coded("client_groups", ClientGroup),
    "populations": _coded("populations", Population),
    "partners": _partners,
    "data_used": _data_used,
    "sources": _sources,
    "claims": _claims,
}


def known(name: str) -> Organisation | None:
    """Give the organisation of a name, in either language, if the Guide has it."""
    every = Organisation.objects.order_by("pk")
    return every.filter(name_en__iexact=name).first() or every.filter(name_fr__iexact=name).first()
