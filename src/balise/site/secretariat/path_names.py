"""Names of accounts, as the secretariat sees them; pages for others name roles."""

from typing import Any

__all__ = ["account_name"]


def account_name(account: Any) -> str:
    """Give the name an account signs in with; empty if there is none any more."""
    return str(account.get_username()) if account is not None else ""
