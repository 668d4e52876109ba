// What goes on now at an event, and its times where the reader is. Times stand in `<time>` in UTC, so
// nothing is wrong without this. Only pages with such times have it.
"use strict";

const agenda = document.querySelector("[data-agenda]");
readerTimes(agenda);
nowAndNext(agenda);
setInterval(() => nowAndNext(agenda), 30_000);

function readerTimes(agenda) {
  const { zone, asked, yours } = agenda.dataset;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || asked || !own || own === zone) return;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const day = { day: "numeric", month: "long" };
  // Made once for all sessions: each takes as long to make as hundreds of times to write.
  const writer = (timeZone, parts) => new Intl.DateTimeFormat(document.documentElement.lang || "en", { timeZone, ...parts });
  const of = (timeZone) => ({ clock: writer(timeZone, clock), day: writer(timeZone, day), whole: writer(timeZone, { ...clock, ...day }) });
  let here, there;
  try { [here, there] = [of(zone), of(own)]; } catch { return; /* A zone that this browser does not know. */ }
  for (const time of agenda.querySelectorAll(".session-time > time[datetime]")) {
    const from = new Date(time.dateTime);
    const until = time.dataset.until ? new Date(time.dataset.until) : null;
    if (here.whole.format(from) === there.whole.format(from)) continue;
    const other = here.day.format(from) !== there.day.format(from);
    const note = document.createElement("span");
    note.className = "reader-time";
    note.textContent = `= ${other ? `${there.day.format(from)} ` : ""}${there.clock.format(from)}${until ? `–${there.clock.format(until)}` : ""} (${yours}, ${own})`;
    time.parentElement.append(" ", note);
  }
}

// The key of a session: of its part of the page, or of what leads there.
function keyOf(place) {
  return place.dataset.session || place.id || place.querySelector("a")?.hash.slice(1);
}

function nowAndNext(agenda) {
  const now = Date.now();
  const states = new Map();
  let next = Infinity;
  for (const time of agenda.querySelectorAll(":is(.session, [data-session]) time[data-until]")) {
    const [from, until] = [Date.parse(time.dateTime), Date.parse(time.dataset.until)];
    states.set(keyOf(time.closest(".session, [data-session]")), { from, state: until <= now ? "past" : from <= now ? "now" : "later" });
    if (from > now) next = Math.min(next, from);
  }
  // Before the event begins and behind its end nothing is now or next.
  const runs = [...states.values()].some(({ state }) => state !== "later");
  for (const place of agenda.querySelectorAll(".session, [data-session], .slot-session, .overview tr")) {
    const known = states.get(keyOf(place));
    const state = known && (known.state === "later" ? (runs && known.from === next ? "next" : "") : known.state);
    place.classList.toggle("is-past", state === "past");
    place.classList.toggle("is-now", state === "now");
    place.classList.toggle("is-next", state === "next");
    const label = state === "now" || state === "next" ? agenda.dataset[state] : "";
    let mark = place.querySelector(".session-state");
    if (!label) { mark?.remove(); continue; }
    if (!mark) {
      mark = document.createElement("span");
      mark.className = "session-state";
      const title = place.querySelector("h1, h3, h4, a");
      if (title.localName === "a") title.after(" ", mark); else title.append(" ", mark);
    }
    if (mark.textContent !== label) mark.textContent = label;
  }
}
