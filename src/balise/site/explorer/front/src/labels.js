/** Names of larger places as HTML over the map: no glyph files, and readable at any zoom. */
import { element } from "./elements.js";

/** Names at most, for each 100 x 100 pixels of map. */
const DENSITY = 0.14;
const HEIGHT = 18;
const LETTER = 7;

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
    const half = (name.length * LETTER) / 2 + 4;
    const isInside = x > half && x < width - half && y > HEIGHT && y < height - HEIGHT;
    if (!isInside) continue;
    const box = [x - half, y - HEIGHT / 2, x + half, y + HEIGHT / 2];
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
