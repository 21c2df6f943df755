/** Local storage as JSON; where it is unavailable (private windows), nothing is stored and nothing found. */
export function read(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    dispatchEvent(new CustomEvent("stored", { detail: name }));
  } catch {
    // Storage is full or forbidden; the page works without it.
  }
}
