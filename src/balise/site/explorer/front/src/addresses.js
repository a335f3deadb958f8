/** Addresses of pages, and the view kept in the address of this one. */

/**
 * Page of an area, in the release at hand.
 * @param {string} dguid
 * @param {string} language
 */
export function areaAddress(dguid, language) {
  const release = new URLSearchParams(location.search).get("release");
  const query = release ? `?release=${encodeURIComponent(release)}` : "";
  return `/${language}/areas/${encodeURIComponent(dguid)}/${query}`;
}

/**
 * Keep a view: it can be gone back to, shared, and read in the other language.
 * @param {URLSearchParams} query
 */
export function keepAddress(query) {
  const text = query.toString();
  const address = `${location.pathname}${text ? `?${text}` : ""}${location.hash}`;
  if (address !== location.pathname + location.search + location.hash) {
    history.pushState(null, "", address);
  }
  alignLanguages();
}

/** Let the link to the other language keep the view. */
export function alignLanguages() {
  for (const link of document.querySelectorAll("a[hreflang]")) {
    const to = /** @type {HTMLAnchorElement} */ (link);
    if (to.host === location.host) to.search = location.search;
  }
}
