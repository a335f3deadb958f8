/** Sizes of bubbles: their surface follows a number of people. */

/** Radius of the largest bubble, and of the smallest [pixels]. */
const [MOST, LEAST] = [26, 3];

/**
 * The largest of some numbers; 1 where there is none.
 * @param {ArrayLike<number>} sizes
 */
export function largest(sizes) {
  let most = 1;
  for (let i = 0; i < sizes.length; i++) if (sizes[i] > most) most = sizes[i];
  return most;
}

/**
 * Radius of a bubble.
 * @param {number} people
 * @param {number} most of the largest bubble
 * @returns {number} [pixels]
 */
export function radiusOf(people, most) {
  return Math.max(MOST * Math.sqrt((people > 0 ? people : 0) / most), LEAST);
}

/**
 * Up to three round numbers whose bubbles differ in sight.
 * @param {number} most
 * @returns {number[]} the largest first
 */
export function roundSizes(most) {
  const below = (/** @type {number} */ value) => {
    const power = 10 ** Math.floor(Math.log10(value));
    const step = [5, 2, 1].find((each) => each * power <= value) ?? 1;
    return step * power;
  };
  const found = [most, most / 5, most / 25].filter((each) => each >= 1).map(below);
  return [...new Set(found)];
}
