"""What the path adds to the site when it starts: groups, letters, lines of the menu."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate, pre_save

__all__ = ["begin"]

PERMISSIONS = {
    "Secretariat": {"read_drafts", "translate_texts", "consult"},
    "Reviewers": {"read_drafts"},
    "Translators": {"read_drafts", "translate_texts"},
}
"""Codenames of this application for each group."""


def begin(config: Any) -> None:
    """Let the path in.

    Parameters
    ----------
    config : AppConfig
        Of the secretariat.
    """
    from balise.site.guide import signing_in
    from balise.site.guide.accounts import also_may
    from balise.site.guide.backup import restored
    from balise.site.secretariat import (
        consultation_letters,
        desk_menu,
        governance_permissions,
        letters,
        path_letters,
        sign_in_tries,
        translation_desk,
        truth_permissions,
        waiting_desk,
    )

    for each in (PERMISSIONS, governance_permissions.PERMISSIONS, truth_permissions.PERMISSIONS):
        also_may(config.label, each)
    letters.LETTERS.update(path_letters.LETTERS | consultation_letters.LETTERS)
    path_letters.connect()
    desk_menu.ENTRIES[:0] = [waiting_desk.MENU, translation_desk.MENU]
    signing_in.GUARDS.append(sign_in_tries.refusal)
    restored.connect(_relay, dispatch_uid="secretariat.paths")
    pre_save.connect(_unscheduled, dispatch_uid="secretariat.schedules")
    post_migrate.connect(_lay, sender=config, dispatch_uid="secretariat.paths")


def _unscheduled(sender: Any, instance: Any, **told: Any) -> None:  # noqa: ARG001
    """Take away the dates of publication of what its path alone publishes.

    What is due by a date is published by nobody: it would keep other texts from it.
    """
    from wagtail.models import Revision

    from balise.site.secretariat.path_laid import kind_of

    if sender is Revision:
        if instance.approved_go_live_at and kind_of(instance.content_type.model_class()()):
            instance.approved_go_live_at = None
    elif kind_of(instance):
        instance.go_live_at = instance.expire_at = None


def _relay(**told: Any) -> None:  # noqa: ARG001
    """Lay the paths again over what an archive brought."""
    from balise.site.secretariat.path_laid import lay_paths

    lay_paths()


def _lay(sender: Any, using: str = "default", **told: Any) -> None:  # noqa: ARG001
    """Lay the paths once the tables are there, with the permissions that groups hold."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions

    from balise.site.secretariat.models import StepState
    from balise.site.secretariat.path_laid import lay_paths

    if using != "default" or StepState._meta.db_table not in _tables(using):
        return
    for label in ("guide", sender.label):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    lay_paths()


def _tables(using: str) -> list[str]:
    return list(connections[using].introspection.table_names())
