// What makes the form comfortable; without it the form does all the same.

export function comforts(form) {
  // Ctrl+Enter saves, wherever one writes.
  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]") ?? undefined);
  });
  lengths();
  addressFromTitle();
  moreLines();
}

/** How long a summary is. */
function lengths() {
  for (const box of document.querySelectorAll("[data-length]")) {
    const said = document.createElement("small");
    said.className = "muted";
    const count = () => { said.textContent = box.dataset.length.replace("0", [...box.value].length); };
    box.addEventListener("input", count);
    count();
    box.after(said);
  }
}

/** The address of a new page follows its title until one is typed. */
function addressFromTitle() {
  const title = document.querySelector("[data-title]");
  const address = document.querySelector("[data-address]");
  if (!title || !address) return;
  const follow = () => {
    const name = title.value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
    address.placeholder = address.dataset.address + name;
  };
  title.addEventListener("input", follow);
  follow();
}

/** More lines are there at once. */
function moreLines() {
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
}
