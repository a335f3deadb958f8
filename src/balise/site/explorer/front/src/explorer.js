/**
 * The explorer: a map, a table with the same facts, and the choice of weights and method.
 * Without this script the page keeps its own table.
 */
import { areaAddress, keepAddress } from "./addresses.js";
import { classOf, DIVERGING, limitsAroundZero, roundLimits, SEQUENTIAL } from "./classes.js";
import { Controls } from "./controls.js";
import { Counting } from "./counting.js";
import { element } from "./elements.js";
import { standing } from "./grades.js";
import { findField, layOut, zoomButtons } from "./layout.js";
import { writeLegend } from "./legend.js";
import { Loaded } from "./loading.js";
import { folded } from "./names.js";
import { Panel, figureText, stabilityText } from "./panel.js";
import { compute, dimensionFigure } from "./results.js";
import { initialState, readState, settingsOf, sortOf, writeState } from "./state.js";
import { AreaTable, listed } from "./table.js";
import { speaker } from "./words.js";

/**
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Figure} Figure
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./results.js").Results} Results
 * @typedef {import("./scores.js").Settings} Settings
 * @typedef {import("./state.js").State} State
 */

const DIMENSIONS = /** @type {const} */ (["means", "willingness", "abilities"]);
/** Levels that do not lie in a province. */
const ABOVE = ["canada", "pr"];

/** Everything on the page. */
class Explorer {
  /**
   * @param {HTMLElement} mount
   * @param {Loaded} loaded
   * @param {Page} page
   * @param {State} state
   */
  constructor(mount, loaded, page, state) {
    this.language = loaded.language;
    this.level = mount.dataset.level || "csd";
    this.say = sayOf(mount);
    this.loaded = loaded;
    this.page = page;
    this.state = state;
    this.collator = new Intl.Collator(`${this.language}-CA`, { numeric: true });
    /** @type {Map<string, readonly number[]>} */
    this.limits = new Map();
    /** @type {Map<string, {reason: string | null, above: {name: string, address: string} | null}>} */
    this.instead = new Map();
    this.counting = new Counting(() => this.writePanel());
    this.frame = 0;
    this.selected = -1;
    /** @type {number[]} */
    this.places = [];
    this.build(mount);
    this.enter();
    addEventListener("popstate", () => void this.restore());
  }

  /** Make the parts of the page. @param {HTMLElement} mount */
  build(mount) {
    const { say, language } = this;
    const options = { say, language };
    this.controls = new Controls({
      ...options,
      levels: this.loaded.levels,
      change: (change, settled) => void this.change(change, settled),
      reset: () => void this.resetMethod(),
    });
    this.table = new AreaTable({
      ...options,
      address: (place) => this.address(this.page.areas[place].dguid),
      select: (place) => void this.select(place),
      sort: (sort) => void this.change({ sort, page: 1 }, true),
      turn: (page) => void this.change({ page }, true),
    });
    this.holder = element("div", { class: "ex-map" });
    this.legend = element("section", { class: "ex-legend", "aria-label": say("legend") });
    this.told = element("p", { class: "ex-told", role: "status" }, say("loading"));
    const selected = element("section", { class: "ex-panel", "aria-label": say("selected"), "aria-live": "polite" });
    this.panel = new Panel(selected, { ...options, close: () => void this.change({ area: "" }, true) });
    const find = findField(say, {
      change: (q, settled) => void this.change({ q, page: 1 }, settled),
      enter: () => {
        if (this.places.length) void this.select(this.places[0], true);
      },
    });
    this.field = find.field;
    this.zooms = zoomButtons(say, {
      zoom_in: () => void this.map?.map.zoomIn(),
      zoom_out: () => void this.map?.map.zoomOut(),
      whole: () => this.map?.whole(),
    });
    const { controls, table, holder, zooms, told, legend } = this;
    layOut(mount, say, { controls, table, holder, zooms, told, legend, selected, find: find.holder });
  }

  /** Take in a page of areas: names to search, names to write. */
  enter() {
    const { areas } = this.page;
    this.names = areas.map((row) =>
      [row.name, row.name_en, row.name_fr].filter(Boolean).map((name) => folded(name)),
    );
    this.dimensions = Object.fromEntries(
      DIMENSIONS.map((name) => [name, dimensionFigure(areas, name)]),
    );
    this.people = Float64Array.from(areas, (row) => row.population ?? NaN);
    this.update();
  }

  async openMap() {
    const failed = () => this.withoutMap();
    try {
      const { AreaMap } = await import("./map.js");
      this.map = new AreaMap(this.holder, {
        say: this.say,
        language: this.language,
        select: (place) => void this.select(place),
        point: (place) => this.point(place),
        failed,
      });
      await this.drawMap();
    } catch (error) {
      console.warn(error);
      failed();
    }
  }

  withoutMap() {
    this.map = undefined;
    this.holder.remove();
    this.zooms.remove();
    this.announce(this.say("no_map"));
  }

  async drawMap() {
    const { map, state, page } = this;
    if (!map) return;
    await map.show(page.areas, state.shape, this.colours());
    const order = page.areas
      .map((row, place) => ({ place, name: row.short, people: row.population ?? 0, lon: row.lon }))
      .filter((each) => Number.isFinite(each.lon))
      .sort((a, b) => b.people - a.people);
    map.name(order);
    this.announce("");
    this.update();
  }

  /** @param {string} text */
  announce(text) {
    if (this.told.textContent !== text) this.told.textContent = text;
  }

  colours() {
    return this.state.colour === "evi_relative" ? DIVERGING : SEQUENTIAL;
  }

  /** @param {number | null} place */
  point(place) {
    if (place === null) return this.announce("");
    const { areas } = this.page;
    const relative = this.state.colour === "evi_relative";
    const value = figureText(this.figure(), place, this.language, this.say, relative);
    const keyed = document.activeElement === this.map?.map.getCanvas();
    const name = areas[place].name;
    return this.announce(keyed ? this.say("under_cross", { name, value }) : `${name}: ${value}`);
  }

  /** Figure that colours the map. @returns {Figure} */
  figure() {
    const { colour } = this.state;
    const results = this.results;
    if (colour === "evi" || colour === "evi_relative") return results[colour];
    return this.dimensions[colour];
  }

  /** Page of an area. @param {string} dguid */
  address(dguid) {
    return areaAddress(dguid, this.language);
  }

  async resetMethod() {
    const { sliders, aggregation, k, n } = initialState(this.state.level, this.loaded.published);
    await this.change({ sliders, aggregation, k, n }, true);
    this.controls.aggregation.focus();
  }

  /**
   * @param {number} place
   * @param {boolean} focus move to the facts of the area
   */
  async select(place, focus = false) {
    await this.change({ area: this.page.areas[place].dguid }, true);
    if (focus) this.panel.holder.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Partial<State>} change
   * @param {boolean} settled
   */
  async change(change, settled) {
    const before = this.state;
    const next = { ...before, ...change };
    if (change.level && change.level !== before.level) {
      Object.assign(next, { area: "", q: "", page: 1 });
      const wasAbove = ABOVE.includes(before.level);
      if (wasAbove || ABOVE.includes(change.level)) next.colour = wasAbove ? "evi_relative" : "evi";
    }
    if (next.colour !== before.colour) {
      next.sort = sortOf(next.colour);
      next.page = 1;
    }
    this.state = next;
    if (settled) {
      keepAddress(writeState(next, new URLSearchParams(location.search), this.level, this.loaded.published));
    }
    await this.follow(before);
  }

  /** Go back or forth to the view that the address names. */
  async restore() {
    const before = this.state;
    const query = new URLSearchParams(location.search);
    const known = this.loaded.levels.map((each) => each.level);
    this.state = readState(query, this.level, this.loaded.published, known);
    await this.follow(before);
  }

  /** Bring the page in step with the state. @param {State} before */
  async follow(before) {
    const state = this.state;
    if (state.level !== before.level) {
      this.announce(this.say("loading"));
      try {
        const page = await this.loaded.load(state.level);
        // Another level may have been chosen meanwhile.
        if (this.state.level !== state.level) return;
        this.page = page;
      } catch (error) {
        console.warn(error);
        this.announce(this.say("failed"));
        return;
      }
      this.enter();
      await this.drawMap();
      return;
    }
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.update();
      });
    }
  }

  /** Compute and write everything anew. */
  update() {
    const began = performance.now();
    const state = this.state;
    const page = this.page;
    this.results = compute(page, settingsOf(state, page.published));
    const figure = this.figure();
    const standings = figure.quality.map((quality, i) => standing(figure.value[i], quality));
    const limits = this.limitsOf(figure, standings);
    const colours = this.colours();
    const classes = Int8Array.from(figure.value, (value, i) =>
      standings[i] === "unpublished" ? -1 : classOf(value, limits),
    );
    this.standings = standings;
    if (this.map) {
      this.map.draw(state.shape);
      this.map.paint(classes, standings, colours);
    }
    this.writeTable();
    writeLegend(
      this.legend,
      { limits, colours, relative: state.colour === "evi_relative", shape: state.shape, title: this.say(state.colour) },
      this.language,
      this.say,
    );
    this.controls.write(state, this.results.asPublished);
    if (this.field.value !== state.q) this.field.value = state.q;
    this.writePanel();
    performance.measure("recolour", { start: began, end: performance.now() });
  }

  /**
   * Limits of the classes: they stay while weights move, so that colours can be compared.
   * @param {Figure} figure
   * @param {readonly string[]} standings
   */
  limitsOf(figure, standings) {
    const { level, colour, aggregation, k, n } = this.state;
    const key = [level, colour, aggregation, k, n].join();
    let limits = this.limits.get(key);
    if (!limits) {
      const shown = [...figure.value].filter((_, i) => standings[i] !== "unpublished");
      limits = colour === "evi_relative" ? limitsAroundZero(shown) : roundLimits(shown);
      this.limits.set(key, limits);
    }
    return limits;
  }

  writeTable() {
    const state = this.state;
    const { areas } = this.page;
    const { evi, evi_relative } = this.results;
    const values = {
      evi: evi.value,
      relative: evi_relative.value,
      population: this.people,
    };
    const names = this.names;
    this.places = listed(areas, names, values, state.q, state.sort, this.collator);
    const selected = state.area ? areas.findIndex((row) => row.dguid === state.area) : -1;
    this.selected = selected;
    this.table.fill({
      areas,
      evi,
      evi_relative,
      quality: this.figure().quality,
      places: this.places,
      sort: state.sort,
      page: state.page,
      selected,
    });
  }

  /** Write the facts of the selected area. */
  writePanel() {
    const { panel, page, state, selected: place } = this;
    if (this.map && this.map.selected !== place) this.map.mark(place);
    const row = page.areas[place];
    if (!row) {
      panel.clear();
      return;
    }
    const uncoloured = this.standings[place] === "unpublished";
    const known = this.instead.get(row.dguid);
    if (uncoloured && !known) void this.lookAbove(row.dguid);
    const relative = state.colour === "evi_relative";
    const stable = uncoloured
      ? undefined
      : this.counting.of(page, settingsOf(state, page.published), { level: state.level, relative, place });
    panel.show({
      row,
      place,
      address: this.address(row.dguid),
      results: this.results,
      dimensions: this.dimensions,
      uncoloured,
      stability: stable === null ? null : stabilityText(stable, this.language, this.say),
      instead: known ?? { reason: null, above: null },
    });
  }

  /** @param {string} dguid of an area without a score */
  async lookAbove(dguid) {
    this.instead.set(dguid, { reason: null, above: null });
    try {
      const { reason, above } = await this.loaded.instead(dguid);
      this.instead.set(dguid, {
        reason,
        above: above ? { name: above.name, address: this.address(above.dguid) } : null,
      });
      this.writePanel();
    } catch (error) {
      console.warn(error);
    }
  }
}

/** Words of the page. @param {HTMLElement} mount */
const sayOf = (mount) => speaker(mount.dataset.lang ?? "en", JSON.parse(mount.dataset.strings || "{}"));

/** @param {HTMLElement} mount */
async function open(mount) {
  const language = mount.dataset.lang === "fr" ? "fr" : "en";
  const query = new URLSearchParams(location.search);
  const address = mount.dataset.api || `/${language}/api/v1/`;
  const loaded = new Loaded(address, mount.dataset.release || query.get("release") || "", language);
  await loaded.open();
  const levels = loaded.levels.map((each) => each.level);
  const state = readState(query, mount.dataset.level || "csd", loaded.published, levels);
  const page = await loaded.load(state.level);
  await new Explorer(mount, loaded, page, state).openMap();
}

const mount = document.getElementById("explorer");
if (mount) {
  open(mount).catch((error) => {
    console.warn(error);
    mount.replaceChildren(element("p", { role: "status" }, sayOf(mount)("failed")));
  });
}
