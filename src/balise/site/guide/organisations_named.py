"""Organisations that a file names: found by identifier or name, made where it introduces them."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify

from balise.site.guide.layout import LEAD, Tree, organisation_tree
from balise.site.guide.models import Organisation
from balise.vocabulary import nearest

__all__ = ["Named"]

_PARTNER = ("organisation", "organisation_name_en", "organisation_name_fr")


class Named:
    """Organisations of one import."""

    def lead(self, tree: Tree) -> None:
        """Settle who leads a record.

        Raises
        ------
        LookupError
            If it is neither known nor introduced by a name.
        """
        if any(name in tree for name in LEAD):
            found = self._find("lead", *(tree.get(name, "") for name in LEAD))
            tree["lead"] = found.identifier if found else ""

    def partner(self, tree: Tree) -> None:
        """Settle who a partner is, if it is one of the list of organisations."""
        found = self._find("partners", *(tree.get(name, "") for name in _PARTNER))
        for name in _PARTNER:
            tree.pop(name, None)
        if found:
            named = (found.identifier, found.name_en, found.name_fr)
            rest = dict(tree)
            tree.clear()
            tree |= {key: each for key, each in zip(_PARTNER, named, strict=True) if each} | rest

    def settle(self, tree: Tree, *, force: bool) -> tuple[str, list[str]]:
        """Make an organisation, or complete the one that is here.

        Returns
        -------
        tuple
            The verdict, and the fields that differ.
        """
        known = Organisation.objects.filter(identifier=tree.get("identifier", "")).first()
        if known is None:
            made = Organisation(**tree)
            made.identifier = made.identifier or _free(made.name_en or made.name_fr)
            made.full_clean()
            made.save()
            return "new", []
        before = organisation_tree(known)
        differing = [name for name, each in tree.items() if each != before.get(name, "")]
        if not differing:
            return "same", []
        if not force and any(before.get(name) for name in differing):
            return "kept", differing
        _set(known, {name: tree[name] for name in differing})
        return "changed", differing

    def _find(self, field: str, identifier: str, en: str, fr: str) -> Organisation | None:
        every = Organisation.objects
        found = every.filter(identifier=identifier).first() if identifier else None
        if found is None and not identifier:
            found = every.filter(name_en=en).first() if en else None
            found = found or (every.filter(name_fr=fr).first() if fr and not en else None)
        if found is None and (en or fr):
            found = Organisation(identifier=identifier or _free(en or fr), name_en=en, name_fr=fr)
            found.full_clean()
            found.save()
        elif found is None and identifier:
            known = every.values_list("identifier", flat=True)
            raise LookupError(
                f"{field}: found '{identifier}'. Expected an organisation of the Guide, or its "
                f"name beside. {nearest(identifier, known)}"
            )
        elif found is not None:
            named = {"name_en": en, "name_fr": fr}
            _set(found, {key: each for key, each in named.items() if not getattr(found, key)})
        return found


def _set(organisation: Organisation, values: Mapping[str, Any]) -> None:
    if any(values.values()):
        for name, value in values.items():
            setattr(organisation, name, value)
        organisation.full_clean()
        organisation.save()


def _free(name: str) -> str:
    stem = slugify(name)[:70].strip("-") or "organisation"
    taken = set(
        Organisation.objects.filter(identifier__startswith=stem).values_list(
            "identifier", flat=True
        )
    )
    tries = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in tries if each not in taken)
