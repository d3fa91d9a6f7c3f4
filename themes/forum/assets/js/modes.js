// Remembers the reader's settings. They work without it on the page where they
// are made. It runs in the head, before anything is painted, and puts what was
// chosen on the root element, where the style sheet looks; so no page is shown
// in another mode first.
(() => {
  "use strict";

  const root = document.documentElement;
  const names = ["colours", "size", "contrast"];
  const key = (name) => `luxi-${name}`;

  // A browser may refuse the storage, as some do for pages from a disk.
  function stored(name) {
    try {
      return localStorage.getItem(key(name)) || "";
    } catch {
      return "";
    }
  }

  function store(name, value) {
    try {
      localStorage.setItem(key(name), value);
    } catch {
      // Then it holds for this page.
    }
  }

  const inputs = () => document.querySelectorAll(".modes input");
  const nameOf = (input) => input.name.slice(1); // ids and names of the theme begin with _

  function apply() {
    for (const name of names) {
      const value = stored(name);
      if (value) root.dataset[name] = value;
      else delete root.dataset[name];
    }
    for (const input of inputs()) {
      input.checked = input.value === (root.dataset[nameOf(input)] || "");
    }
  }

  apply();
  addEventListener("DOMContentLoaded", apply);
  addEventListener("pageshow", (event) => event.persisted && apply()); // back from another page
  addEventListener("storage", apply); // chosen in another window
  addEventListener("change", (event) => {
    const target = event.target;
    if (!target.matches(".modes input")) return;
    const name = nameOf(target);
    const value = target.checked ? target.value : "";
    store(name, value);
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  });
})();
