// What the checklist of Chinese typesetting measures in a page. It returns one
// line for each fault: the place, what is wrong, and the figure.
//
// limits: {measure: [least, most] in em, size: least px, whole: whole ems,
// columns: a reading above the first line of a paragraph may push it down}
function measureText(limits) {
  const faults = [];
  const han = /\p{Script=Han}/u;
  const notAtStart = /[、，。；：！？”’）》】〉〕·%℃+]/;
  const notAtEnd = /[“‘（《【〈〔]/;
  const wide = /[“”‘’—…]/; // a · is half as wide (GB/T 15834-2011, 5.1.6)
  const near = (a, b, tolerance) => Math.abs(a - b) <= tolerance;

  // The characters that stand on the paragraph's lines, with their boxes.
  function characters(p) {
    const out = [];
    let spaced = false; // behind a space, where a line may be broken
    const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (parent.closest("rt, rp, sup, sub, .noteref")) continue;
      const face = parent === p || parent.matches("span.nowrap, span.unit") && parent.parentElement === p;
      const loose = Boolean(parent.closest("code, .bare"));
      let at = 0;
      for (const c of node.data) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at += c.length);
        const boxes = [...range.getClientRects()].filter(r => r.width > 0);
        if (boxes.length && c.trim()) out.push({c, box: boxes[boxes.length - 1], face, loose, spaced, ruby: Boolean(parent.closest("ruby"))});
        spaced = !c.trim();
      }
    }
    return out;
  }

  // Characters go on to the right; where one does not, a line begins.
  function lines(all) {
    const out = [];
    let right = Infinity, middle = 0;
    for (const one of all) {
      const m = (one.box.top + one.box.bottom) / 2;
      if (!out.length || one.box.left < right - one.box.width || Math.abs(m - middle) > one.box.height * 0.75) out.push([]);
      out[out.length - 1].push(one);
      right = one.box.right;
      middle = m;
    }
    return out;
  }

  // A paragraph that is broken over columns has a box in each.
  function boxOf(p, line) {
    const box = line[0].box, y = (box.top + box.bottom) / 2;
    return [...p.getClientRects()].find(r => r.top <= y + 1 && y <= r.bottom + 1 && r.left <= box.left + 1 && box.left <= r.right);
  }

  const text = line => line.map(one => one.c).join("");
  const first = line => text(line).slice(0, 8);

  let previous = null; // the last line of the paragraph before
  for (const p of document.querySelectorAll(".text p")) {
    if (!p.getClientRects().length || p.closest("figure, table")) continue;
    const style = getComputedStyle(p);
    const em = parseFloat(style.fontSize);
    const all = characters(p);
    if (!all.length) continue;
    const rows = lines(all);
    const say = (what, line) => faults.push(`${text(rows[0]).slice(0, 12)}…: ${what}${line ? ` (line ${rows.indexOf(line) + 1}: ${first(line)}…${text(line).slice(-4)})` : ""}`);
    const body = p.parentElement.matches(".text") && !p.matches(".verse, .label");
    const inset = parseFloat(style.paddingLeft);
    const boxes = rows.map(line => boxOf(p, line));
    if (boxes.includes(undefined)) {
      say("a line stands outside its paragraph", rows[boxes.indexOf(undefined)]);
      continue;
    }

    if (body) {
      const indent = (rows[0][0].box.left - boxes[0].left) / em;
      if (!near(indent, 2, 0.005)) say(`indented by ${indent.toFixed(3)} em`);
      const measure = boxes[0].width / em;
      if (measure < limits.measure[0] - 0.01 || measure > limits.measure[1] + 0.01) say(`the measure is ${measure.toFixed(2)} em`);
      if (limits.whole && !near(measure, Math.round(measure), 0.01)) say(`the measure is ${measure.toFixed(3)} em, not whole`);
      if (em < limits.size) say(`${em} px`);
      const leading = parseFloat(style.lineHeight) / em;
      if (leading < 1.7 - 0.001 || leading > 2) say(`the line height is ${leading.toFixed(3)}`);
    }

    rows.forEach((line, i) => {
      const last = i === rows.length - 1;
      const from = text(line), box = boxes[i];
      if (i > 0 && notAtStart.test(line[0].c)) say("begins with a mark that may not", line);
      if (i > 0 && line[0].c === "—" && line[1]?.c !== "—") say("begins with a single dash", line);
      if (!last && notAtEnd.test(line[line.length - 1].c)) say("ends with a mark that may not", line);
      if (!last) {
        const next = rows[i + 1][0], end = line[line.length - 1];
        if (!end.loose && !next.spaced && /[0-9A-Za-z.]/.test(end.c) && /[0-9A-Za-z]/.test(next.c)) say("a word or number is broken", line);
        if (/[—…]/.test(end.c) && next.c === end.c) say(`${end.c} is parted`, line);
        if (style.textAlign === "justify" && !p.matches(".verse")) {
          const short = box.right - parseFloat(style.paddingRight) - end.box.right;
          if (Math.abs(short) > 1 && !line.some(one => one.loose)) say(`not flush by ${short.toFixed(2)} px`, line);
        } else if (body) say(`is set ${style.textAlign}`, line);
      }
      if (i > 0 && style.textAlign === "justify") {
        const off = line[0].box.left - box.left - inset;
        if (Math.abs(off) > 1) say(`begins ${off.toFixed(2)} px off the edge`, line);
      }
      // Marks are as wide as the characters beside them.
      const widest = Math.max(...line.filter(one => han.test(one.c) && one.face).map(one => one.box.width));
      line.forEach((one, k) => {
        if (!wide.test(one.c) || !one.face || k === 0 || k === line.length - 1 || !isFinite(widest)) return;
        const before = line[k - 1], after = line[k + 1];
        const twin = one.c === "—" || one.c === "…" ? one.c : null;
        const alone = c => han.test(c) || c === twin;
        if (!alone(before.c) || !alone(after.c)) return; // squeezed beside other marks
        if (one.box.width < em * 0.99 || one.box.width > widest + 0.6) say(`${one.c} is ${(one.box.width / em).toFixed(2)} em wide`, line);
      });
    });

    // Steps from line to line, by characters of the paragraph's own face.
    if (body) {
      const step = parseFloat(style.lineHeight);
      let above = previous?.p === p.previousElementSibling ? previous : null;
      for (let i = 0; i < rows.length; i++) {
        const plain = rows[i].find(one => one.face && han.test(one.c) && !one.ruby);
        const here = plain && {y: plain.box.bottom, left: boxes[i].left, i};
        const pushed = i === 0 && limits.columns && rows[i].some(one => one.ruby);
        if (above && here && near(above.left, here.left, 1) && !pushed) {
          if (!near(here.y - above.y, step * (i - above.i || 1), 0.51) && above.i === i - 1) say(`a step of ${(here.y - above.y).toFixed(2)} px, not ${step.toFixed(2)}`, rows[i]);
        }
        above = here || null;
      }
      previous = above && above.i === rows.length - 1 ? {...above, p, i: -1} : null;
    }

    // 孤字: only what ends with two Han of one run can be kept together.
    const end = all.map(one => one.c).join("").match(/(\p{Script=Han}{2})[^\p{L}\p{N}]*$/u);
    if (rows.length > 1 && end) {
      const count = rows[rows.length - 1].filter(one => han.test(one.c)).length;
      if (count < 2) say(`the last line has ${count} Han`, rows[rows.length - 1]);
    }
  }
  return faults;
}

// Whatever is wider than the window.
function measureWidth() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [`the page is ${document.documentElement.scrollWidth} px wide`];
  for (const e of document.body.querySelectorAll("*")) {
    if (e.getBoundingClientRect().right > width + 0.5) out.push(`${e.localName}.${e.className}: ${e.textContent.replace(/\s+/g, " ").trim().slice(0, 20)}`);
  }
  return out.slice(0, 6);
}

// Text whose contrast (WCAG 2.2, 1.4.6) is below the least.
function measureContrast(least) {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const seen = new Map(); // to read a canvas takes long, and a page has few colours
  function rgba(color) {
    if (!seen.has(color)) seen.set(color, painted(color));
    return seen.get(color);
  }
  function painted(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  function luminance(c) {
    const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function ground(e) {
    const above = [];
    for (; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none") return null;
      const c = rgba(style.backgroundColor);
      if (c[3] > 0) above.push(c);
      if (c[3] === 1) break;
    }
    return above.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  }
  const out = new Map();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !e.checkVisibility({opacityProperty: true, visibilityProperty: true}) || e.closest("script, style, noscript")) continue;
    const style = getComputedStyle(e);
    const back = ground(e);
    const key = `${e.localName}.${e.className} “${node.data.trim().slice(0, 10)}”`;
    if (!back) {
      out.set(`${key}: on a picture`, 0);
      continue;
    }
    const text = over(rgba(style.color), back);
    const [light, dark] = [luminance(text), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < least) out.set(`${key}: ${style.color} is ${ratio.toFixed(2)} : 1`, ratio);
  }
  return [...out.keys()].slice(0, 8);
}

// The element that has the focus, for a walk with the Tab key.
function focused() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const ringOf = x => {
    const s = getComputedStyle(x);
    return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== "none";
  };
  // A control that is drawn by its label has the ring there.
  const shown = [e, ...(e.labels || [])];
  const visible = shown.some(x => {
    const r = x.getBoundingClientRect();
    return r.width > 2 && r.height > 2 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth &&
      x.checkVisibility({visibilityProperty: true});
  });
  return {
    name: `${e.localName}${e.id ? "#" + e.id : ""} ${(e.textContent || e.labels?.[0]?.textContent || e.getAttribute("aria-label") || "").trim().slice(0, 16)} ${e.getAttribute("href") || ""}`,
    index: reachable().indexOf(e),
    scrolls: e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight, // browsers let the keyboard scroll it
    ring: shown.some(ringOf),
    visible,
    skip: e.matches("a[href^='#']"),
  };
}

// What the Tab key must reach, in the order of the document. Of radio buttons
// of one name it reaches one.
function reachable() {
  const all = [...document.querySelectorAll("a[href], area[href], button, input, select, textarea, summary, [tabindex]")];
  return all.filter(e => {
    if (e.disabled || e.tabIndex < 0 || e.type === "hidden" || !e.checkVisibility({visibilityProperty: true})) return false;
    if (e.matches("input[type=radio]")) {
      const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)];
      return e === (group.find(x => x.checked) || group[0]);
    }
    return true;
  });
}

// What a reader copies of each paragraph of the text.
function copied() {
  const out = [];
  for (const p of document.querySelectorAll(".text > p")) {
    getSelection().selectAllChildren(p);
    out.push(getSelection().toString());
  }
  getSelection().removeAllRanges();
  return out;
}
