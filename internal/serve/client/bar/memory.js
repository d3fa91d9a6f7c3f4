// What the bar remembers from page to page, in one entry of the storage. The
// keys of a theme's own scripts are others.

const key = "luxi-bar";

function read() {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return value && typeof value === "object" ? value : {};
  } catch {
    return {}; // no storage, or not what the bar wrote
  }
}

export const remembered = (name) => read()[name];

export function remember(name, value) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...read(), [name]: value }));
  } catch {
    // Then it holds for this page.
  }
}
