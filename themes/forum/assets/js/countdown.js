// Keeps the countdown of a call right. Without it the page says how many days
// were left on the day it was made, which stays true.
(() => {
  "use strict";

  const hour = 3600000;
  const day = 24 * hour;

  // The number of a day on the column's calendar, whose offset from UTC stands
  // at the end of data-end.
  function dayNumber(ms, end) {
    const offset = /([+-]\d\d):(\d\d)$/.exec(end);
    const hours = offset ? Number(offset[1]) + (Math.sign(offset[1]) || 1) * offset[2] / 60 : 0;
    return Math.floor((ms + hours * hour) / day);
  }

  function left(end, words) {
    const now = Date.now();
    const after = Date.parse(end);
    const say = (text, n) => text.replace("{n}", n);
    if (after - now > day) return say(words.days, dayNumber(after - 1, end) - dayNumber(now, end));
    const hours = Math.floor((after - now) / hour);
    return hours > 0 ? say(words.hours, hours) : words.last;
  }

  function show(state, code, text) {
    state.className = `state state-${code}`;
    state.textContent = text;
  }

  function update() {
    for (const call of document.querySelectorAll("[data-end]")) {
      const words = call.dataset;
      const state = call.querySelector(".state");
      const countdown = call.querySelector(".countdown");
      const rest = Date.parse(words.end) - Date.now();
      if (rest > 0) {
        countdown.textContent = left(words.end, words);
        if (rest <= 7 * day) show(state, "closing", words.closing); // as luxi has it
      } else {
        show(state, "closed", words.closed);
        countdown.textContent = "";
      }
    }
  }

  update();
  setInterval(update, 60000);
})();
