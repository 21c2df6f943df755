import { read, write } from "./store.js";

const OFF = "reportqa.keys-off";

/** Add single-key shortcuts, inactive while typing; the help dialog lists them and turns them off. */
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
    // Enter on a link or button keeps its meaning; "?" always works, because its dialog has the switch.
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

/** Return the focused passage. */
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

/** Click the first matching link or button of the focused passage, or of the first quote. */
function press(page, selector) {
  const place = current(page) ?? page.querySelector(".quote, .passage");
  const found = place?.querySelector(selector);
  found?.click();
  return Boolean(found);
}
