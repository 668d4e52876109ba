// A form opens where one is, in a dialog, and one goes on reading when it is saved. Without this script the
// links lead to the same forms. Only pages of those who may use them have it.
"use strict";

let dialog, shown, opener, changed;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!dialog) build();
  opener = link;
  changed = false;
  load("GET", link.dataset.dialog || link.href);
});

function build() {
  dialog = document.createElement("dialog");
  dialog.className = "in-place";
  dialog.setAttribute("aria-labelledby", "c-in-place");
  shown = document.createElement("div");
  dialog.append(shown);
  document.body.append(dialog);
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target, event.submitter));
    load("POST", event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : event.target.getAttribute("action"), body, event.submitter);
  });
  dialog.addEventListener("input", (event) => { if (!event.target.closest("[data-query]")) changed = true; });
  dialog.addEventListener("cancel", (event) => { if (!mayLeave()) event.preventDefault(); });
  dialog.addEventListener("close", () => opener?.focus());
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    if (mayLeave()) dialog.close();
  });
}

function mayLeave() {
  const asks = shown.querySelector("[data-leave]");
  return !changed || !asks || confirm(asks.dataset.leave);
}

function load(method, address, body, pressed) {
  const request = new XMLHttpRequest();
  request.open(method, address);
  // The one way to read a page that the policy on trusted types leaves open.
  request.responseType = "document";
  dialog.setAttribute("aria-busy", "true");
  request.onload = () => {
    dialog.removeAttribute("aria-busy");
    const main = request.responseXML?.getElementById("c-main");
    if (!main) { location.assign(address); return; }
    const asked = new URL(address, location.href).pathname;
    if (method === "POST" && new URL(request.responseURL).pathname !== asked) { done(); return; }
    show(main, pressed);
  };
  request.onerror = () => location.assign(address);
  request.send(body);
}

function show(main, pressed) {
  const value = pressed?.value ?? "";
  if (/^(add|remove|up|down|pin|unpin):/.test(value)) changed = true;
  const adds = () => [...shown.querySelectorAll('button[value^="add:"]')];
  const at = adds().indexOf(pressed);
  shown.replaceChildren(...main.childNodes);
  const heading = shown.querySelector("h1");
  if (heading) { heading.id = "c-in-place"; heading.tabIndex = -1; }
  for (const link of shown.querySelectorAll("a[href]:not([data-close])")) link.target = "_blank";
  if (!dialog.open) dialog.showModal();
  // After one is added the next is at hand: one key adds one.
  const same = () => [...shown.querySelectorAll("button[name=do]")].find((one) => one.value === value);
  const next = at >= 0 ? adds()[Math.min(at, adds().length - 1)] : value ? same() : null;
  (next ?? shown.querySelector("[autofocus]") ?? heading)?.focus();
}

function done() {
  changed = false;
  dialog.close();
  if (opener.dataset.stay === undefined) { location.reload(); return; }
  let said = opener.parentElement.querySelector("[data-done]");
  if (!said) {
    said = document.createElement("span");
    said.dataset.done = "";
    said.className = "said";
    said.setAttribute("role", "status");
    opener.after(" ", said);
  }
  said.textContent = opener.dataset.stay;
}
