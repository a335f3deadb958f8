"""The secretariat as an application of the site; it comes with the Guide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["SecretariatConfig"]


class SecretariatConfig(AppConfig):
    """The secretariat: its models, its pages below those of the Guide."""

    name = "balise.site.secretariat"
    label = "secretariat"
    verbose_name = _("Secretariat")
