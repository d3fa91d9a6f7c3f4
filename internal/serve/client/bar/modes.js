// Colours, size and contrast. A theme that has the switches of the default
// theme is switched by them, so that the editor sees what a reader sees; the
// theme remembers it. For any other theme the bar does the same by its own
// means, and remembers it itself.

import { assume } from "./media.js";
import { remember, remembered } from "./memory.js";

/** The modes, each with its values and the switch of the theme for each. */
export const modes = {
  colours: { system: "_system", light: "_light", dark: "_dark" },
  size: { standard: "_standard", large: "_large", larger: "_larger" },
  contrast: { standard: "", more: "_more" },
};

const usual = (mode) => Object.keys(modes[mode])[0];

function themeSwitch(id) {
  const element = id && document.getElementById(id);
  return element instanceof HTMLInputElement ? element : null;
}

/** Whether the theme has switches of its own for a mode. */
const owned = (mode) => Object.values(modes[mode]).some(themeSwitch);

/** The value that a mode has now. */
export function current(mode) {
  if (!owned(mode)) return remembered(mode) || usual(mode);
  const found = Object.entries(modes[mode]).find(([, id]) => themeSwitch(id)?.checked);
  return found ? found[0] : usual(mode);
}

export function choose(mode, value) {
  if (!owned(mode)) {
    remember(mode, value);
    standIn();
    return;
  }
  for (const [name, id] of Object.entries(modes[mode])) {
    const control = themeSwitch(id);
    // A radio button is only ever switched on, a checkbox both ways.
    if (control && (name === value ? !control.checked : control.type === "checkbox" && control.checked)) control.click();
  }
}

const sheet = new CSSStyleSheet();

// The steps of the default theme.
const scales = { large: 1.1875, larger: 1.4375 };

/**
 * Does what the theme has no switches for. It is called again for every sheet
 * that comes, and does nothing the second time.
 */
export function standIn() {
  const value = (mode) => (owned(mode) ? usual(mode) : current(mode));
  const assumed = {};
  let css = "";
  if (value("colours") !== "system") {
    assumed["prefers-color-scheme"] = value("colours");
    css += `:root { color-scheme: ${value("colours")} }`;
  }
  if (value("contrast") === "more") assumed["prefers-contrast"] = "more";
  const scale = scales[value("size")];
  if (scale) css += `@media screen { body { zoom: ${scale} } }`;
  assume(document, assumed);
  sheet.replaceSync(css);
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}
