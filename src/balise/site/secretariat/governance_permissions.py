"""What each group may do with the governance of the Guide."""

from collections.abc import Mapping

__all__ = ["PERMISSIONS", "TABLE_GROUPS"]

_KEPT = (
    *("table", "annex", "member", "meeting", "agendaitem", "decision", "answer"),
    *("stream", "phase", "planstep", "fundingrequest", "deliverable"),
    *("pilotproposal", "milestone"),
)
_EVERYTHING = {f"{verb}_{each}" for each in _KEPT for verb in ("add", "change", "delete", "view")}

# What is decided stays in the register; nobody publishes a pilot, its path does.
_SECRETARIAT = _EVERYTHING - {"delete_decision", "delete_table"}

TABLE_GROUPS: Mapping[str, str] = {
    "steering": "Steering committee",
    "council": "Council",
    "deputies": "Deputy ministers' table",
}
"""The group of each table that records its own decisions."""

PERMISSIONS: Mapping[str, set[str]] = {
    "Secretariat": _SECRETARIAT,
    "Reviewers": {"view_pilotproposal"},
    **{group: {"record_decision"} for group in TABLE_GROUPS.values()},
}
"""Codenames of this application for each group."""
