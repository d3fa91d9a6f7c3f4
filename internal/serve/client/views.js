// Two views of a page beside the page: at three widths, and as on paper. The
// page stands in frames, so that its style sheets see the width that they are
// shown at.

import { h, say } from "./bar/dom.js";
import { assume } from "./bar/media.js";
import { wordsOf } from "./bar/words.js";

const root = document.documentElement;
const words = wordsOf(root.lang.slice(0, 2));
const asked = new URLSearchParams(location.search);
const address = asked.get("address") || "";
const theme = asked.get("theme") || "";
const about = new URLSearchParams({ address, theme });

/** Waits for the frame's page, and again whenever it is loaded anew. */
function frame(title, url, ready) {
  const element = h("iframe", { title });
  element.addEventListener("load", () => {
    ready(element.contentDocument, element.contentWindow);
    tell(); // what was said while it was on its way
  });
  element.src = url;
  return element;
}

/** Gives a document of a frame rules of its own. */
function style(doc, win, css) {
  const sheet = new win.CSSStyleSheet();
  sheet.replaceSync(css);
  doc.adoptedStyleSheets.push(sheet);
}

function head(title, url, ...more) {
  document.title = title;
  document.body.append(h("header", {}, h("h1", {}, title), ...more, h("a", { href: url }, words.back)));
}

// ---- The page at three widths

const sizes = [375, 768, 1280];
const gap = 16;

function widths(url) {
  const together = h("input", { type: "checkbox", checked: true });
  head(words.widths, url, h("label", {}, together, words.together));
  const frames = sizes.map((width) => {
    const one = frame(`${words.devices[width]} ${words.pixels(width)}`, url, (doc, win) => {
      // A bar to scroll with takes width that a phone's page has.
      style(doc, win, ":root { scrollbar-width: none }");
      win.addEventListener("scroll", () => together.checked && follow(win));
    });
    one.style.width = `${width}px`;
    return one;
  });
  let leader = null; // the frame that the editor scrolls; the others follow it
  for (const one of frames) for (const name of ["pointerenter", "focus"]) one.addEventListener(name, () => (leader = one));
  const travel = (win) => win.document.documentElement.scrollHeight - win.innerHeight;
  function follow(win) {
    if (leader && win !== leader.contentWindow) return;
    for (const { contentWindow: other } of frames) {
      if (other !== win && travel(win) > 0) other.scrollTo({ top: (win.scrollY / travel(win)) * travel(other), behavior: "instant" });
    }
  }
  const windows = frames.map((one) => h("div", { class: "window" }, one));
  document.body.append(h("main", { class: "frames" }, ...windows.map((w, i) =>
    h("figure", {}, h("figcaption", {}, words.devices[sizes[i]], " ", words.pixels(sizes[i])), w))));
  function fit() {
    const room = root.clientWidth - gap * (sizes.length + 1);
    const scale = Math.min(1, room / sizes.reduce((a, b) => a + b));
    frames.forEach((one, i) => {
      const height = innerHeight - windows[i].getBoundingClientRect().top - scrollY - gap;
      windows[i].style.width = `${sizes[i] * scale}px`;
      windows[i].style.height = `${height}px`;
      one.style.height = `${height / scale}px`;
      one.style.transform = `scale(${scale})`;
    });
  }
  addEventListener("resize", fit);
  fit();
}

// ---- The page as on paper

const pageHeight = ((297 - 2 * 22) / 25.4) * 96; // of A4 with the margins of views.css, in CSS pixels

function print(url) {
  const dialog = h("button", { type: "button", onclick: () => one.contentWindow.print() }, words.dialog);
  head(words.print, url, dialog);
  const title = document.querySelector("h1");
  const one = frame(words.print, url, (doc, win) => {
    const onPaper = () => assume(doc, { type: "print" });
    const fit = () => {
      const height = Math.ceil(doc.documentElement.getBoundingClientRect().height);
      one.style.height = `${height}px`;
      say(title, words.sheets(Math.max(1, Math.ceil(height / pageHeight))));
    };
    onPaper();
    // What the server says over a page is not printed; nor is there more to scroll.
    style(doc, win, ":root { overflow: hidden; background: #fff } luxi-overlay { display: none !important }");
    new win.ResizeObserver(fit).observe(doc.documentElement);
    doc.addEventListener("load", (event) => event.target.localName === "link" && onPaper(), true); // a new sheet
    fit();
  });
  document.body.append(h("main", { class: "paper" }, one));
}

// ---- Frames have no stream of their own; they hear what their window hears.

const channel = new BroadcastChannel("luxi");
let state = null; // the newest that was said

function tell() {
  if (state) channel.postMessage({ address, theme, state });
}

function listen({ source }) {
  let stream = null;
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(`/_luxi/events?${new URLSearchParams({ address, theme, source, sum: "" })}`);
    stream.addEventListener("state", (event) => {
      state = JSON.parse(event.data);
      tell();
    });
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}

const answer = await fetch(`/_luxi/api/page?${about}`, { cache: "no-store" });
const page = await answer.json();
({ widths, print })[root.dataset.view](page.url);
listen(page);
