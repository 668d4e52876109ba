// What makes the form comfortable; without it the form does all the same.
const form = document.querySelector("[data-edit]");
const body = document.getElementById("c-body");
let sent = false;

// The text begins at the section that was asked for.
const line = Number(body?.dataset.line ?? 0);
if (body && line > 0) {
  const before = body.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = body.value.indexOf("\n", before);
  body.focus();
  body.setSelectionRange(before, end < 0 ? body.value.length : end);
  const height = parseFloat(getComputedStyle(body).lineHeight) || 20;
  body.scrollTop = Math.max(0, (line - 3) * height);
}

// Ctrl+Enter saves, wherever one writes.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-save]") ?? undefined);
});

// Whoever leaves with a text that is not saved is asked first.
const state = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
if (form) {
  const begun = state();
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => { if (!sent && state() !== begun) event.preventDefault(); });
}

// How long a summary is.
for (const box of document.querySelectorAll("[data-length]")) {
  const said = document.createElement("small");
  said.className = "muted";
  const count = () => { said.textContent = box.dataset.length.replace("0", [...box.value].length); };
  box.addEventListener("input", count);
  count();
  box.after(said);
}

// The address of a new page follows its title until one is typed.
const title = document.querySelector("[data-title]");
const address = document.querySelector("[data-address]");
if (title && address) {
  const follow = () => {
    const name = title.value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
    address.placeholder = address.dataset.address + name;
  };
  title.addEventListener("input", follow);
  follow();
}

// More lines are there at once.
for (const button of document.querySelectorAll("[data-more]")) {
  button.addEventListener("click", (event) => {
    const last = [...button.parentElement.querySelectorAll("input[name]")].at(-1);
    if (!last) return;
    event.preventDefault();
    const next = last.cloneNode();
    next.value = "";
    last.after(next);
    next.focus();
  });
}
