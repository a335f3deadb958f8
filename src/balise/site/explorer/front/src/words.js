/** Words of the map, in both languages: the same as docs/glossary.md. */

/** @type {Record<string, [string, string]>} */
export const WORDS = {
  map: ["Map", "Carte"],
  map_label: [
    "Map of areas. Arrow keys move it, plus and minus zoom, Enter selects the area under the cross. The table below has the same facts.",
    "Carte des régions. Les flèches la déplacent, plus et moins changent l’échelle, Entrée choisit la région sous la croix. Le tableau ci-dessous contient les mêmes faits.",
  ],
  level: ["Areas", "Régions"],
  colour: ["Colour by", "Colorer selon"],
  shape: ["Draw areas as", "Tracer les régions en"],
  outlines: ["areas, with their boundaries", "régions, avec leurs limites"],
  cells: ["cells (approximate)", "cellules (approximatives)"],
  bubbles: ["bubbles, by people", "bulles, selon la population"],
  evi: ["E-Vulnerability Index (EVI)", "Indice de vulnérabilité électronique (IVE)"],
  evi_relative: ["EVI compared with the province", "IVE par rapport à la province"],
  scores: ["Scores", "Scores"],
  groups: ["Population groups (score)", "Groupes de population (score)"],
  headcounts: ["Number of people", "Nombre de personnes"],
  evi_of: ["EVI: {group}", "IVE : {group}"],
  no_score_here: ["{group} (not published)", "{group} (non publié)"],
  people_high: [
    "People aged 16 and over, score 50 or more",
    "Personnes de 16 ans et plus, score de 50 ou plus",
  ],
  people_in: ["People: {group}", "Population : {group}"],
  people_16: ["people aged 16 and over", "personnes de 16 ans et plus"],
  everybody: ["Everybody in the area", "Toute la population de la région"],
  share: ["Share of people aged 16 and over", "Part des personnes de 16 ans et plus"],
  missing_table: ["Table that would be needed:", "Tableau qu’il faudrait :"],
  means: ["Means", "Moyens"],
  willingness: ["Willingness", "Volonté"],
  abilities: ["Abilities", "Capacités"],
  method_settings: ["Weights and method", "Pondération et méthode"],
  method_help: [
    "Change what each dimension counts for, or how the three make one score: map, legend and table follow at once.",
    "Changez le poids de chaque dimension, ou la façon d’en faire un score : la carte, la légende et le tableau suivent aussitôt.",
  ],
  aggregation: ["Aggregation", "Agrégation"],
  mean: ["mean", "moyenne"],
  geometric: ["geometric mean", "moyenne géométrique"],
  power: ["power mean", "moyenne de puissance"],
  worst: ["worst dimension", "pire dimension"],
  any_barrier: ["any barrier", "au moins un obstacle"],
  weights_unused: [
    "This aggregation does not use weights.",
    "Cette agrégation n’utilise pas la pondération.",
  ],
  assumptions: ["Two assumptions", "Deux hypothèses"],
  k: [
    "Households without 50/10 Mbps that are in effect shut out (k)",
    "Ménages sans 50/10 Mbit/s qui sont de fait exclus (k)",
  ],
  n: [
    "Non-use that is no barrier, for want of need (n)",
    "Non-utilisation qui n’est pas un obstacle, faute de besoin (n)",
  ],
  reset: ["Back to the published method", "Revenir à la méthode publiée"],
  as_published: [
    "Figures as published: weights and method of the release.",
    "Chiffres tels que publiés : pondération et méthode de la diffusion.",
  ],
  recomputed: [
    "Your weights and method: computed here from types of people, not published figures. Intervals are approximate.",
    "Votre pondération et votre méthode : chiffres calculés ici à partir des types de personnes, et non publiés. Les intervalles sont approximatifs.",
  ],
  approximation: [
    "For nine census subdivisions in ten, they are {low} to {high} times as wide as by the draws of the release.",
    "Pour neuf subdivisions de recensement sur dix, ils sont de {low} à {high} fois aussi larges que selon les tirages de la diffusion.",
  ],
  beyond_50km: [
    "People beyond 50\u00a0km of any office (estimated)",
    "À plus de 50\u00a0km de tout bureau (part estimée)",
  ],
  nearest_km: [
    "Distance to the nearest office (km, estimated)",
    "Bureau le plus proche (km, estimation)",
  ],
  reach: ["Reach of offices", "Portée des bureaux"],
  reach_note: [
    "Reach is shown as published; weights and aggregation do not change it.",
    "La portée est montrée telle que publiée; la pondération et l’agrégation ne la changent pas.",
  ],
  reach_estimated: [
    "Estimated: straight line times a detour factor, from where people live to offices placed at the centre of their town.",
    "Estimation : distance à vol d’oiseau multipliée par un facteur de détour, du lieu où vivent les personnes aux bureaux, placés au centre de leur ville.",
  ],
  reach_wide: [
    "The interval is too wide to be coloured: where offices stand and where people live is not known well enough.",
    "L’intervalle est trop large pour une couleur : l’emplacement des bureaux et le lieu où vivent les personnes ne sont pas connus assez précisément.",
  ],
  share_unit: ["share of all people of the area", "part de toute la population de la région"],
  km: ["kilometres by road, mean over the people of the area", "kilomètres par la route, moyenne sur la population de la région"],
  caution_share: [
    "interval of 10 points or more: use with caution",
    "intervalle de 10 points ou plus : à utiliser avec prudence",
  ],
  unpublished_share: [
    "no figure, or an interval of 16 points or more",
    "aucun chiffre, ou intervalle de 16 points ou plus",
  ],
  unpublished_km: ["no figure", "aucun chiffre"],
  quality_estimated: ["estimated", "estimation"],
  caption_reach: [
    "Reach of offices, estimated: shares are of all people, those written as two numbers alone are a range, sorted and coloured by its middle. Scores are out of 100, of people aged 16 and over. Intervals hold 19 times out of 20.",
    "Portée des bureaux, estimation : les parts sont de toute la population; celles qui ne comptent que deux nombres sont une fourchette, classée et colorée selon son milieu. Les scores sont sur 100, pour les personnes de 16 ans et plus. Intervalles valables 19 fois sur 20.",
  ],
  dimension_note: [
    "Dimensions are shown as published; weights and aggregation do not change them.",
    "Les dimensions sont montrées telles que publiées; la pondération et l’agrégation ne les changent pas.",
  ],
  count_note: [
    "Numbers of people are shown as published; weights and aggregation do not change them.",
    "Les nombres de personnes sont montrés tels que publiés; la pondération et l’agrégation ne les changent pas.",
  ],
  group_fixed_note: [
    "This group is shown as published: the release does not say which types of people it is made of here.",
    "Ce groupe est montré tel que publié : la diffusion ne dit pas de quels types de personnes il est fait ici.",
  ],
  legend: ["Legend", "Légende"],
  higher: ["Higher means more vulnerability.", "Plus le score est élevé, plus la vulnérabilité est grande."],
  points: ["points out of 100", "points sur 100"],
  points_province: [
    "points above or below the province",
    "points au-dessus ou au-dessous de la province",
  ],
  caution: ["use with caution (quality E)", "à utiliser avec prudence (qualité E)"],
  unpublished: ["no score, or too unreliable", "aucun score, ou trop peu fiable"],
  nothing_here: [
    "No area of this level has a published figure.",
    "Aucune région de ce niveau n’a de chiffre publié.",
  ],
  approximate_cells: [
    "Cells are approximate: the ground nearest to each area’s centroid, not its boundary.",
    "Les cellules sont approximatives : le territoire le plus proche du centroïde de chaque région, et non sa limite.",
  ],
  bubble_note: [
    "The area of a bubble follows the number of people, of all ages:",
    "La surface d’une bulle suit le nombre de personnes, de tous âges :",
  ],
  bubbles_shown: [
    "The area of a bubble follows the number shown:",
    "La surface d’une bulle suit le nombre montré :",
  ],
  and_more: ["{low} and over", "{low} et plus"],
  less: ["under {high}", "moins de {high}"],
  zoom_in: ["Zoom in", "Agrandir"],
  zoom_out: ["Zoom out", "Réduire"],
  whole: ["Show all areas", "Montrer toutes les régions"],
  find: ["Find a community", "Trouver une collectivité"],
  find_help: ["Accents and hyphens do not matter.", "Les accents et les traits d’union ne comptent pas."],
  table: ["Table", "Tableau"],
  caption: [
    "Scores out of 100 of people aged 16 and over; intervals hold 19 times out of 20.",
    "Scores sur 100 des personnes de 16 ans et plus; intervalles valables 19 fois sur 20.",
  ],
  caption_people: [
    "Numbers of people and scores out of 100, for those aged 16 and over; intervals hold 19 times out of 20, and a number without one has none published.",
    "Nombres de personnes et scores sur 100, pour celles de 16 ans et plus; intervalles valables 19 fois sur 20, et un nombre qui en est dépourvu n’en a pas de publié.",
  ],
  name: ["Area", "Région"],
  score: ["Score", "Score"],
  compared: ["Compared with the province", "Par rapport à la province"],
  quality: ["Quality", "Qualité"],
  people: ["People", "Population"],
  show: ["Show {name} on the map", "Montrer {name} sur la carte"],
  show_short: ["Show on map", "Voir sur la carte"],
  open: ["All about this area", "Tout sur cette région"],
  close: ["Close", "Fermer"],
  count: ["{count} areas", "{count} régions"],
  count_one: ["1 area", "1 région"],
  none: ["No area has that name.", "Aucune région ne porte ce nom."],
  previous: ["Previous", "Précédent"],
  next: ["Next", "Suivant"],
  page_of: ["Page {page} of {pages}", "Page {page} sur {pages}"],
  pages: ["Pages of the table", "Pages du tableau"],
  selected: ["Selected area", "Région choisie"],
  interval: ["interval", "intervalle"],
  quality_A: ["A, excellent", "A, excellente"],
  quality_B: ["B, very good", "B, très bonne"],
  quality_C: ["C, good", "C, bonne"],
  quality_D: ["D, acceptable", "D, acceptable"],
  quality_E: ["E, use with caution", "E, à utiliser avec prudence"],
  quality_F: ["F, too uncertain to compare", "F, trop incertaine pour comparer"],
  not_published: ["not published", "non publié"],
  score_quality: ["Quality of the score", "Qualité du score"],
  compared_quality: ["Quality of the comparison", "Qualité de l’écart"],
  shown_quality: ["Quality of the first figure", "Qualité du premier chiffre"],
  without_score: ["This area has no score.", "Cette région n’a pas de score."],
  too_wide: [
    "Its score is too uncertain to be coloured. More people, or tables of its own by age, income or education, would narrow it.",
    "Son score est trop incertain pour être coloré. Une population plus grande, ou des tableaux propres à elle selon l’âge, le revenu ou la scolarité, le préciseraient.",
  ],
  see_above: ["See instead: {name}", "Voir plutôt : {name}"],
  working: ["Counting weightings…", "Décompte des pondérations…"],
  stable_weights: [
    "In the most vulnerable fifth under {share} of weightings",
    "Dans le cinquième le plus vulnérable selon {share} des pondérations",
  ],
  stable_method: [
    "and under {count} of the {all} aggregations with these weights.",
    "et selon {count} des {all} agrégations avec cette pondération.",
  ],
  stable_only: [
    "In the most vulnerable fifth under {count} of the {all} aggregations with these weights.",
    "Dans le cinquième le plus vulnérable selon {count} des {all} agrégations avec cette pondération.",
  ],
  stable_note: [
    "Counted over {count} weightings, from one dimension alone to all three.",
    "Compté sur {count} pondérations, d’une seule dimension aux trois.",
  ],
  loading: ["Loading the map…", "Chargement de la carte…"],
  no_map: [
    "The map cannot be drawn in this browser. The table has the same facts.",
    "La carte ne peut être tracée dans ce navigateur. Le tableau contient les mêmes faits.",
  ],
  failed: [
    "The figures could not be loaded. Reload the page; the other pages work without them.",
    "Les chiffres n’ont pu être chargés. Rechargez la page; les autres pages fonctionnent sans eux.",
  ],
  under_cross: ["Under the cross: {name}, {value}", "Sous la croix : {name}, {value}"],
  pan_two_fingers: ["Use two fingers to move the map", "Déplacez la carte avec deux doigts"],
  scroll_ctrl: ["Use Ctrl and scroll to zoom the map", "Ctrl et défilement pour changer l’échelle"],
  scroll_cmd: ["Use ⌘ and scroll to zoom the map", "⌘ et défilement pour changer l’échelle"],
};

/**
 * Gives the words of a language, those of the page before our own. In French, no line ends before
 * a colon.
 * @param {string} language
 * @param {Record<string, string>} own
 * @returns {(key: string, values?: Record<string, string>) => string}
 */
export function speaker(language, own = {}) {
  const place = language === "fr" ? 1 : 0;
  const set = (/** @type {string} */ text) => (place ? text.replace(/ (?=[:;!?»])/gu, "\u00a0") : text);
  return (key, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      set(own[key] ?? WORDS[key]?.[place] ?? key),
    );
}
