"""The screen of one's own account: a language is kept, whether or not a name is given."""

from typing import Any

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

__all__ = ["AccountScreen"]


class _NameForm(NameEmailForm):
    """The form of Wagtail, which would keep nothing of the screen without both names."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for each in ("first_name", "last_name"):
            self.fields[each].required = False


class _NamePanel(NameEmailSettingsPanel):
    form_class = _NameForm


class AccountScreen(AccountView):
    """The screen of Wagtail with this form: accounts are of roles, and may have no name."""

    def get_panels(self) -> list[Any]:
        """Give the parts of the screen."""
        return [
            _NamePanel(each.request, each.user, each.profile)
            if type(each) is NameEmailSettingsPanel
            else each
            for each in super().get_panels()
        ]
