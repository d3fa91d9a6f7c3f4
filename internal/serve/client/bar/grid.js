// The grid that the text should stand on: its lines by the line-height, its
// characters by the em, drawn over the columns of the text. What does not stand
// on it is seen at once: a heading with an odd margin, a line that is stretched.

import { h } from "./dom.js";

/** The paragraphs of the page's text: those of the block with most of it. */
function paragraphs() {
  const lengths = new Map();
  for (const p of document.querySelectorAll("p")) {
    lengths.set(p.parentElement, (lengths.get(p.parentElement) || 0) + p.textContent.length);
  }
  let most = null;
  for (const [block, length] of lengths) if (!most || length > lengths.get(most)) most = block;
  if (!most) return [];
  const all = [...most.children].filter((e) => e.localName === "p" && e.textContent.trim());
  const size = (p) => getComputedStyle(p).fontSize;
  const longest = all.reduce((a, b) => (b.textContent.length > a.textContent.length ? b : a));
  return all.filter((p) => size(p) === size(longest));
}

const context = document.createElement("canvas").getContext("2d");

/** Where the first line of a paragraph stands, from the top of the window. */
function baseline(p, style) {
  const texts = document.createTreeWalker(p, NodeFilter.SHOW_TEXT, (n) =>
    n.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
  );
  const text = texts.nextNode();
  const at = text.data.search(/\S/);
  const range = document.createRange();
  range.setStart(text, at);
  range.setEnd(text, at + 1);
  const box = range.getClientRects()[0];
  if (!box) return null;
  // The box of a text is as high as the ascent and the descent of its face.
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const face = context.measureText("永");
  const [up, down] = [face.fontBoundingBoxAscent, face.fontBoundingBoxDescent];
  return box.top + (box.height * up) / (up + down);
}

/**
 * Measures the text: its em, its line, its baseline, and its columns, all in
 * CSS pixels of the window. Null for a page without paragraphs.
 */
export function measure() {
  const all = paragraphs();
  if (!all.length) return null;
  const style = getComputedStyle(all[0]);
  const em = parseFloat(style.fontSize);
  const line = parseFloat(style.lineHeight) || em * 1.2; // "normal" is about that
  const stands = baseline(all[0], style);
  if (stands === null) return null; // not shown
  const columns = [];
  for (const p of all) {
    const s = getComputedStyle(p);
    const [start, end] = [parseFloat(s.paddingLeft), parseFloat(s.paddingRight)];
    for (const box of p.getClientRects()) {
      // A paragraph has a box in each column that it runs through.
      const left = box.left + start;
      const column = columns.find((c) => Math.abs(c.left - left) < em / 2);
      if (column) {
        column.top = Math.min(column.top, box.top);
        column.bottom = Math.max(column.bottom, box.bottom);
      } else columns.push({ left, width: box.width - start - end, top: box.top, bottom: box.bottom });
    }
  }
  return { em, line, baseline: stands, columns };
}

const lines = "rgb(0 120 255 / 55%)";
const cells = "rgb(230 0 90 / 28%)";

const rule = (to, every, colour) =>
  `repeating-linear-gradient(${to}, ${colour} 0 1px, transparent 1px ${every}px)`;

/** Draws what measure returned into an element that scrolls with the page. */
function draw(layer, found) {
  layer.replaceChildren();
  if (!found) return;
  const origin = layer.getBoundingClientRect();
  const { em, line } = found;
  for (const { left, width, top, bottom } of found.columns) {
    // It begins on a line, so that the lines of all columns are the same.
    const first = found.baseline + Math.floor((top - found.baseline) / line) * line;
    const column = h("div", { class: "grid-column" });
    const set = (name, value) => column.style.setProperty(name, value);
    set("left", `${left - origin.left}px`);
    set("top", `${first - origin.top}px`);
    set("width", `${width}px`);
    set("height", `${bottom - first}px`);
    set("background-image", `${rule("to bottom", line, lines)}, ${rule("to right", em, cells)}`);
    layer.append(column);
  }
}

/**
 * Shows the grid in a layer, and hides it, and draws it anew when the page is
 * laid out anew. told is called with what was measured.
 */
export class Grid {
  #layer;
  #told;
  #on = false;
  #due = false;

  constructor(layer, told) {
    this.#layer = layer;
    this.#told = told;
    new ResizeObserver(() => this.refresh()).observe(document.body);
    new MutationObserver(() => this.refresh()).observe(document.documentElement, { attributes: true });
    addEventListener("resize", () => this.refresh());
    document.fonts.addEventListener("loadingdone", () => this.refresh());
  }

  show(on) {
    this.#on = on;
    this.refresh();
  }

  /** Draws with the next frame, once, however often it is asked. */
  refresh() {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      const found = measure();
      this.#told(found);
      draw(this.#layer, this.#on ? found : null);
    });
  }
}
