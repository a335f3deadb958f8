"""Every address of the site, and who gets what there.

Addresses come from the URL table itself, values in them from the rows of a filled house: an
address without a rule, or a value without a row, is a failure and never a gap.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.site.secretariat.house import House

__all__ = ["EVERYBODY", "ROLES", "STAFF", "Route", "address", "is_refused", "may", "routes"]

ROLES = (
    "anonymous",
    "submitter",
    "Secretariat",
    "Reviewers",
    "Translators",
    "Steering committee",
    "Council",
    "Deputy ministers' table",
)
EVERYBODY = frozenset(ROLES)
STAFF = frozenset(ROLES[2:])
SECRETARIAT = frozenset({"Secretariat"})
TABLES = frozenset(ROLES[5:])
NOBODY: frozenset[str] = frozenset()

# Screens of our own, and those of Wagtail that no permission of a model guards. The
# administrator may everything that is not closed, and is no role.
RULES: dict[str, frozenset[str]] = {
    "desk": STAFF,
    "desk_waiting": STAFF,
    "desk_review": frozenset({"Secretariat", "Reviewers", "Translators"}),
    "desk_submit": SECRETARIAT,
    "desk_submissions": frozenset({"Secretariat", "Reviewers"}),
    # That of a draft: files of what was submitted have tests of their own.
    "desk_attachment": NOBODY,
    "desk_consult": SECRETARIAT,
    "desk_ask_again": SECRETARIAT,
    "desk_close": SECRETARIAT,
    "desk_consent": SECRETARIAT,
    "desk_translations": frozenset({"Secretariat", "Translators"}),
    "desk_translate": frozenset({"Secretariat", "Translators"}),
    "desk_decisions": SECRETARIAT | TABLES,
    "desk_answers": SECRETARIAT | {"Council"},
    "guide_editions": STAFF - {"Translators"},
    "guide_edition_submit": SECRETARIAT,
    "guide_upload": STAFF,
    "wagtailadmin_home": STAFF,
    "wagtailadmin_account": STAFF,
    "guide_account": STAFF,
    "wagtailadmin_dismissibles": STAFF,
    "wagtailadmin_logout": EVERYBODY,
    "wagtailadmin_login": EVERYBODY,
    "guide_sign_in": EVERYBODY,
    "guide_password_reset": EVERYBODY,
    "wagtailadmin_javascript_catalog": EVERYBODY,
    "wagtailadmin_sprite": EVERYBODY,
    "wagtailadmin_password_reset": EVERYBODY,
    "wagtailadmin_password_reset_done": EVERYBODY,
    "wagtailadmin_password_reset_confirm": EVERYBODY,
    "wagtailadmin_password_reset_complete": EVERYBODY,
    "wagtailadmin_block_preview": STAFF,
    "wagtailadmin_editing_sessions:release": STAFF,
    "wagtailadmin_editing_sessions:ping": SECRETARIAT,
}
# Whoever may approve or send back is asked by the path itself, at each step.
ASKED_BY_THE_PATH = {
    "desk_approve",
    "desk_send_back",
    "workflow_action",
    "collect_workflow_action_data",
}
_SNIPPETS, _CHOOSERS = "wagtailsnippets_", "wagtailsnippetchoosers_"
_VERBS = {
    "add": ("add",),
    "copy": ("add",),
    "create": ("add",),
    "preview_on_add": ("add",),
    "edit": ("change",),
    "delete": ("delete",),
    "unpublish": ("publish",),
    "revisions_unschedule": ("publish",),
    "revisions_revert": ("change",),
    "lock": ("lock",),
    "unlock": ("unlock",),
}
READING = ("view", "add", "change", "delete", "publish")


@dataclass(frozen=True, slots=True)
class Route:
    """An address with values still to fill: its pattern, its name, and where that belongs."""

    pattern: str
    name: str
    space: str

    @property
    def full_name(self) -> str:
        """Its name as it is reversed."""
        return f"{self.space}:{self.name}" if self.space else self.name

    @property
    def is_staff(self) -> bool:
        """Whether it lies where accounts work."""
        return self.pattern.startswith("admin/")

    @property
    def model(self) -> str:
        """The model whose screen it is, as ``application_model``; empty if it is none's."""
        for prefix in (_SNIPPETS, _CHOOSERS):
            if self.space.startswith(prefix):
                return self.space.removeprefix(prefix)
        return ""


def routes() -> list[Route]:
    """Read the URL table of the site."""
    from django.urls import get_resolver

    return list(_below(get_resolver(), "", ""))


def _below(resolver: Any, prefix: str, space: str) -> Iterator[Route]:
    from django.urls import URLPattern

    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Route(pattern, each.name or "", space)
        else:
            inner = ":".join(filter(None, (space, each.namespace)))
            yield from _below(each, pattern, inner)


def is_refused(answer: Any) -> bool:
    """Tell whether an answer gives nothing: not found, forbidden, or led to sign in."""
    if answer.status_code in {403, 404, 410}:
        return True
    leads = answer.headers.get("Location", "")
    return answer.status_code in {301, 302, 303} and (
        leads.startswith("/admin/login/") or leads == "/admin/"
    )


def may(route: Route, role: str, user: Any) -> bool:
    """Tell whether a role is to get something at an address of the secretariat.

    Raises
    ------
    KeyError
        If no rule tells.
    """
    if route.full_name in RULES:
        return role in RULES[route.full_name]
    if user is None:
        return False
    if route.model:
        label, _, model = route.model.partition("_")
        verbs = _VERBS.get(route.name, READING)
        return any(user.has_perm(f"{label}.{verb}_{model}") for verb in verbs)
    return role in _by_prefix(route)


def _by_prefix(route: Route) -> frozenset[str]:
    """Tell who may of families of addresses; KeyError if it is of none."""
    families = {
        "desk_": SECRETARIAT,
        "wagtailimages": SECRETARIAT,
        "wagtailusers": NOBODY,
        "wagtailadmin": NOBODY,
        "wagtaildocs": NOBODY,
        "wagtailsnippets:": STAFF,
        "wagtail_bulk_action": NOBODY,
        "guide_edition": STAFF - {"Translators"},
    }
    for prefix, roles in families.items():
        if route.full_name.startswith(prefix):
            return roles
    if not route.name and re.fullmatch(
        r"admin/(test404/|\^\.\*/\$|guide-editions/.*pdf)", route.pattern
    ):
        return STAFF - {"Translators"} if "pdf" in route.pattern else NOBODY
    raise KeyError(route.full_name or route.pattern)


def address(route: Route, house: House) -> str:
    """Fill an address with rows of the house."""
    pattern = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route.pattern)
    pattern = pattern.replace("^", "").replace("\\.", ".").replace(".*/", "none/").replace("$", "")

    def filled(found: re.Match[str]) -> str:
        return str(_value(found[1].rpartition(":")[2], route, house))

    return "/" + re.sub(r"<([a-z_:A-Z]+)>", filled, pattern)


_NUMBERED = {
    "desk_review": "record",
    "desk_submit": "record",
    "desk_approve": "record",
    "desk_send_back": "record",
    "desk_consult": "record",
    "desk_translate": "record",
    "desk_ask_again": "consultation",
    "desk_close": "consultation",
    "desk_consent": "consultation",
    "desk_answers": "decision",
    "desk_pilot": "pilotproposal",
    "desk_pack": "meeting",
    "desk_interest": "interest",
    "desk_interest_name": "interest",
    "desk_interest_withdraw": "interest",
    "desk_ageing_settled": "confirmation",
    "desk_outbox_again": "message",
    "desk_attachment": "attachment",
}


def _value(name: str, route: Route, house: House) -> Any:
    rows = house.rows
    if name in {"pk", "object_id"} and route.model:
        return rows[route.model.partition("_")[2]].pk
    if route.name.startswith("desk_") and name in {"number", "key"}:
        held = "question" if route.name.startswith("desk_question") else _NUMBERED[route.name]
        return rows[held].pk
    known = {
        "revision_id": rows["revision"].pk,
        "kind": "record",
        "app_label": "guide",
        "model_name": "record",
        "object_id": rows["record"].pk,
        "action": "delete",
        "action_name": "approve",
        "task_state_id": 1,
        "workflow_state_id": 1,
        "session_id": 1,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "uidb64": "MQ",
        "token": "x-x",
        "number": 1,
        "name": "nothing.png",
        "filter_spec": "max-100x100",
        "pk": rows["user"].pk,
        "slug": rows["call"].slug,
        "identifier": "under-work",
        "lang": "en",
        "rest": "nothing",
        "content_type_app_name": "guide",
        "content_type_model_name": "record",
        "app_name": "guide",
        "language": "en",
    }
    if name in known:
        return known[name]
    if name.endswith(("_id", "_pk")):
        return 1
    raise KeyError(f"{name} of {route.full_name}")
