"""A reader who has a keyboard and no pointer."""

import re
from typing import Any

__all__ = ["Reader"]

_FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => {
    const over = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
    return over && (at.contains(over) || over.contains(at));
  });
  const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(at);
  let around = at;
  const colour = (each) => getComputedStyle(each).backgroundColor;
  const inset = parseFloat(getComputedStyle(at).outlineOffset) < 0;
  if (!inset) around = at.parentElement ?? at;
  const clear = "rgba(0, 0, 0, 0)";
  while (around.parentElement && colour(around) === clear) around = around.parentElement;
  return {
    tag: at.tagName.toLowerCase(),
    what: at.outerHTML.slice(0, 120),
    seen: left < right && top < bottom && seen,
    ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    told: outlineColor !== colour(around),
  };
}"""
# What a skip link leads to is not itself worked with.
_LED_TO = {"body", "main", "footer"}
_MOST = 150


class Reader:
    """Presses keys on a page; notes where the focus cannot be seen."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.hidden: list[str] = []

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.page.keyboard.press(key)

    def to(self, role: str, name: str | re.Pattern[str], *, back: bool = False) -> Any:
        """Press Tab until the focus is on what has a role and a name, as assistive tools see it."""
        return self.onto(self.page.get_by_role(role, name=name), f"{role} {name!r}", back=back)

    def onto(self, wanted: Any, name: str, *, back: bool = False) -> Any:
        """Press Tab until the focus is on one of some elements."""
        for _ in range(_MOST):
            self.press("Shift+Tab" if back else "Tab")
            self.look()
            if wanted.and_(self.page.locator(":focus")).count():
                return self.page.locator(":focus")
        raise AssertionError(f"The keyboard does not reach {name} of {self.page.url}.")

    def look(self) -> None:
        """Note the focus if it is out of sight, covered, or its ring cannot be told."""
        at = self.page.evaluate(_FOCUSED)
        faults = [each for each in ("seen", "ring", "told") if not at[each]]
        if at["tag"] not in _LED_TO and faults:
            self.hidden.append(f"{self.page.url}: not {', '.join(faults)}: {at['what']}")

    def choose(self, name: str | re.Pattern[str], value: str, *, back: bool = False) -> None:
        """Choose from a list by arrows."""
        field = self.to("combobox", name, back=back)
        values = field.locator("option").evaluate_all("found => found.map(each => each.value)")
        now = values.index(field.input_value())
        step = values.index(value) - now
        self.press("ArrowDown" if step > 0 else "ArrowUp", abs(step))
        assert field.input_value() == value

    def write(self, text: str) -> None:
        """Write into the field that has the focus."""
        self.page.keyboard.type(text)
