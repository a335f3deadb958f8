/** Names of larger places as HTML over the map: no glyph files, and readable at any zoom. */
import { element } from "./elements.js";

/** Names at most, for each 100 x 100 pixels of map. */
const DENSITY = 0.14;
/** Room around a name [pixels]. */
const ROOM = 4;

/** Size of a name, the same as the style sheet gives it: measured, as fonts differ. */
const measured = (() => {
  /** @type {Map<string, {width: number, height: number}>} */
  const known = new Map();
  return (/** @type {HTMLElement} */ holder, /** @type {string} */ name, /** @type {boolean} */ isFirst) => {
    const key = `${isFirst} ${name}`;
    let size = known.get(key);
    if (!size) {
      const kind = isFirst ? "ex-name ex-name-selected" : "ex-name";
      const label = element("span", { class: kind }, name);
      holder.append(label);
      size = { width: label.offsetWidth, height: label.offsetHeight };
      label.remove();
      known.set(key, size);
    }
    return size;
  };
})();

/**
 * Place names so that none hides another.
 * @param {HTMLElement} holder
 * @param {readonly {place: number, name: string}[]} order the most important first
 * @param {object} frame
 * @param {number} frame.width [pixels]
 * @param {number} frame.height [pixels]
 * @param {number} frame.first place whose name is always written; -1 for none
 * @param {(place: number) => {x: number, y: number}} frame.at
 */
export function placeNames(holder, order, { width, height, first, at }) {
  const most = Math.max(Math.round((DENSITY * width * height) / 10_000), 3);
  const chosen = order.filter(({ place }) => place === first);
  /** @type {number[][]} */
  const taken = [];
  /** @type {{name: string, x: number, y: number, isFirst: boolean}[]} */
  const written = [];
  for (const { place, name } of [...chosen, ...order]) {
    if (written.length >= most) break;
    if (place === first && written.length) continue;
    const { x, y } = at(place);
    if (x < 0 || x > width || y < 0 || y > height) continue;
    const size = measured(holder, name, place === first);
    const [half, up] = [(size.width + ROOM) / 2, (size.height + ROOM) / 2];
    const isInside = x > half && x < width - half && y > up && y < height - up;
    if (!isInside) continue;
    const box = [x - half, y - up, x + half, y + up];
    const isFree = taken.every(
      (other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3],
    );
    if (!isFree) continue;
    taken.push(box);
    written.push({ name, x, y, isFirst: place === first });
  }
  while (holder.children.length > written.length) holder.lastElementChild?.remove();
  written.forEach(({ name, x, y, isFirst }, i) => {
    const label = /** @type {HTMLElement} */ (
      holder.children[i] ?? holder.appendChild(element("span", { class: "ex-name" }))
    );
    if (label.textContent !== name) label.textContent = name;
    label.classList.toggle("ex-name-selected", isFirst);
    label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
  });
}
