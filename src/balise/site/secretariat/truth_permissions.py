"""What each group may do with what keeps the Guide true."""

from collections.abc import Mapping

__all__ = ["PERMISSIONS"]

PERMISSIONS: Mapping[str, set[str]] = {
    "Secretariat": {
        *("change_message", "view_message"),
        *("change_confirmation", "view_confirmation"),
        *("view_linkcheck", "view_taskrun", "view_erasure"),
    },
}
"""Codenames of this application for each group."""
