"""What the secretariat adds to Wagtail: the way from its home to what waits."""

from typing import Any

from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from balise.site.secretariat.call_desk import CallDesk
from balise.site.secretariat.governance_desk import GovernanceDesk
from balise.site.secretariat.waiting import count_for

__all__ = ()

register_snippet(CallDesk)
register_snippet(GovernanceDesk)


class WaitingPanel(Component):
    """What waits for the account, first on the home of Wagtail."""

    name = "waiting"
    order = 10
    template_name = "secretariat/admin/waiting_panel.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def count(self) -> int:
        """How many items wait."""
        return count_for(self.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:  # noqa: ARG002
        """Give what the panel shows."""
        return {"count": self.count}


@hooks.register("construct_homepage_panels")
def waiting_first(request: Any, panels: list[Any]) -> None:
    """Show what waits on our own screens, and not what Wagtail would open elsewhere."""
    ours = "WorkflowObjectsToModeratePanel", "UserObjectsInWorkflowModerationPanel"
    panels[:] = [each for each in panels if type(each).__name__ not in ours]
    panels.append(WaitingPanel(request.user))
