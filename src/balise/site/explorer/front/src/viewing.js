/** What a person sees and changes: map, table and panel in step, under one method. */
import { areaAddress, keepAddress } from "./addresses.js";
import { classOf } from "./classes.js";
import { Controls } from "./controls.js";
import { Counting } from "./counting.js";
import { element } from "./elements.js";
import { standing } from "./grades.js";
import { groupScores } from "./groups.js";
import { Instead } from "./instead.js";
import { findField, layOut, zoomButtons } from "./layout.js";
import { writeLegend } from "./legend.js";
import { Loaded } from "./loading.js";
import { folded } from "./names.js";
import { Panel, stabilityText } from "./panel.js";
import { isReach } from "./reach.js";
import { compute, dimensionFigure } from "./results.js";
import { coloursOf, limitsOf, lineOf, loadedGroup, shownOf } from "./shown.js";
import { changed, groupOf, initialState, isCount, settingsOf, writeState } from "./state.js";
import { AreaTable, listed } from "./table.js";

/**
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Figure} Figure
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./results.js").Results} Results
 * @typedef {import("./scores.js").Settings} Settings
 * @typedef {import("./state.js").State} State
 */

const DIMENSIONS = /** @type {const} */ (["means", "willingness", "abilities"]);

/** Everything on the page. */
export class Explorer {
  /** @type {Controls} */ controls;
  /** @type {AreaTable} */ table;
  /** @type {Panel} */ panel;
  /** @type {HTMLElement} */ holder;
  /** @type {HTMLElement} */ legend;
  /** @type {HTMLElement} */ told;
  /** @type {HTMLElement} */ zooms;
  /** @type {HTMLInputElement} */ field;
  /** @type {import("./map.js").AreaMap | undefined} */ map;
  /** @type {string[][]} */ names;
  /** @type {Record<string, Figure>} */ dimensions;
  /** @type {Float64Array} */ people;
  /** @type {Results} */ results;
  /** @type {import("./shown.js").Shown} */ shown;
  /** @type {import("./groups.js").Group | null} */ group;
  /** @type {string[]} */ standings;

  /**
   * @param {HTMLElement} mount
   * @param {Loaded} loaded
   * @param {Page} page
   * @param {State} state
   * @param {import("./map.js").Say} say
   */
  constructor(mount, loaded, page, state, say) {
    this.language = loaded.language;
    this.level = mount.dataset.level || "csd";
    this.say = say;
    this.loaded = loaded;
    this.page = page;
    this.state = state;
    this.collator = new Intl.Collator(`${this.language}-CA`, { numeric: true });
    /** @type {Map<string, readonly number[]>} */
    this.limits = new Map();
    this.instead = new Instead(loaded, (dguid) => this.address(dguid), () => this.writePanel());
    /** @type {Map<string, import("./groups.js").Group>} */
    this.groups = new Map();
    this.counting = new Counting(() => this.writePanel());
    this.frame = 0;
    this.selected = -1;
    /** @type {number[]} */
    this.places = [];
    this.build(mount);
    addEventListener("popstate", () => void this.restore());
  }

  /** Show the first view: the table at once, then the map. */
  async begin() {
    await this.takeGroup(this.state, this.page);
    this.enter();
    await this.openMap();
  }

  /** Make the parts of the page. @param {HTMLElement} mount */
  build(mount) {
    const { say, language } = this;
    const options = { say, language };
    this.controls = new Controls({
      ...options,
      levels: this.loaded.levels,
      groups: this.loaded.groups,
      others: this.loaded.others,
      approximations: this.loaded.approximations,
      change: (change, settled) => void this.change(change, settled),
      reset: () => void this.resetMethod(),
    });
    this.table = new AreaTable({
      ...options,
      address: (place) => this.address(this.page.areas[place].dguid),
      select: (place) => void this.select(place, true),
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
    const { outlines } = this.loaded;
    await map.show(page.areas, {
      shape: state.shape,
      colours: coloursOf(state.colour),
      sizes: this.people,
      outlines: outlines?.levels.includes(state.level) ? { ...outlines, layer: state.level } : null,
    });
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

  /** @param {number | null} place */
  point(place) {
    const row = place === null ? null : this.page.areas[place];
    if (!row || place === null) return this.announce("");
    const { shown, language, say } = this;
    const value = lineOf(shown, place, language, say);
    const keyed = document.activeElement === this.map?.map.getCanvas();
    const { name } = row;
    return this.announce(keyed ? say("under_cross", { name, value }) : `${name}: ${value}`);
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
   * @param {boolean} inSight bring the facts of the area in sight, with the map above them
   */
  async select(place, inSight = false) {
    await this.change({ area: this.page.areas[place].dguid }, true);
    if (!inSight) return;
    // The facts are written in the next frame, before this.
    requestAnimationFrame(() => this.panel.holder.scrollIntoView({ block: "end" }));
  }

  /**
   * @param {Partial<State>} change
   * @param {boolean} settled
   */
  async change(change, settled) {
    const before = this.state;
    const next = changed(before, change);
    this.state = next;
    if (settled) {
      keepAddress(writeState(next, new URLSearchParams(location.search), this.level, this.loaded.published));
    }
    await this.follow(before);
  }

  /** Go back or forth to the view that the address names. */
  async restore() {
    const before = this.state;
    this.state = this.loaded.stateOf(new URLSearchParams(location.search), this.level);
    await this.follow(before);
  }

  /** Bring the page in step with the state. @param {State} before */
  async follow(before) {
    const state = this.state;
    const isElsewhere = state.level !== before.level;
    if (isElsewhere || !this.hasGroup(state)) {
      this.announce(this.say("loading"));
      try {
        const page = await this.loaded.load(state.level);
        await this.takeGroup(state, page);
        // Something else may have been chosen meanwhile.
        if (this.state !== state) return;
        this.page = page;
      } catch (error) {
        console.warn(error);
        this.announce(this.say("failed"));
        return;
      }
      if (isElsewhere) {
        this.enter();
        await this.drawMap();
        return;
      }
      this.announce("");
    }
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.update();
      });
    }
  }

  /** Whether the group or the reach that a state names is there. @param {State} state */
  hasGroup({ level, colour }) {
    if (isReach(colour)) return Boolean(this.page.reach);
    return !groupOf(colour) || Boolean(loadedGroup(this.groups, level, colour));
  }

  /** Load the group or the reach that a state names. @param {State} state @param {Page} page */
  async takeGroup({ level, colour }, page) {
    const code = groupOf(colour);
    if (isReach(colour)) await this.loaded.takeReach(level, page);
    if (code) this.groups.set(`${level}/${code}`, await this.loaded.group(level, code, page.areas));
  }

  /** Compute and write everything anew. */
  update() {
    const began = performance.now();
    const { state, page, language, say, people, dimensions } = this;
    if (!this.hasGroup(state)) return;
    const { level, colour, shape } = state;
    const settings = settingsOf(state, page.published);
    const results = compute(page, settings);
    this.results = results;
    this.group = loadedGroup(this.groups, level, colour);
    const shown = shownOf({ colour, page, results, dimensions, settings, group: this.group, people }, say);
    this.shown = shown;
    const { figure } = shown;
    const standings = figure.quality.map((quality, i) => standing(figure.value[i], quality));
    const limits = this.limitsOf(standings);
    const colours = coloursOf(colour);
    const classes = Int8Array.from(figure.value, (value, i) =>
      standings[i] === "unpublished" ? -1 : classOf(value, limits),
    );
    this.standings = standings;
    if (this.map) {
      this.map.draw(shape);
      this.map.resize(shown.sizes);
      this.map.paint(classes, standings, colours);
    }
    const isOutlined = this.isOutlined();
    this.writeTable();
    writeLegend(this.legend, { limits, colours, shown, shape, isOutlined }, language, say);
    this.controls.write(state, results.asPublished, shown.note, isOutlined);
    if (this.field.value !== state.q) this.field.value = state.q;
    this.writePanel();
    performance.measure("recolour", { start: began, end: performance.now() });
  }

  /** Whether areas are drawn with their boundaries. */
  isOutlined() {
    if (this.map) return Boolean(this.map.outlined);
    return this.loaded.outlines?.levels.includes(this.state.level) ?? false;
  }

  /**
   * Limits of the classes: they stay while weights move, so that colours can be compared.
   * @param {readonly string[]} standings
   */
  limitsOf(standings) {
    const { level, colour, aggregation, k, n } = this.state;
    const key = [level, colour, aggregation, k, n].join();
    let limits = this.limits.get(key);
    if (!limits) {
      limits = limitsOf(this.shown, standings);
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
      shown: this.shown.figure.value,
    };
    this.places = listed(areas, this.names, values, state.q, state.sort, this.collator);
    const selected = state.area ? areas.findIndex((row) => row.dguid === state.area) : -1;
    this.selected = selected;
    this.table.fill({
      areas,
      evi,
      evi_relative,
      shown: this.shown,
      isOwn: !state.colour.startsWith("evi"),
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
    if (!row) return panel.clear();
    const uncoloured = this.standings[place] === "unpublished";
    const settings = settingsOf(state, page.published);
    const isScored = !Number.isNaN(this.results.evi.value[place]);
    const byReach = isReach(state.colour);
    const unsure = byReach ? !isScored : uncoloured;
    const isRanked = !uncoloured && !this.group && !byReach && !isCount(state.colour);
    const stable = !isRanked
      ? undefined
      : this.counting.of(page, settings, { level: state.level, relative: state.colour === "evi_relative", place });
    panel.show({
      row,
      place,
      address: this.address(row.dguid),
      results: this.results,
      dimensions: this.dimensions,
      group: this.group, scores: this.group && groupScores(this.group, page, settings),
      reach: byReach ? { shown: this.shown, uncoloured } : null,
      uncoloured: !isScored || (unsure && !this.group),
      stability: stable === null ? null : stabilityText(stable, this.language, this.say),
      instead: unsure ? this.instead.of(row.dguid) : { reason: null, above: null },
    });
  }
}
