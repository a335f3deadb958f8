"""Import of records from a file: all of it or nothing, row by row told, safe to run twice.

A record that is new comes as a draft; an unverified one of an inventory is listed. One that
is here is changed where the file says something else. What people wrote since the last import
stays unless ``force`` is given, and then it is kept as an earlier version. A published record
is never changed: the file becomes its next draft.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import CheckConstraint
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

from balise.site.guide.layout import CODE_LISTS, KEPT, LEAD, PARTS, Tree, record_tree
from balise.site.guide.models import Organisation, Record, UsedIdentifier, unstated_periods
from balise.site.guide.organisations_named import Named
from balise.site.guide.parsing import MODELS, Problem, parsed, parsed_organisation, unwritten
from balise.site.guide.publishing import PublishingError, list_publicly
from balise.site.guide.reading_files import Document, Entry, read_file
from balise.site.guide.seed_layout import from_seed
from balise.vocabulary import BaliseError, nearest

__all__ = ["VERDICTS", "Report", "Row", "import_file"]

VERDICTS = ("new", "same", "changed", "kept", "refused")
ACTION = "guide.import"
# The secretariat sees it in the history of a record; the import knows its own work by it.
registry.register_action(ACTION, _("Import"), _("Imported from a file"))


@dataclass(slots=True)
class Row:
    """What became of an entry of the file, or would."""

    row: int
    what: str
    verdict: str = "same"
    fields: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What became of a file, entry by entry."""

    name: str
    dry_run: bool
    rows: list[Row] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many entries had each verdict."""
        return Counter(each.verdict for each in self.rows)

    @property
    def is_written(self) -> bool:
        """Whether anything was kept."""
        return not self.dry_run and not self.counts["refused"]


class _RefusedError(BaliseError):
    """An entry that cannot be kept."""


def import_file(path: Path, *, dry_run: bool = False, force: bool = False) -> Report:
    """Import a file of records, or tell what that would do.

    Parameters
    ----------
    path : Path
        YAML in our layout or that of the first inventory, or CSV.
    dry_run : bool
        Try everything, then keep nothing.
    force : bool
        Change records that people changed since they were imported.

    Returns
    -------
    Report
        If an entry was refused, nothing was kept of the others either.

    Raises
    ------
    FileError
        If the file cannot be read at all.
    """
    document = read_file(path)
    report = Report(path.name, dry_run)
    with translation.override("en"), unstated_periods(), transaction.atomic():
        _Import(document, report, force=force).run()
        if not report.is_written:
            transaction.set_rollback(True)
    return report


class _Import:
    def __init__(self, document: Document, report: Report, *, force: bool) -> None:
        self._document = document
        self._report = report
        self._force = force
        self._named = Named()
        self._rows: dict[str, int] = {}
        self._later: list[tuple[Row, Record, Tree]] = []
        self._coming = {str(each.values.get("id") or "").strip() for each in document.records}

    def run(self) -> None:
        for entry in self._document.organisations:
            self._try(Row(entry.row, str(entry.values.get("identifier") or "")), entry, self._body)
        for entry in self._document.records:
            name = str(entry.values.get("id") or "").strip()
            self._try(Row(entry.row, name), entry, self._record)
        for row, record, tree in self._later:
            self._try(row, tree, lambda _row, tree, record=record: self._link(record, tree))
        # Adaptations are told where their record was.
        unique = {id(each): each for each in self._report.rows}
        self._report.rows = list(unique.values())

    def _try(self, row: Row, entry: Any, does: Any) -> None:
        self._report.rows.append(row)
        try:
            with transaction.atomic():
                does(row, entry)
        except _RefusedError as error:
            row.verdict = "refused"
            row.notes.append(str(error))
        except PublishingError as error:
            row.verdict = "refused"
            row.notes += [each.sentence for each in error.missing]
        except ValidationError as error:
            row.verdict = "refused"
            row.notes += _told(error)
        except DatabaseError as error:
            row.verdict = "refused"
            row.notes.append(f"The database refuses it: {str(error).strip()}.")

    # Organisations

    def _body(self, row: Row, entry: Entry) -> None:
        tree, problems = parsed_organisation(entry.values)
        _refuse(problems)
        row.verdict, row.fields = self._named.settle(tree, force=self._force)
        if row.verdict == "kept":
            row.notes.append("The organisation is described otherwise here; --force replaces it.")

    # Records

    def _record(self, row: Row, entry: Entry) -> None:
        values = entry.values
        problems: list[Problem] = []
        if not row.what:
            raise _RefusedError("id: found none. Expected one. Give the record an identifier.")
        if row.what in self._rows:
            raise _RefusedError(
                f"id: found '{row.what}' in row {self._rows[row.what]} and in row {entry.row}. "
                "Expected each once. Keep one of them."
            )
        self._rows[row.what] = entry.row
        if self._document.is_seed:
            values, problems = from_seed(values)
        tree, others = parsed(values, has_comma=self._document.has_comma)
        _refuse([*problems, *others])
        record = Record.objects.filter(identifier=row.what).first()
        if record is None:
            self._new(row, tree)
        else:
            self._known(row, record, tree)

    def _new(self, row: Row, tree: Tree) -> None:
        if UsedIdentifier.objects.filter(identifier=row.what).exists():
            raise _RefusedError(
                f"id: '{row.what}' named a record that is gone. Expected one that was never used. "
                "Choose another identifier."
            )
        row.verdict = "new"
        self._resolve(tree)
        is_seed = tree.get("verification") == "unverified_seed"
        record = Record(
            identifier=row.what, verification="unverified_seed" if is_seed else "submitted"
        )
        self._fill(record, tree, tree, row)
        record.full_clean()
        record.save()
        self._revise(record)
        status = tree.get("status", "draft")
        if status == "listed" and is_seed:
            list_publicly(record)
        elif status not in ("", "draft"):
            row.notes.append(f"It was {status}; it comes as a draft, to be reviewed here.")

    def _known(self, row: Row, record: Record, tree: Tree) -> None:
        latest = record.get_latest_revision_as_object()
        before = record_tree(latest)
        self._resolve(tree)
        row.fields = [
            name
            for name, value in tree.items()
            if name not in ("id", *KEPT, *LEAD[1:]) and value != before.get(name, unwritten(name))
        ]
        if not row.fields:
            return
        told = self._reason_to_keep(record)
        if told:
            row.verdict = "kept"
            row.notes.append(told)
            return
        row.verdict = "changed"
        self._fill(latest, tree, row.fields, row)
        latest.full_clean()
        if record.status in ("draft", "listed"):
            latest.save()
        else:
            row.notes.append(f"It is {record.status} and stays so; the file is its next draft.")
        self._revise(latest)
        record.refresh_from_db()
        if record.status == "listed":
            list_publicly(record)

    def _reason_to_keep(self, record: Record) -> str:
        if record.locked or record.workflow_in_progress:
            return "It is locked or being reviewed; import the file again once it is not."
        if self._force or _last_import(record) == record.latest_revision_id:
            return ""
        return "People changed it since it was imported; --force makes the file its next version."

    def _fill(self, record: Record, tree: Tree, names: Iterable[str], row: Row) -> None:
        for name in names:
            if name in ("id", *KEPT, *LEAD[1:]):
                continue
            if name == "lead":
                record.lead = Organisation.objects.filter(identifier=tree["lead"]).first()
            elif name in CODE_LISTS:
                _replace(record, name, [{"code": each} for each in tree[name]])
            elif name == "adaptations" and self._has_coming(tree[name]):
                self._later.append((row, record, tree))
            elif name in PARTS:
                _replace(record, name, [_of_part(each) for each in tree[name]])
            else:
                value = tree[name]
                is_nothing = value == "" and Record._meta.get_field(name).null
                setattr(record, name, None if is_nothing else value)

    def _resolve(self, tree: Tree) -> None:
        """Find the organisations that a record names, and make those it introduces."""
        try:
            self._named.lead(tree)
            for partner in tree.get("partners", ()):
                self._named.partner(partner)
        except LookupError as error:
            raise _RefusedError(str(error)) from error

    # Records adapted from each other may come in any order.

    def _has_coming(self, rows: list[Tree]) -> bool:
        named = {each["other"] for each in rows if each.get("other")}
        here = set(Record.objects.filter(identifier__in=named).values_list("identifier", flat=True))
        unknown = named - here
        for each in sorted(unknown - self._coming):
            known = Record.objects.values_list("identifier", flat=True)
            raise _RefusedError(
                f"adaptations: found '{each}'. Expected a record of the Guide or of this file. "
                f"{nearest(each, {*known, *self._coming})}"
            )
        return bool(unknown)

    def _link(self, record: Record, tree: Tree) -> None:
        if self._report.counts["refused"]:
            return
        current = Record.objects.get(pk=record.pk).get_latest_revision_as_object()
        _replace(current, "adaptations", [_of_part(each) for each in tree["adaptations"]])
        if current.status in ("draft", "listed"):
            current.save()
        self._revise(current)

    def _revise(self, record: Record) -> None:
        revision = record.save_revision(clean=False)  # it was cleaned before it was saved
        if record.status == "listed":
            Record.objects.filter(pk=record.pk).update(has_unpublished_changes=False)
        log(
            instance=record,
            action=ACTION,
            revision=revision,
            data={"revision": revision.pk, "file": self._report.name},
        )


def _last_import(record: Record) -> int | None:
    entries = ModelLogEntry.objects.for_instance(record).filter(action=ACTION)
    last = entries.order_by("-timestamp", "-pk").first()
    return last.data.get("revision") if last else None


def _of_part(tree: Tree) -> Tree:
    values = {name: each for name, each in tree.items() if not name.startswith("organisation")}
    if named := tree.get("organisation"):
        values["organisation"] = Organisation.objects.get(identifier=named)
    if named := values.pop("other", ""):
        values["other"] = Record.objects.get(identifier=named)
    return values


def _replace(record: Record, name: str, rows: list[Tree]) -> None:
    """Put parts in place of those a record has, keeping the keys of those that stay."""
    manager = getattr(record, name)
    kept = list(manager.all())
    parts, refused = [], _repeated(name, rows)
    for number, row in enumerate(rows, start=1):
        part = MODELS[name](**row)
        if number <= len(kept):
            part.pk = kept[number - 1].pk
        part.sort_order = number - 1
        try:
            part.full_clean(exclude=["record"], validate_unique=False, validate_constraints=False)
            for rule in MODELS[name]._meta.constraints:
                # Codes were looked up already; what may be there once was counted.
                if isinstance(rule, CheckConstraint) and not rule.name.endswith("_known"):
                    rule.validate(MODELS[name], part)
        except ValidationError as error:
            refused += [f"{name}.{number}.{each}" for each in _told(error)]
        parts.append(part)
    if refused:
        raise _RefusedError(" ".join(refused))
    manager.set(parts)


def _repeated(name: str, rows: list[Tree]) -> list[str]:
    """Name the keys that parts of a record have twice."""
    key = {"sources": "key", "places": "dguid"}.get(name, "")
    found = Counter(each.get(key) for each in rows) if key else Counter()
    return [
        f"{name}: found {key} {each!r} {count} times. Expected each once. Change one of them."
        for each, count in found.items()
        if count > 1
    ]


def _refuse(problems: Iterable[Any]) -> None:
    if told := " ".join(str(each) for each in problems):
        raise _RefusedError(told)


def _told(error: ValidationError) -> list[str]:
    """Give the sentences of a refusal by the model, each with its field."""
    if not hasattr(error, "error_dict"):
        return [str(each) for each in error.messages]
    return [
        f"{name}: {message}" if name != "__all__" else str(message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]
