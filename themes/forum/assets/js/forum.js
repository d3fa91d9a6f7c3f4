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

  function left(end) {
    const now = Date.now();
    const after = Date.parse(end);
    if (after - now > day) return `距截稿还有${dayNumber(after - 1, end) - dayNumber(now, end)}天`;
    const hours = Math.floor((after - now) / hour);
    return hours > 0 ? `距截稿还有${hours}小时` : "距截稿不到1小时";
  }

  function show(state, code, text) {
    state.className = `state state-${code}`;
    state.textContent = text;
  }

  function update() {
    for (const call of document.querySelectorAll("[data-end]")) {
      const end = call.dataset.end;
      const state = call.querySelector(".state");
      const countdown = call.querySelector(".countdown");
      const rest = Date.parse(end) - Date.now();
      if (rest > 0) {
        countdown.textContent = left(end);
        if (rest <= 7 * day) show(state, "closing", "即将截稿"); // as luxi has it
      } else {
        show(state, "closed", "已截稿");
        countdown.textContent = "";
      }
    }
  }

  update();
  setInterval(update, 60000);
})();
