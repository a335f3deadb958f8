"""The secretariat as an application of the site; it comes with the Guide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

__all__ = ["SecretariatConfig"]


class SecretariatConfig(AppConfig):
    """The secretariat: its models, its pages below those of the Guide."""

    name = "balise.site.secretariat"
    label = "secretariat"
    verbose_name = _("Secretariat")
    private_paths = (
        "guide/drafts/",
        "guide/consultations/",
        "guide/confirmations/",
        "guide/questions/answer/",
    )

    def ready(self) -> None:
        """Let each part add its letters, and its lines of the menu."""
        from balise.site.secretariat.network import begin as begin_network
        from balise.site.secretariat.open_call import begin as begin_call
        from balise.site.secretariat.path_ready import begin

        begin_network(self)
        begin_call(self)
        begin(self)
        self._keep_true()
        self._govern()

    def _keep_true(self) -> None:
        """Let what keeps the Guide true add its letters, screens and replay of erasures."""
        from balise.site.secretariat.truth import begin

        begin(self.label)

    def _govern(self) -> None:
        """Let the governance add its lines of the menu."""
        from balise.site.secretariat import desk_menu, governance_screens, pilot_stages

        desk_menu.ENTRIES.extend(governance_screens.MENU)
        pilot_stages.connect()
