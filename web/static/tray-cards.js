// The items of a tray as a list of cards that can be used by keyboard.
import { richText } from "./rich.js";
import { keyOf, kindOf, LIMITS } from "./tray-model.js";

const NAMES = { quote: "Quote", note: "Note", heading: "Heading" };

/** Fill a list with the tray's items and restore the focus. */
export function drawParts(list, tray) {
  const had = focusIn(list);
  const numbers = { quote: 0, note: 0, heading: 0 };
  const cards = tray.parts.map((part, row) => {
    const kind = kindOf(part);
    numbers[kind] += 1;
    return drawPart(part, kind, `${NAMES[kind]} ${numbers[kind]}`, row, tray.parts.length);
  });
  list.replaceChildren(...cards);
  if (had) focusControl(list, had);
}

/** Focus a control of an item and restore the caret. */
export function focusControl(list, { id, control, selection }) {
  const card = [...list.children].find((one) => one.dataset.id === id);
  const found = card?.querySelector(`[data-control="${control}"]`);
  // A disabled button passes the focus to its neighbour.
  const target = found?.disabled ? card.querySelector("button:not(:disabled)") : found;
  target?.focus();
  if (selection && target?.setSelectionRange) target.setSelectionRange(...selection);
}

/** Show each quote's citation in the style and its verification state. */
export function showKnown(list, tray, notes, verdicts) {
  for (const part of tray.parts) {
    const card = part.quote && [...list.children].find((one) => one.dataset.id === part.id);
    if (!card) continue;
    const key = keyOf(part.quote);
    const note = notes.get(`${tray.style} ${key}`);
    card.querySelector(".tray-note").replaceChildren(note ? richText(note.html) : plainSource(part.quote));
    drawState(card, verdicts.get(key));
  }
}

function focusIn(list) {
  const focused = document.activeElement;
  const card = list.contains(focused) ? focused.closest("li[data-id]") : null;
  if (!card) return null;
  const selection = focused.selectionStart === undefined ? null : [focused.selectionStart, focused.selectionEnd];
  return { id: card.dataset.id, control: focused.dataset.control, selection };
}

function drawPart(part, kind, name, row, rows) {
  const card = make("li", `tray-part tray-is-${kind}`);
  card.dataset.id = part.id;
  card.setAttribute("aria-label", `${name}, item ${row + 1} of ${rows}`);
  if (kind === "quote") drawQuote(card, part.quote);
  else drawText(card, part[kind], kind, name);
  const buttons = make("p", "tray-buttons");
  const up = button("Move up", "up", name);
  const down = button("Move down", "down", name);
  up.disabled = row === 0;
  down.disabled = row === rows - 1;
  if (rows > 1) buttons.append(grip());
  buttons.append(up, down);
  if (kind === "quote") buttons.append(button("Copy", "copy", name));
  buttons.append(button("Remove", "remove", name));
  card.append(buttons);
  return card;
}

function drawQuote(card, record) {
  const quote = make("blockquote", "", `“${record.quote.trim()}”`);
  quote.dir = "auto";
  const about = make("p", "tray-about");
  if (record.question) about.append("Question: ", make("bdi", "", record.question), " · ");
  const link = make("a", "", "Show in document");
  const query = new URLSearchParams({ start: record.start, end: record.end, sha256: record.sha256.slice(0, 16) });
  if (record.quote.length <= 600) query.set("quote", record.quote);
  for (const side of ["before", "after"]) if (record[side]) query.set(side, record[side]);
  link.href = `/documents/${record.doc_id.split("/").map(encodeURIComponent).join("/")}?${query}#cited`;
  about.append(link);
  const state = make("div", "tray-state");
  state.append(make("p", "", "Verifying …"));
  card.append(quote, make("p", "tray-note"), about, state);
}

function drawText(card, text, kind, name) {
  const field = make(kind === "note" ? "textarea" : "input");
  field.id = `text-${card.dataset.id}`;
  field.value = text;
  field.maxLength = LIMITS.text;
  field.dataset.control = "text";
  if (kind === "note") field.rows = Math.min(12, Math.max(2, text.split("\n").length, Math.ceil(text.length / 70)));
  const label = make("label", "", kind === "note" ? `${name} (Markdown)` : name);
  label.htmlFor = field.id;
  const holder = make("p", "tray-field");
  holder.append(label, field);
  card.append(holder);
}

function drawState(card, verdict) {
  if (!verdict) return;
  const box = card.querySelector(".tray-state");
  const [, state, said] = /^([^:]*): (.*)$/s.exec(verdict.sentence) ?? [null, verdict.state, verdict.sentence];
  box.className = `tray-state standing ${["unchanged", "moved", "changed", "withdrawn"].find((one) => one === verdict.state) ?? ""}`;
  const sentence = make("p");
  // Keep "p." and its number on one line.
  sentence.append(make("b", "", `${state}: `), said.replace(/\b(pp?\.) /g, "$1\u00a0"));
  box.replaceChildren(sentence);
  if (verdict.wording?.length) {
    const words = make("blockquote");
    for (const run of verdict.wording) {
      if (run.same) words.append(run.quoted);
      else {
        if (run.quoted) words.append(marked("del", "cited: ", run.quoted), run.stands ? " " : "");
        if (run.stands) words.append(marked("ins", "now: ", run.stands), run.quoted ? "" : " ");
      }
    }
    box.append(words, make("p", "legend", "Struck through: cited text. Underlined: current text."));
  }
  if (verdict.link && verdict.state !== "unchanged") {
    const label = verdict.state === "changed" ? "Update the quote" : "Update the reference";
    box.append(button(label, "renew", card.getAttribute("aria-label")));
  }
}

function marked(tag, said, words) {
  const element = make(tag);
  element.append(make("span", "visually-hidden", said), words);
  return element;
}

/** Return a plain citation from the record, shown until the server has formatted it. */
function plainSource(record) {
  const names = [record.pages[0], record.pages.at(-1)].map((page) => page && (page.label || page.physical));
  const range = names[0] === names[1] ? `p. ${names[0]}` : `pp. ${names[0]}–${names[1]}`;
  const place = record.pages.length ? `${record.pages[0].label ? "" : "PDF "}${range}` : "";
  return [typeof record.item.title === "string" ? record.item.title : record.doc_id, place].filter(Boolean).join(", ");
}

/** Make the drag handle; for screen readers, the move buttons replace it. */
function grip() {
  const made = make("span", "tray-grip", "⋮⋮");
  made.title = "Drag to reorder";
  made.setAttribute("aria-hidden", "true");
  return made;
}

function button(label, control, name) {
  const made = make("button", "", label);
  made.type = "button";
  made.dataset.control = control;
  made.setAttribute("aria-label", `${label}: ${name}`);
  return made;
}

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
