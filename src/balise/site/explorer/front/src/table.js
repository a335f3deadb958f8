/**
 * The table beside the map: the same facts, sortable, filtered by name, in step with it.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Figure} Figure
 */
import { element } from "./elements.js";
import { folded, matches } from "./names.js";
import { interval, numeral, signed } from "./numerals.js";
import { written } from "./shown.js";

/** Rows of a page of the table. */
export const PAGE = 25;

/**
 * Places of the areas to list: those whose name matches, in order; what has no value is last.
 * @param {readonly Row[]} areas with `name`
 * @param {readonly string[][]} names folded, for each area
 * @param {Record<string, ArrayLike<number>>} values by column
 * @param {string} q
 * @param {string} sort column, with a minus for the highest first
 * @param {Intl.Collator} collator
 * @returns {number[]}
 */
export function listed(areas, names, values, q, sort, collator) {
  const asked = folded(q);
  const places = areas.map((_, i) => i).filter((i) => matches(asked, names[i]));
  const down = sort.startsWith("-");
  const column = sort.replace("-", "");
  const turn = down ? -1 : 1;
  const byName = (/** @type {number} */ a, /** @type {number} */ b) =>
    collator.compare(areas[a].name, areas[b].name);
  if (column === "name") return places.sort((a, b) => turn * byName(a, b));
  const of = values[column];
  const [valued, silent] = [[], []].map((each) => /** @type {number[]} */ (each));
  for (const place of places) (Number.isNaN(of[place]) ? silent : valued).push(place);
  valued.sort((a, b) => turn * (of[a] - of[b]) || byName(a, b));
  return valued.concat(inNameOrder(areas, silent, byName));
}

/** Areas without a value, as last put in order: moving weights does not change who they are. */
const lastSilent = new WeakMap();

/**
 * @param {readonly Row[]} areas
 * @param {number[]} places
 * @param {(a: number, b: number) => number} byName
 * @returns {number[]}
 */
function inNameOrder(areas, places, byName) {
  const last = lastSilent.get(areas);
  if (last?.places.length === places.length && places.every((place, i) => place === last.places[i])) {
    return last.ordered;
  }
  const ordered = places.toSorted(byName);
  lastSilent.set(areas, { places, ordered });
  return ordered;
}

/** The table and its pages. */
export class AreaTable {
  /** Which page is shown. @type {HTMLElement} */ here;

  /**
   * @param {object} options
   * @param {import("./map.js").Say} options.say
   * @param {string} options.language
   * @param {(place: number) => string} options.address page of an area
   * @param {(place: number) => void} options.select
   * @param {(sort: string) => void} options.sort
   * @param {(page: number) => void} options.turn
   */
  constructor({ say, language, address, select, sort, turn }) {
    this.say = say;
    this.language = language;
    this.address = address;
    this.select = select;
    this.turn = turn;
    this.columns = ["name", "shown", "evi", "relative", "quality", "population"];
    this.heads = new Map(
      this.columns.map((column) => [column, this.head(column, sort)]),
    );
    /** @type {import("./shown.js").Shown | null} */
    this.shown = null;
    /** What the column of quality is about. */
    this.graded = "quality";
    this.body = element("tbody", { role: "rowgroup" });
    this.count = element("p", { class: "ex-count", role: "status" });
    this.pages = element("nav", { class: "ex-pages", "aria-label": say("pages") });
    const titles = element("tr", { role: "row" }, ...this.heads.values());
    this.table = element(
      "table",
      { class: "ex-table", role: "table" },
      element("caption", {}, say("caption")),
      element("thead", { role: "rowgroup" }, titles),
      this.body,
    );
    this.body.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button) this.select(Number(button.dataset.place));
    });
    this.pages.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button && button.getAttribute("aria-disabled") !== "true") {
        this.turn(Number(button.dataset.page));
      }
    });
    this.makePages();
  }

  /** @param {string} column @param {(sort: string) => void} sort */
  head(column, sort) {
    const titles = { evi: "score", relative: "compared", population: "people" };
    const title = this.say(titles[/** @type {"evi"} */ (column)] ?? column);
    if (column === "quality") return element("th", { scope: "col", role: "columnheader" }, title);
    const button = element("button", { type: "button", class: "ex-sort" }, title);
    const head = element("th", { scope: "col", role: "columnheader" }, button);
    if (column !== "name") head.classList.add("ex-number");
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const first = column === "name" ? column : `-${column}`;
      const other = column === "name" ? `-${column}` : column;
      const isFirst = now === (column === "name" ? "ascending" : "descending");
      sort(isFirst ? other : first);
    });
    return head;
  }

  /** Put the title of what colours the map over its column, or put the column away. */
  entitle() {
    const { shown, say } = this;
    const head = /** @type {HTMLElement} */ (this.heads.get("shown"));
    head.hidden = !shown;
    const button = head.firstElementChild;
    if (button && shown && button.textContent !== shown.title) button.textContent = shown.title;
    const quality = /** @type {HTMLElement} */ (this.heads.get("quality"));
    if (quality.textContent !== say(this.graded)) quality.textContent = say(this.graded);
    const people = shown?.unit === "people_16";
    const reach = shown?.unit === "share" || shown?.unit === "km";
    const text = say(people ? "caption_people" : reach ? "caption_reach" : "caption");
    const { caption } = this.table;
    if (caption && caption.textContent !== text) caption.textContent = text;
  }

  makePages() {
    const button = () => element("button", { type: "button", class: "ex-button" });
    this.back = button();
    this.forth = button();
    this.back.textContent = this.say("previous");
    this.forth.textContent = this.say("next");
    this.here = element("span", {});
    this.pages.append(this.back, this.here, this.forth);
  }

  /**
   * Fill the table.
   * @param {object} of
   * @param {readonly Row[]} of.areas
   * @param {Figure} of.evi
   * @param {Figure} of.evi_relative
   * @param {import("./shown.js").Shown} of.shown what colours the map
   * @param {boolean} of.isOwn whether that needs a column of its own
   * @param {readonly number[]} of.places in order
   * @param {string} of.sort
   * @param {number} of.page
   * @param {number} of.selected
   */
  fill({ areas, evi, evi_relative, shown, isOwn, places, sort, page, selected }) {
    this.shown = isOwn ? shown : null;
    const difference = shown.unit === "points_province";
    this.graded = isOwn ? "shown_quality" : difference ? "compared_quality" : "score_quality";
    this.entitle();
    const pages = Math.max(Math.ceil(places.length / PAGE), 1);
    const now = Math.min(page, pages);
    for (const [column, head] of this.heads) {
      const is = sort.replace("-", "") === column;
      if (is) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const rows = places
      .slice((now - 1) * PAGE, now * PAGE)
      .map((place) => {
        const figures = { evi, relative: evi_relative, quality: shown.figure.quality[place] };
        return this.row(place, areas[place], figures, place === selected);
      });
    // The button in use keeps the focus although its row is written again.
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const kept = focused && this.body.contains(focused) ? focused.dataset.place : undefined;
    this.body.replaceChildren(...rows);
    if (kept !== undefined) {
      /** @type {HTMLElement | null} */ (
        this.body.querySelector(`button[data-place="${kept}"]`)
      )?.focus({ preventScroll: true });
    }
    this.tell(places.length, now, pages);
  }

  /** @param {number} count @param {number} now @param {number} pages */
  tell(count, now, pages) {
    const { say, language } = this;
    const told = count
      ? say(count === 1 ? "count_one" : "count", { count: numeral(count, language) })
      : say("none");
    if (this.count.textContent !== told) this.count.textContent = told;
    this.pages.hidden = pages < 2;
    this.here.textContent = say("page_of", { page: String(now), pages: String(pages) });
    for (const [button, to] of /** @type {[HTMLButtonElement, number][]} */ ([
      [this.back, now - 1], [this.forth, now + 1],
    ])) {
      button.dataset.page = String(to);
      button.setAttribute("aria-disabled", String(to < 1 || to > pages));
    }
  }

  /**
   * @param {number} place
   * @param {Row} row
   * @param {{evi: Figure, relative: Figure, quality: string | null}} figures
   * @param {boolean} selected
   */
  row(place, row, { evi, relative, quality }, selected) {
    const { say, language } = this;
    const cell = (/** @type {string} */ column, /** @type {(Node | string)[]} */ ...inside) =>
      element(
        "td",
        { role: "cell", class: column === this.graded ? "" : "ex-number", "data-label": say(column) },
        ...inside,
      );
    const show = element(
      "button",
      {
        type: "button",
        class: "ex-show",
        "data-place": place,
        "aria-pressed": String(selected),
        "aria-label": say("show", { name: row.name }),
        title: say("show_short"),
      },
      element("span", { "aria-hidden": "true" }, "◎"),
    );
    const name = element("a", { href: this.address(place) }, row.name);
    return element(
      "tr",
      { role: "row", "data-dguid": row.dguid, class: selected ? "ex-selected" : undefined },
      element("th", { scope: "row", role: "rowheader" }, element("span", { class: "ex-place" }, show, name)),
      ...(this.shown ? [this.own(this.shown, place)] : []),
      cell("score", ...this.figure(evi, place, false)),
      cell("compared", ...this.figure(relative, place, true)),
      cell(this.graded, quality ? say(`quality_${quality}`) : say("not_published")),
      cell("people", numeral(row.population, language)),
    );
  }

  /**
   * What colours the map, or why there is none.
   * @param {import("./shown.js").Shown} shown
   * @param {number} place
   */
  own(shown, place) {
    const found = written(shown, place, this.language);
    /** @type {(Node | string)[]} */
    const inside = found
      ? [element("span", { class: "ex-value" }, found.value)]
      : [shown.reasons[place] ?? "–"];
    if (found?.between) inside.push(element("span", { class: "ex-interval" }, ` (${found.between})`));
    const kind = found ? "ex-number ex-own" : "ex-own ex-reason";
    return element("td", { role: "cell", class: kind, "data-label": shown.title }, ...inside);
  }

  /**
   * @param {Figure} figure
   * @param {number} place
   * @param {boolean} relative
   */
  figure(figure, place, relative) {
    const value = figure.value[place];
    if (Number.isNaN(value)) return ["–"];
    const write = relative ? signed : numeral;
    const between = interval(figure.low[place], figure.high[place], this.language, relative);
    const parts = [element("span", { class: "ex-value" }, write(value, this.language, 1))];
    if (between) parts.push(element("span", { class: "ex-interval" }, ` (${between})`));
    return parts;
  }
}
