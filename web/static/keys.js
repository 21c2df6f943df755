import { read, write } from "./store.js";

const OFF = "reportqa.keys-off";

/** Let the page be used by single keys, but not while something is typed; the help dialog tells them and turns them off. */
export function offerKeys(page) {
  const dialog = page.getElementById("keys");
  const used = dialog.querySelector("input");
  used.checked = !read(OFF, false);
  used.addEventListener("change", () => write(OFF, !used.checked));
  const opener = page.getElementById("show-keys");
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  const actions = {
    "/": () => askAgain(page),
    j: () => step(page, 1),
    k: () => step(page, -1),
    Enter: () => press(page, ".passage-title a"),
    c: () => press(page, "button.copy"),
    t: () => press(page, "[data-action='tray']"),
    "?": () => dialog.showModal() ?? true,
  };
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (dialog.open || event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    // Enter on a link or a button is that one's own, and "?" works always: it leads to the switch.
    if (event.key === "Enter" ? event.target !== current(page) : event.key !== "?" && !used.checked) return;
    if (Object.hasOwn(actions, event.key) && actions[event.key]() !== false) event.preventDefault();
  });
}

function askAgain(page) {
  const question = page.getElementById("question");
  question?.focus();
  question?.select();
  return Boolean(question);
}

/** Give the passage that the keyboard is in. */
function current(page) {
  return page.activeElement?.closest(".passage") ?? null;
}

function step(page, by) {
  const passages = [...page.querySelectorAll(".passage")];
  const at = passages.indexOf(current(page));
  const next = passages[Math.min(Math.max(at + by, 0), passages.length - 1)];
  next?.focus();
  return Boolean(next);
}

/** Press the first such link or button of the passage that the keyboard is in, else of the first answer. */
function press(page, selector) {
  const place = current(page) ?? page.querySelector(".quote, .passage");
  const found = place?.querySelector(selector);
  found?.click();
  return Boolean(found);
}
