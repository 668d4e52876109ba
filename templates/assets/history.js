// The history of a page: its times where the reader is, and what is new since the last visit. What was
// seen stays in this browser; without this script the times are in UTC and nothing is marked.
"use strict";

const versions = document.querySelector("[data-history]");
const KEPT = "concord-seen";
const MOST = 200;
readerTimes(versions);
sinceLastVisit(versions);

function readerTimes(versions) {
  const times = [...versions.querySelectorAll(".versions time[datetime]")];
  const form = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "long", timeStyle: "short" });
  if (times.length === 0 || form.resolvedOptions().timeZone === "UTC") return;
  const both = times.map((time) => [time, time.textContent, form.format(new Date(time.dateTime))]);
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "button button-quiet button-small";
  let here = false;
  const turn = () => {
    here = !here;
    for (const [time, exact, own] of both) time.textContent = here ? own : exact;
    toggle.textContent = here ? versions.dataset.utc : versions.dataset.here;
  };
  toggle.addEventListener("click", turn);
  turn();
  versions.querySelector(".lead").append(" ", toggle);
}

function sinceLastVisit(versions) {
  const { history: page, news, compare } = versions.dataset;
  const lines = [...versions.querySelectorAll(".versions > li")];
  const ids = lines.map((line) => line.dataset.commit);
  if (ids.length === 0 || versions.dataset.first !== "yes") return;
  let seen = {};
  try {
    seen = JSON.parse(localStorage.getItem(KEPT)) || {};
    const { [page]: last, ...others } = seen;
    // The page that was looked at last stands last; the oldest ones are forgotten.
    const kept = Object.fromEntries([...Object.entries(others), [page, ids[0]]].slice(-MOST));
    localStorage.setItem(KEPT, JSON.stringify(kept));
    seen = { last };
  } catch { return; /* This browser keeps nothing. */ }
  if (typeof seen.last !== "string" || !/^[0-9a-f]{40}$/.test(seen.last) || seen.last === ids[0]) return;
  const place = ids.indexOf(seen.last);
  lines.slice(0, place < 0 ? lines.length : place).forEach((line) => line.classList.add("is-new"));
  const note = document.createElement("p");
  note.className = "notice";
  const link = document.createElement("a");
  link.href = `${compare}?from=${seen.last}`;
  link.textContent = news;
  note.append(link);
  versions.querySelector(".lead").after(note);
}
