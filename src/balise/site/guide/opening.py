"""What must not be served: a database that holds accounts of a demonstration."""

from typing import Any

from django.core.checks import Error

__all__ = ["demonstration_told"]


def demonstration_told(**_options: Any) -> list[Error]:
    """Refuse accounts whose passwords were printed; a check of the site before it opens."""
    from balise.site.guide.accounts import demonstration_names

    names = demonstration_names()
    if not names:
        return []
    return [
        Error(
            f"The database of the site holds accounts of a demonstration: {', '.join(names)}. "
            "Expected accounts of people only.",
            hint="Serve another --state DIR or database, or delete these accounts in a "
            "demonstration at /admin/users/.",
        )
    ]
