"""The public page of funding requests: what each is to bring, and where the result is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balise.site.secretariat.governance_pages import public_page
from balise.site.secretariat.governance_told import amounts_of, subject_of
from balise.site.secretariat.models import Deliverable, FundingRequest

__all__ = ["funding"]


@public_page
def funding(request: HttpRequest, lang: str) -> HttpResponse:  # noqa: ARG001
    """Show the requests that are released; amounts only where they are."""
    released = FundingRequest.objects.filter(is_released=True).select_related("table")
    shown = [
        {
            # Templates read amounts from here alone: the row has private ones.
            "request": each,
            "amounts": amounts_of(each),
            "deliverables": [(one, _results(one)) for one in each.deliverables.all()],
        }
        for each in released.defer("consultant_cad", "procurement_cad", "granted_cad")
    ]
    return render(request, "secretariat/governance/funding.html", {"requests": shown})


def _results(deliverable: Deliverable) -> list[object]:
    """Give the results of a deliverable that anybody may read."""
    found = (subject_of(deliverable.record), subject_of(deliverable.edition))
    return [each for each in found if each is not None]
