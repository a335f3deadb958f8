/** Names of places, found whatever their accents, hyphens, apostrophes and capitals. */

/**
 * Fold a name for searching.
 * @param {string} name
 */
export function folded(name) {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/\bste\b/g, "sainte")
    .replace(/\bst\b/g, "saint")
    .trim();
}

/**
 * Whether every word asked for begins a word of one of the names.
 * @param {string} asked folded
 * @param {readonly string[]} names folded
 */
export function matches(asked, names) {
  if (!asked) return true;
  const words = asked.split(" ");
  return names.some((name) => {
    const padded = ` ${name}`;
    return words.every((word) => padded.includes(` ${word}`));
  });
}
