// Keeps an open page true. The server says on a stream what the page should
// show; this script fetches it and changes what differs, so that scroll, focus
// and whatever the reader has opened stay.
(() => {
  "use strict";

  const script = document.currentScript;
  const page = { ...script.dataset };
  const chinese = page.lang !== "en";
  const say = (zh, en) => (chinese ? zh : en);
  const framed = window.parent !== window;
  const channel = new BroadcastChannel("luxi");

  // What the server sent, before another script changed it: nodes, and the
  // attributes of elements. What is not among it belongs to the page's scripts
  // or its reader, and stays.
  const sent = new WeakMap();

  function remember(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    for (let node = root; node; node = walker.nextNode()) rememberNode(node);
  }

  function rememberNode(node) {
    const attributes = new Map();
    for (const a of node.attributes || []) attributes.set(a.name, a.value);
    sent.set(node, attributes);
  }

  remember(document.documentElement);

  // ---- What is said over the page

  let host = null;

  function layer() {
    if (host && host.isConnected) return host.shadowRoot;
    host = document.createElement("luxi-overlay");
    const root = host.attachShadow({ mode: "open" });
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/_luxi/client/client.css";
    root.append(sheet);
    document.documentElement.append(host);
    return root;
  }

  function element(name, className, ...children) {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...children);
    return e;
  }

  // place shows one thing of a name in the layer, or takes it away.
  function place(name, content) {
    if (!content && !host) return;
    const old = layer().querySelector(`[data-name="${name}"]`);
    if (content) content.dataset.name = name;
    if (old && content) old.replaceWith(content);
    else if (old) old.remove();
    else if (content) layer().append(content);
  }

  // sourceLine marks in a line of source what a mistake is about. Columns count
  // characters.
  function sourceLine(m) {
    const text = Array.from(m.text);
    const from = Math.min((m.column || 1) - 1, text.length);
    const to = m.endLine === m.line && m.endColumn > m.column ? m.endColumn - 1 : m.endLine > m.line ? text.length : from + 1;
    const mark = element("mark", "", text.slice(from, to).join("") || " ");
    const line = element("code", "", text.slice(0, from).join(""), mark, text.slice(to).join(""));
    return element("pre", "", element("span", "number", String(m.line)), line);
  }

  function mistake(m) {
    const item = element("li", "", element("p", "place", m.place), element("p", "message", m.message));
    if (m.line && m.text) item.append(sourceLine(m));
    if (m.hint) item.append(element("p", "hint", m.hint));
    item.append(element("p", "code", m.code));
    return item;
  }

  let folded = ""; // the mistakes that the reader has put aside

  function showErrors(errors, others) {
    const key = JSON.stringify(errors);
    if (!errors.length || key === folded) {
      place("errors", null);
    } else {
      const close = element("button", "", say("先收起", "Put aside"));
      close.type = "button";
      close.addEventListener("click", () => {
        folded = key;
        place("errors", null);
      });
      const title = element("h2", "", say(`有 ${errors.length} 处错误，改好保存以后会自己消失`, `${errors.length} mistakes; this goes away when they are mended`));
      const box = element("section", "errors", element("div", "head", title, close), element("ol", "", ...errors.map(mistake)));
      box.setAttribute("role", "alert");
      place("errors", box);
    }
    if (!errors.length) folded = "";
    if (!others) return place("others", null);
    const link = element("a", "others", say(`别的文件里有 ${others} 处错误`, `${others} mistakes in other files`));
    link.href = "/_luxi/";
    place("others", link);
  }

  function showGone(gone) {
    if (!gone) return place("gone", null);
    const home = element("a", "", say("看全部文章", "All pages"));
    home.href = "/_luxi/";
    const text = say("这一页已经没有了：文件删掉了，或者改成不发布了。下面是它原来的样子。", "This page is gone: its file was deleted, or is not published any more. Below is what it was.");
    const box = element("p", "gone", text, " ", home);
    box.setAttribute("role", "alert");
    place("gone", box);
  }

  // showAway says that nothing is followed any more: the window of luxi serve was
  // closed, say, and what is saved would never be seen here.
  function showAway(away) {
    if (!away) return place("away", null);
    const box = element("p", "away", say("连不上预览，改动不会显示在这里：在栏目的文件夹里再运行 luxi serve，这一页会自己接上。", "The preview is away, and changes do not show here. Run luxi serve in the column's folder again: this page will find it."));
    box.setAttribute("role", "alert");
    place("away", box);
  }

  // showMarks says on the page what keeps it from being published as it is.
  function showMarks(marks) {
    const text = marks.filter((m) => m.name !== "broken").map((m) => m.text).join(say("／", " / ")); // the mistakes say that themselves
    place("marks", text ? element("p", "marks", text) : null);
  }

  // ---- Changing the page

  // sheets swaps the style sheets of the page for those of another, each when it
  // has been loaded, so that the page is never without style.
  async function sheets(next) {
    const links = (root) => [...root.querySelectorAll('link[rel~="stylesheet"]')];
    const name = (l) => `${l.getAttribute("href")} ${l.media}`;
    const wanted = links(next);
    const old = links(document).filter((l) => sent.has(l) && !wanted.some((w) => name(w) === name(l)));
    const have = new Set(links(document).map(name));
    const fresh = wanted.filter((w) => !have.has(name(w))).map((w) => document.importNode(w, true));
    const at = old[0] || null;
    await Promise.all(
      fresh.map(
        (l) =>
          new Promise((done) => {
            l.addEventListener("load", done, { once: true });
            l.addEventListener("error", done, { once: true });
            if (at) at.before(l);
            else document.head.append(l);
            rememberNode(l);
          }),
      ),
    );
    old.forEach((l) => l.remove());
  }

  // head changes what else the head says.
  function head(next) {
    document.title = next.title;
    const others = "meta:not([http-equiv]), link:not([rel~=stylesheet])";
    for (const e of document.head.querySelectorAll(others)) if (sent.has(e)) e.remove();
    for (const e of next.head.querySelectorAll(others)) {
      const copy = document.importNode(e, true);
      document.head.append(copy);
      rememberNode(copy);
    }
    attributes(document.documentElement, next.documentElement);
  }

  // attributes gives an element the attributes of another, but for those that a
  // script or the reader has set.
  function attributes(element, next) {
    const was = sent.get(element) || new Map();
    for (const { name, value } of next.attributes) if (was.get(name) !== value) element.setAttribute(name, value);
    for (const name of was.keys()) if (!next.hasAttribute(name)) element.removeAttribute(name);
    sent.set(element, new Map([...next.attributes].map((a) => [a.name, a.value])));
  }

  function body(next) {
    const later = new Map(); // what the server now says of an element's attributes
    Idiomorph.morph(document.body, next.body, {
      morphStyle: "outerHTML",
      restoreFocus: true,
      callbacks: {
        beforeNodeMorphed(node, other) {
          if (other.attributes) later.set(node, new Map([...other.attributes].map((a) => [a.name, a.value])));
          else sent.set(node, new Map());
          return true;
        },
        beforeAttributeUpdated(name, node, kind) {
          const was = sent.get(node);
          if (!was) return true;
          if (kind === "remove") return was.has(name);
          return was.get(name) !== (later.get(node) || new Map()).get(name);
        },
        beforeNodeRemoved: (node) => sent.has(node),
        afterNodeAdded: (node) => remember(node),
      },
    });
    for (const [node, now] of later) sent.set(node, now);
  }

  const programs = (root) => [...root.querySelectorAll("script[src]:not([data-luxi])")].map((s) => s.getAttribute("src")).join(" ");
  const here = () => location.pathname + location.search;

  // update fetches the page as it is now and shows it.
  async function update() {
    const response = await fetch(here(), { headers: { Accept: "text/html" } });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const tag = next.querySelector("script[data-luxi][data-key]");
    if (!tag || programs(next) !== programs(document)) return location.reload();
    await sheets(next);
    head(next);
    body(next);
    Object.assign(page, tag.dataset);
    dispatchEvent(new CustomEvent("luxi:changed", { detail: { ...page } }));
  }

  // go leads to where the page stands now. A part of the page that the address
  // names stays named.
  function go(url) {
    const to = new URL(url, location.href);
    to.hash = location.hash;
    location.replace(to);
  }

  // ---- What the server says

  let state = null; // the newest that was said
  let working = false;

  // show brings the page to the newest state; what is said meanwhile comes next.
  async function show() {
    if (working) return;
    working = true;
    try {
      while (state) {
        const now = state;
        state = null;
        const same = page.url === now.url;
        if (!same) return go(now.url);
        const gone = now.key === "gone" && page.key !== "gone";
        if (!gone && now.key !== page.key) await update();
        showGone(gone);
        showErrors(now.errors, now.others);
        showMarks(now.marks);
        document.documentElement.dataset.luxiKey = page.key;
        dispatchEvent(new CustomEvent("luxi:state", { detail: now }));
      }
    } catch {
      // The server is away. The stream comes back with it, and says all again.
    } finally {
      working = false;
    }
  }

  function hear(said) {
    state = said;
    show();
  }

  // ---- The stream

  let stream = null;

  function open() {
    if (stream || framed || document.hidden) return;
    const q = new URLSearchParams({ address: page.address, theme: page.theme, source: page.source, sum: page.sum });
    stream = new EventSource(`/_luxi/events?${q}`);
    stream.addEventListener("state", (event) => {
      const said = JSON.parse(event.data);
      channel.postMessage({ address: page.address, theme: page.theme, state: said });
      hear(said);
    });
    stream.addEventListener("follow", (event) => {
      location.assign(JSON.parse(event.data).url);
    });
    stream.addEventListener("open", () => showAway(false));
    stream.addEventListener("error", () => {
      showAway(true);
      if (stream && stream.readyState === EventSource.CLOSED) { // refused, or the server is away: try again
        close();
        setTimeout(open, 500);
      }
    });
  }

  // A browser opens six connections to a server at most (HTTP/1.1), and each
  // stream holds one: so a page that nobody sees has none, and a page in a frame
  // hears what its window hears.
  function close() {
    if (stream) stream.close();
    stream = null;
  }

  if (framed) {
    channel.addEventListener("message", ({ data }) => {
      if (data.address === page.address && data.theme === page.theme) hear(data.state);
    });
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());

  // Links keep to the theme that the page is shown in.
  document.addEventListener("click", (event) => {
    const link = page.theme && event.target.closest && event.target.closest("a[href]");
    if (!link) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin || to.pathname.startsWith("/_luxi/") || to.searchParams.has("theme")) return;
    if (to.pathname === location.pathname && to.hash) return;
    to.searchParams.set("theme", page.theme);
    link.href = to;
  }, true);

  window.luxi = { page, say };
  open();
})();
