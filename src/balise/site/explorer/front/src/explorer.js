/**
 * The explorer: a map, a table with the same facts, and the choice of weights and method.
 * Without this script the page keeps its own table.
 */
import { element } from "./elements.js";
import { Loaded } from "./loading.js";
import { Explorer } from "./viewing.js";
import { speaker } from "./words.js";

/** Words of the page. @param {HTMLElement} mount */
const sayOf = (mount) => speaker(mount.dataset.lang ?? "en", JSON.parse(mount.dataset.strings || "{}"));

/** @param {HTMLElement} mount */
async function open(mount) {
  const language = mount.dataset.lang === "fr" ? "fr" : "en";
  const query = new URLSearchParams(location.search);
  const address = mount.dataset.api || `/${language}/api/v1/`;
  const loaded = new Loaded(address, mount.dataset.release || query.get("release") || "", language);
  await loaded.open();
  const state = loaded.stateOf(query, mount.dataset.level || "csd");
  const page = await loaded.load(state.level);
  const explorer = new Explorer(mount, loaded, page, state, sayOf(mount));
  await explorer.begin();
}

const mount = document.getElementById("explorer");
if (mount) {
  open(mount).catch((error) => {
    console.warn(error);
    mount.replaceChildren(element("p", { role: "status" }, sayOf(mount)("failed")));
  });
}
