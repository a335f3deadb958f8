"""What pages of the site can look like: an address, and what is done on it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.site.test_pages import FREDERICTON, TINY, UNNAMED

__all__ = ["MAPS", "PAGES", "REFUSED", "SENT_BACK", "State", "failing", "shown"]

MONCTON, DURHAM = "2021A00051307022", "2021A00051314001"


class State(NamedTuple):
    """An address below its language, and what is done once it is open."""

    name: str
    path: str
    act: Callable[[Any], None] | None = None


def _unfold(page: Any) -> None:
    """Open what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def _send(page: Any) -> None:
    """Send a form in which everything is wrong."""
    page.fill("#text", "short")
    page.fill("#email", "nobody")
    page.locator("#website").fill("full", force=True)
    page.click("form.written button")
    page.locator("#wrong").wait_for()


# Pages that no script changes.
PAGES = (
    State("list", "areas/?q=saint", None),
    State("list-sorted", "areas/?sort=-means&level=cd", None),
    State("list-by-reach", "areas/?sort=-beyond", None),
    State("list-inside", "areas/?in=2021A00031309", None),
    State("list-empty", "areas/?q=zzz", None),
    State("area-canada", "areas/2021A000011124/", _unfold),
    State("area-province", "areas/2021A000213/", _unfold),
    State("area", f"areas/{FREDERICTON}/", _unfold),
    State("area-without-source", f"areas/{UNNAMED}/", _unfold),
    State("area-tiny", f"areas/{TINY}/", _unfold),
    State("catchment", "areas/balise:catchment:all-50km/", _unfold),
    State("compare-none", "compare/", None),
    State("compare-search", "compare/?q=bath", None),
    State("compare-no-match", f"compare/?a={FREDERICTON}&q=zzz", None),
    State("compare-draws", f"compare/?a={FREDERICTON}&a={MONCTON}&a={DURHAM}", None),
    State("compare-groups", f"compare/?a={FREDERICTON}&a={FREDERICTON}~seniors", None),
    State("compare-catchment", "compare/?a=balise:catchment:all-50km&office=x&reach=1km", None),
    State("remark", f"areas/{FREDERICTON}/remark/", None),
    State("offices", "offices/", None),
    State("office", "offices/nb-bathurst-service-canada-centre/", None),
    State("gaps", "gaps/", None),
    State("gaps-range", "gaps/?level=cd&reach=25km", None),
    State("method", "method/", _unfold),
    State("download", "download/", _unfold),
    State("dictionary", "download/dictionary/", None),
)

# Pages that say no.
REFUSED = (
    State("no-page", "nothing/", None),
    State("no-area", "areas/9999/", None),
    State("no-level", "areas/?level=da", None),
    State("no-release", "?release=other", None),
    State("no-comparison", "compare/?a=9999", None),
    State("no-remark", "remarks/AAAA-AAAA-AAAA-AAAA/", None),
)

# A form that is sent back with what has to be changed.
SENT_BACK = State("remark-sent-back", f"areas/{FREDERICTON}/remark/", _send)

# The first page with its map: each view is an address.
MAPS = (
    State("map", "", None),
    State("map-area", f"?area={FREDERICTON}", None),
    State("map-area-without-score", f"?area={UNNAMED}", None),
    State("map-level", "?level=cd&colour=evi&shape=bubbles", None),
    State("map-provinces", "?level=pr", None),
    State("map-dimension", "?colour=means&sort=name&page=2", None),
    State("map-reach", f"?colour=beyond_50km&area={DURHAM}", None),
    State("map-empty", "?q=zzz", None),
    State("map-weights", f"?weights=100-0-20&area={DURHAM}", None),
    *(
        State(f"map-{how}", f"?aggregation={how}&k=0.5&n=0.25", _unfold)
        for how in ("geometric", "power", "worst", "any_barrier")
    ),
)


def failing(page: Any, address: str, bodies: dict[str, tuple[int, bytes]]) -> None:
    """Answer some addresses with pages that the site shows only when it fails."""

    def answer(status: int, body: bytes) -> Callable[[Any], None]:
        kind = "text/html; charset=utf-8"
        return lambda route: route.fulfill(status=status, body=body, content_type=kind)

    for path, (status, body) in bodies.items():
        page.route(f"{address}{path}", answer(status, body))


def shown(page: Any, address: str, state: State) -> None:
    """Open a state and wait until it is drawn."""
    if state in MAPS and page.locator("#explorer.ex").count():
        # A view of the map is an address: going to it needs no page anew.
        page.evaluate(_GO, address + state.path)
    else:
        page.goto(address + state.path)
    if state in MAPS and page.locator("#explorer").count():
        page.locator(".ex-count").wait_for()
        page.locator(".ex-told:empty").wait_for(state="attached")
    if state.act:
        state.act(page)


_GO = """async (to) => {
  history.pushState({}, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  for (let each = 0; each < 3; each++) await new Promise(requestAnimationFrame);
}"""
