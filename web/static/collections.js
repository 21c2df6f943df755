import { read, write } from "./store.js";

const NAME = "reportqa.collections";

/** Return the names of the collections chosen in this browser. */
const chosen = () => {
  const kept = read(NAME, []);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
};

/** Remember the collections that are chosen in a form, and open the home page with them in its address. */
export function rememberCollections(page) {
  const boxes = [...page.querySelectorAll("form.ask input[name=collection]")];
  for (const box of boxes) {
    box.addEventListener("change", () => write(NAME, boxes.filter((one) => one.checked).map((one) => one.value)));
  }
  for (const link of page.querySelectorAll("a[data-chooses]")) {
    link.addEventListener("click", () => write(NAME, [link.dataset.chooses]));
  }
  for (const link of page.querySelectorAll("a[data-removes]")) {
    link.addEventListener("click", () => write(NAME, chosen().filter((one) => one !== link.dataset.removes)));
  }
  if (location.pathname !== "/" || location.search) return;
  const there = new Set(boxes.map((box) => box.value));
  const names = chosen().filter((one) => there.has(one));
  if (names.length) location.replace(`/?${new URLSearchParams(names.map((name) => ["collection", name]))}`);
}
