// Keeps the countdown of a call right. Without it the page says how many days
// were left on the day it was made, which stays true.

const day = 86400000;

// The number of a day on the column's calendar, whose offset from UTC stands at
// the end of data-end.
function dayNumber(ms, end) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(end) || [0, "+", 0, 0];
  const offset = (hours * 60 + +minutes) * 60000;
  return Math.floor((ms + (sign === "-" ? -offset : offset)) / day);
}

function left(end) {
  const last = Date.parse(end) - 1;
  const now = Date.now();
  if (last - now >= day) return `距截稿还有${dayNumber(last, end) - dayNumber(now, end)}天`;
  const hours = Math.floor((last + 1 - now) / 3600000);
  return hours > 0 ? `距截稿还有${hours}小时` : "距截稿不到1小时";
}

function update() {
  for (const call of document.querySelectorAll("[data-end]")) {
    const state = call.querySelector(".state");
    const countdown = call.querySelector(".countdown");
    if (Date.now() < Date.parse(call.dataset.end)) {
      countdown.textContent = left(call.dataset.end);
    } else {
      state.className = "state state-closed";
      state.textContent = "已截稿";
      countdown.remove();
      delete call.dataset.end;
    }
  }
}

update();
setInterval(update, 60000);
