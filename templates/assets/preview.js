// Loads the page again when the files it was made from have changed. Only a preview has this.
// Only the tab that is looked at waits for news: a browser opens few connections to one host.
"use strict";

const shown = document.currentScript.dataset.revision;
let asking = null;

async function watchForNews() {
  let pause = 500;
  while (document.visibilityState === "visible" && asking === null) {
    asking = new AbortController();
    try {
      const response = await fetch(`/-/preview/next?after=${shown}`, { signal: asking.signal, cache: "no-store" });
      const { revision } = await response.json();
      pause = 500;
      if (revision !== shown) { location.reload(); return; }
    } catch {
      // Hidden, or the preview has ended: it may start again.
      if (!asking.signal.aborted) await new Promise((done) => setTimeout(done, pause));
      pause = Math.min(pause * 2, 5000);
    }
    asking = null;
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") watchForNews();
  else asking?.abort();
});
watchForNews();
