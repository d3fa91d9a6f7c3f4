// The bar on every previewed page: what an editor wants to know of the page,
// and the page as other readers see it. It stands in a shadow root behind the
// body, so that the theme's style sheets and the morph of a reload leave it
// alone, and it them. Published pages have none of it.

import { h, say } from "./bar/dom.js";
import { Grid } from "./bar/grid.js";
import { remember, remembered } from "./bar/memory.js";
import { choose, current, modes, standIn } from "./bar/modes.js";
import { wordsOf } from "./bar/words.js";

const { page: told } = window.luxi; // what client.js knows of the page
const words = wordsOf(told.lang);

/** What the server has below an address, about the page as it is shown. */
const about = (path) => `${path}?${new URLSearchParams({ address: told.address, theme: told.theme })}`;

/** Which specimen of which theme the page is, if it is one. */
const specimen = /^_luxi\/specimen\/(?<theme>[^/]+)\/(?<file>.*)$/.exec(told.address)?.groups;

/** Whether the server opens a file in the editor. */
const isDocument = (file) => /^content\/.*\.md$/i.test(file || "");

/** The part of the source line that is meant, marked. A paragraph is one line. */
function excerpt({ text, line, column = 1, endLine, endColumn }) {
  const characters = Array.from(text); // columns count them
  const from = Math.min(column - 1, characters.length);
  const to = endLine === line && endColumn > column ? endColumn - 1 : Math.min(from + 1, characters.length);
  const [start, end] = [Math.max(0, from - 20), Math.min(characters.length, to + 20)];
  const part = (a, b) => characters.slice(a, b).join("");
  return h("code", {}, start ? "…" : "", part(start, from), h("mark", {}, part(from, to)), part(to, end), end < characters.length ? "…" : "");
}

class Bar {
  host = h("luxi-bar");
  #page = {};
  #grid;
  #parts = {};

  constructor() {
    const part = (name, element) => (this.#parts[name] = element);
    const shadow = this.host.attachShadow({ mode: "open" });
    const style = h("link", { rel: "stylesheet", href: new URL("bar.css", import.meta.url).href });
    const layer = h("div", { class: "grid", "aria-hidden": "true" });
    const frame = h("section", { class: "bar", "aria-label": words.bar, lang: told.lang === "en" ? "en" : "zh-CN", hidden: true });
    style.addEventListener("load", () => (frame.hidden = false)); // never seen without its style
    frame.append(
      part("tab", h("button", { class: "tab", type: "button", onclick: () => this.fold(false, true) },
        h("span", { class: "heard" }, words.unfold), part("tabState", h("span", { class: "chips" })), part("tabCount", h("span", { class: "count" })), h("span", { class: "name" }, words.name), h("span", { class: "arrow", "aria-hidden": "true" }, "▴"))),
      part("open", h("div", { class: "open" }, this.#panel("findings"), this.#panel("layout"), this.#strip(part))),
    );
    this.#fillLayout(part);
    shadow.append(style, layer, frame);
    shadow.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape());
    this.#grid = new Grid(layer, (found) => this.#tellMeasure(found));
    new ResizeObserver(([{ target }]) => this.host.style.setProperty("--strip", `${target.offsetHeight}px`)).observe(shadow.querySelector(".strip"));
    this.fold(remembered("folded") ?? innerWidth < 768);
    this.#grid.show(remembered("grid") === true);
  }

  #strip(part) {
    const button = (name, text) =>
      part(name, h("button", { type: "button", "aria-expanded": "false", onclick: () => this.toggle(name) }, text));
    return h("div", { class: "strip" },
      part("state", h("span", { class: "chips" })),
      part("date", h("span", { class: "fact" })),
      part("length", h("span", { class: "fact" })),
      button("findingsButton", ""),
      button("layoutButton", words.layout),
      part("edit", h("button", { type: "button", hidden: true, onclick: () => this.open(this.#page.source, 1, 1) }, words.edit)),
      h("a", { href: "/_luxi/" }, words.pages),
      part("said", h("span", { class: "said", role: "status" })),
      h("button", { type: "button", class: "fold", onclick: () => this.fold(true, true) }, words.fold, h("span", { "aria-hidden": "true" }, " ▾")),
    );
  }

  #panel(name) {
    return (this.#parts[name] = h("div", { class: `panel ${name}`, hidden: true }));
  }

  #fillLayout(part) {
    const row = (legend, ...content) => h("fieldset", {}, h("legend", {}, legend), ...content);
    const radio = (mode, value) =>
      h("label", {}, h("input", { type: "radio", name: mode, value, onchange: () => choose(mode, value) }), words[value]);
    this.#parts.layout.append(
      row(words.colours, ...Object.keys(modes.colours).map((v) => radio("colours", v))),
      row(words.size, ...Object.keys(modes.size).map((v) => radio("size", v))),
      row(words.contrast, h("label", {},
        part("contrast", h("input", { type: "checkbox", onchange: (e) => choose("contrast", e.target.checked ? "more" : "standard") })), words.more)),
      row(words.grid, h("label", {},
        h("input", { type: "checkbox", name: "grid", checked: remembered("grid") === true, onchange: (e) => this.#showGrid(e.target.checked) }), words.showGrid),
        part("measure", h("span", { class: "note" }))),
      row(words.theme, part("theme", h("select", { "aria-label": words.theme, onchange: (e) => this.#inTheme(e.target.value) }))),
      row(words.look, part("widths", h("a", {}, words.widths)), part("print", h("a", {}, words.print))),
    );
  }

  /** Folds the bar to a tab or unfolds it; it is remembered if so chosen. */
  fold(folded, chosen = false) {
    const { tab, open } = this.#parts;
    tab.hidden = !folded;
    open.hidden = folded;
    this.host.classList.toggle("folded", folded);
    if (!chosen) return;
    remember("folded", folded);
    (folded ? tab : open.querySelector(".fold")).focus();
  }

  toggle(button) {
    for (const name of ["findings", "layout"]) {
      const panel = this.#parts[name];
      panel.hidden = button !== `${name}Button` || !panel.hidden;
      this.#parts[`${name}Button`].setAttribute("aria-expanded", String(!panel.hidden));
    }
  }

  #escape() {
    const open = ["findings", "layout"].find((name) => !this.#parts[name].hidden);
    if (open) {
      this.toggle("");
      this.#parts[`${open}Button`].focus();
    } else if (!this.#parts.open.hidden) this.fold(true, true);
  }

  #showGrid(on) {
    remember("grid", on);
    this.#grid.show(on);
  }

  #tellMeasure(found) {
    const short = (n) => String(Math.round(n * 10) / 10);
    say(this.#parts.measure, found ? words.measure(short(found.columns[0].width / found.em), short(found.em), short(found.line)) : words.noText);
  }

  #inTheme(name) {
    if (specimen) return location.assign(`/_luxi/specimen/${name || this.#page.own}/${specimen.file}`);
    const url = new URL(location.href);
    if (name) url.searchParams.set("theme", name);
    else url.searchParams.delete("theme");
    location.assign(url);
  }

  /** Asks the server about the page and shows what it says. */
  async ask() {
    let answer;
    try {
      answer = await fetch(about("/_luxi/api/page"), { cache: "no-store" });
      if (!answer.ok) return; // what is known stays
      this.#page = await answer.json();
    } catch {
      return;
    }
    this.#show();
  }

  /** Brings all that the bar shows up to date with the page. */
  sync() {
    if (!this.host.isConnected) document.documentElement.append(this.host);
    standIn();
    for (const mode of ["colours", "size"]) {
      for (const input of this.#parts.layout.querySelectorAll(`[name=${mode}]`)) input.checked = input.value === current(mode);
    }
    this.#parts.contrast.checked = current("contrast") === "more";
    this.#parts.widths.href = about("/_luxi/widths");
    this.#parts.print.href = about("/_luxi/print");
    this.#grid.refresh();
  }

  #show() {
    const page = this.#page;
    const parts = this.#parts;
    const marks = page.marks || [];
    for (const chips of [parts.state, parts.tabState]) chips.replaceChildren(...marks.map((m) => h("span", { class: `chip ${m.name}` }, m.text)));
    say(parts.date, page.date || "");
    this.#showLength(page);
    const findings = page.diagnostics || [];
    const bad = findings.filter((f) => f.severity !== "note").length;
    say(parts.findingsButton, words.findings(findings.length));
    parts.findingsButton.disabled = !findings.length;
    parts.findingsButton.classList.toggle("bad", bad > 0);
    parts.tabCount.replaceChildren();
    if (findings.length) parts.tabCount.append(String(findings.length), h("span", { class: "heard" }, words.counted(findings.length)));
    this.#showFindings(findings);
    parts.edit.hidden = !page.source || !page.editor;
    const themes = page.themes || [];
    parts.theme.replaceChildren(h("option", { value: "" }, words.ownTheme(page.own || "")), ...themes.filter((name) => name !== page.own).map((name) => h("option", { value: name }, name)));
    parts.theme.value = specimen && specimen.theme !== page.own ? specimen.theme : told.theme;
    parts.theme.parentElement.hidden = themes.length < 2;
  }

  #showLength({ length, least = 0, most = 0 }) {
    const element = this.#parts.length;
    const verdict = !length ? "" : least && length < least ? words.short(least - length) : most && length > most ? words.long(length - most) : "";
    element.replaceChildren();
    if (!length) return;
    element.append(words.characters(length));
    if (least || most) element.append(h("span", { class: "note" }, ` ${words.asked(least, most)}`));
    if (verdict) element.append(h("strong", { class: "verdict" }, ` ${verdict}`));
  }

  #showFindings(findings) {
    const { findings: panel } = this.#parts;
    const known = JSON.stringify([findings, this.#page.editor]);
    if (panel.dataset.known === known) return;
    panel.dataset.known = known;
    const buttons = () => [...panel.querySelectorAll("button")];
    const focused = buttons().indexOf(panel.getRootNode().activeElement);
    const lead = (f) => [
      h("span", { class: `severity ${f.severity}` }, words.severity[f.severity] || f.severity), " ",
      h("span", { class: "place" }, words.place(f.line, f.column)), " ", h("span", { class: "message" }, f.message),
    ];
    panel.replaceChildren(h("ol", {}, ...findings.map((f) => h("li", {},
      this.#page.editor && isDocument(f.file)
        ? h("button", { type: "button", onclick: () => this.open(f.file, f.line, f.column) }, ...lead(f))
        : h("span", { class: "lead" }, ...lead(f)),
      f.text ? excerpt(f) : "",
      f.hint ? h("span", { class: "note" }, f.hint) : "",
    ))));
    if (focused >= 0) (buttons()[focused] || buttons().at(-1) || this.#parts.layoutButton).focus();
    if (!findings.length && !panel.hidden) this.toggle("");
  }

  /** Has the server open a file in the editor. */
  async open(file, line, column) {
    let said = words.opened(file);
    try {
      const answer = await fetch("/_luxi/api/open", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Luxi-Token": told.token },
        body: JSON.stringify({ file, line: line || 1, column: column || 1 }),
      });
      if (!answer.ok) said = (await answer.json()).message;
    } catch {
      said = words.failed;
    }
    say(this.#parts.said, said);
  }
}

if (window === window.top) {
  const bar = new Bar();
  const news = () => {
    bar.sync();
    bar.ask();
  };
  news();
  addEventListener("luxi:state", news);
  addEventListener("pageshow", (event) => event.persisted && bar.ask());
  // The theme sets its switches when the document is read, and for choices made
  // in other windows; its listeners come first.
  for (const name of ["DOMContentLoaded", "pageshow", "storage", "change"]) addEventListener(name, () => bar.sync());
  document.addEventListener("load", (event) => event.target.localName === "link" && bar.sync(), true); // a new sheet
  new MutationObserver(() => bar.host.isConnected || bar.sync()).observe(document.documentElement, { childList: true });
}
