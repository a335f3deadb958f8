/**
 * The map of the sites of a scenario: a mark for what becomes of each, communities in grey.
 * Without this script the page keeps its table, which says the same.
 *
 * @typedef {{network: string, site: string, name: string, lon: number, lat: number,
 *   state: string, words: string, people: string}} Site
 */
import { Map as Base, setWorkerUrl } from "maplibre-gl";
import { element } from "./elements.js";
import { placeNames } from "./labels.js";
import { MARKS, mark } from "./marks.js";

setWorkerUrl(new URL("./worker.js", import.meta.url).href);

/** States drawn last come on top. */
const ORDER = ["kept", "closed", "moved", "opened"];
const FAR = 14;

/** @param {readonly Record<string, any>[]} rows */
const points = (rows) => ({
  type: /** @type {const} */ ("FeatureCollection"),
  features: rows.map(({ lon, lat, ...properties }, id) => ({
    type: /** @type {const} */ ("Feature"),
    id,
    geometry: { type: /** @type {const} */ ("Point"), coordinates: [lon, lat] },
    properties,
  })),
});

/**
 * Fill in the words of a text.
 * @param {string} text
 * @param {Record<string, string>} values
 */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

class SitesMap {
  /** @param {HTMLElement} mount */
  constructor(mount) {
    const { sites, around, networks, first } = JSON.parse(mount.dataset.sites || "{}");
    /** @type {Record<string, string>} */
    this.words = JSON.parse(mount.dataset.strings || "{}");
    /** @type {readonly Site[]} */
    this.sites = sites;
    this.around = around;
    /** @type {Site[]} */
    this.shown = [];
    this.selected = -1;
    this.holder = element("div", { class: "ex-map" });
    this.said = element("p", { role: "status", class: "ex-told" });
    const choice = element("select", { id: "sites-network" });
    for (const [name, title] of networks) choice.append(element("option", { value: name }, title));
    choice.value = first;
    choice.addEventListener("change", () => this.show(choice.value));
    const whole = element("button", { type: "button" }, this.words.whole);
    whole.addEventListener("click", () => this.whole(300));
    const label = element("label", { for: "sites-network" }, this.words.network);
    const field = element("p", {}, label, choice);
    mount.classList.add("ex");
    mount.append(element("div", { class: "filter" }, field, element("p", {}, whole)), this.holder, this.said);
    this.open(choice.value);
  }

  /** @param {string} network */
  open(network) {
    const { words } = this;
    this.map = new Base({
      container: this.holder,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      maxZoom: 13,
      renderWorldCopies: false,
      fadeDuration: 0,
      locale: {
        "Map.Title": words.map,
        "CooperativeGesturesHandler.WindowsHelpText": words.scroll_ctrl,
        "CooperativeGesturesHandler.MacHelpText": words.scroll_cmd,
        "CooperativeGesturesHandler.MobileHelpText": words.pan_two_fingers,
      },
    });
    const { map } = this;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.getCanvas().setAttribute("aria-label", words.map_label);
    this.cross = element("div", { class: "ex-cross", "aria-hidden": "true" });
    this.names = element("div", { class: "ex-names", "aria-hidden": "true" });
    map.getCanvasContainer().append(this.names, this.cross);
    map.once("load", () => this.begin(network));
    map.on("mousemove", ({ point }) => this.tell(this.at(point)));
    map.on("click", ({ point }) => this.tell(this.at(point)));
    map.on("moveend", () => {
      if (document.activeElement === map.getCanvas()) this.tell(this.at(map.project(map.getCenter())));
    });
    for (const moved of /** @type {const} */ (["move", "resize"])) {
      map.on(moved, () => this.writeNames());
    }
  }

  /** @param {string} network */
  begin(network) {
    const map = /** @type {Base} */ (this.map);
    for (const state of ORDER) map.addImage(state, mark(state), { pixelRatio: 2 });
    map.addSource("around", { type: "geojson", data: points(this.around) });
    map.addSource("sites", { type: "geojson", data: points([]) });
    map.addLayer({
      id: "around",
      type: "circle",
      source: "around",
      paint: {
        "circle-radius": ["get", "r"],
        "circle-color": "#e3e6ea",
        "circle-stroke-color": "#8c939b",
        "circle-stroke-width": 0.6,
      },
    });
    map.addLayer({
      id: "sites",
      type: "symbol",
      source: "sites",
      layout: { "icon-image": ["get", "state"], "icon-allow-overlap": true, "icon-ignore-placement": true },
    });
    this.show(network);
    this.whole(0);
  }

  /** @param {string} network */
  show(network) {
    const own = this.sites.filter((each) => each.network === network);
    this.shown = own.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
    /** @type {any} */
    const source = this.map?.getSource("sites");
    source?.setData(points(this.shown));
    this.order = this.shown.map(({ name }, place) => ({ place, name })).reverse();
    this.tell(-1);
    this.writeNames();
  }

  /** @param {number} duration [ms] */
  whole(duration) {
    const [lon, lat] = [this.sites.map((each) => each.lon), this.sites.map((each) => each.lat)];
    this.map?.fitBounds(
      [[Math.min(...lon), Math.min(...lat)], [Math.max(...lon), Math.max(...lat)]],
      { padding: 40, duration, maxZoom: 10 },
    );
  }

  /**
   * Site nearest to a point of the screen, if one is near; -1 else.
   * @param {{x: number, y: number}} point
   */
  at(point) {
    let [best, least] = [-1, FAR ** 2];
    this.shown.forEach((each, i) => {
      const { x, y } = /** @type {Base} */ (this.map).project([each.lon, each.lat]);
      const away = (x - point.x) ** 2 + (y - point.y) ** 2;
      if (away <= least) [best, least] = [i, away];
    });
    return best;
  }

  /** @param {number} place -1 for none */
  tell(place) {
    if (place === this.selected) return;
    this.selected = place;
    const site = this.shown[place];
    const nearest = site?.people ? filled(this.words.nearest, { people: site.people }) : "";
    this.said.textContent = site ? [`${site.name}: ${site.words}`, nearest].filter(Boolean).join("; ") : "";
    this.writeNames();
  }

  /** Write names above their marks, where they do not hide each other. */
  writeNames() {
    const map = /** @type {Base} */ (this.map);
    const { clientWidth, clientHeight } = this.holder;
    placeNames(/** @type {HTMLElement} */ (this.names), this.order ?? [], {
      width: clientWidth,
      height: clientHeight,
      first: this.selected,
      at: (i) => {
        const { x, y } = map.project([this.shown[i].lon, this.shown[i].lat]);
        return { x, y: y - MARKS };
      },
    });
  }
}

const mount = document.getElementById("sites-map");
if (mount) {
  try {
    new SitesMap(mount);
  } catch (error) {
    console.warn(error);
    mount.hidden = true;
  }
}
