// Shows a document as its style sheets have it for another medium: on paper, or
// for readers whose system prefers dark. A script cannot change what the browser
// takes for the medium, so the queries of the sheets are rewritten: what is
// assumed becomes true, its contrary false.

const never = "not all";

/**
 * Rewrites a list of media queries as CSSOM writes them.
 *
 * @param {string} text such as "screen and (min-width: 48rem), print"
 * @param {Object<string, string>} assumed "type" is the medium, such as print;
 *     all others are features with their values, such as "prefers-contrast": "more"
 */
export function rewrite(text, assumed) {
  if (!text) return text; // no query: for all media
  let queries = text.split(","); // no feature of today has a comma in it
  for (const [name, value] of Object.entries(assumed)) {
    if (name === "type") queries = queries.map((q) => asType(q.trim(), value)).filter(Boolean);
    else queries = queries.map((q) => asFeature(q.trim(), name, value));
  }
  return queries.join(", ") || never;
}

/** Returns a query that is true if this one is for a medium; "" for never. */
function asType(query, type) {
  const found = /^(?:(not|only)\s+)?([a-z]+)(?=\s|$)/i.exec(query);
  if (!found || found[2].toLowerCase() === "all") return query;
  const rest = query.slice(found[0].length);
  const meant = found[2].toLowerCase() === type;
  if (found[1]?.toLowerCase() === "not") return meant ? `not all${rest}` : "all";
  return meant ? `all${rest}` : "";
}

/** Every window is wider than nothing. */
function asFeature(query, name, value) {
  return query.replace(new RegExp(`\\(\\s*${name}\\s*(?::\\s*([\\w-]+)\\s*)?\\)`, "gi"), (_, wanted) =>
    (wanted ? wanted === value : value !== "no-preference") ? "(min-width: 0px)" : "(max-width: 0px)",
  );
}

/** What the queries said before they were rewritten. */
const originals = new WeakMap();

function set(media, assumed) {
  if (!media) return;
  if (!originals.has(media)) originals.set(media, media.mediaText);
  const text = rewrite(originals.get(media), assumed);
  if (media.mediaText !== text) media.mediaText = text;
}

function walk(sheet, assumed) {
  let rules;
  try {
    rules = sheet.cssRules;
  } catch {
    return; // of another site
  }
  for (const rule of rules || []) {
    if (rule.media) set(rule.media, assumed);
    if (rule.styleSheet) walk(rule.styleSheet, assumed);
    else if (rule.cssRules) walk(rule, assumed);
  }
}

/** Has the sheets of a document take something for true; {} undoes it. */
export function assume(doc, assumed) {
  for (const sheet of doc.styleSheets) {
    set(sheet.media, assumed);
    walk(sheet, assumed);
  }
}
