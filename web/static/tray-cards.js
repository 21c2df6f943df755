// The items of a tray as a list of cards that can be used by keyboard: each has its text, and one toolbar.
import { button, make, nameButton, setText } from "./elements.js";
import { rove } from "./toolbar.js";
import { fillEditor, makeEditor } from "./tray-editor.js";
import { inlineQuotes, keyOf, kindOf, LIMITS, quotesOf, tokenOf } from "./tray-model.js";
import { drawNote, drawState, linkOf } from "./tray-quote.js";

const NAMES = { quote: "Quote", note: "Note", heading: "Heading" };
const TOOLS = {
  quote: [["Put in a sentence", "sentence"], ["Copy", "copy"]],
  note: [["Insert quote", "insert"]],
  heading: [],
};

/** Fill a list with the tray's items and restore the focus. Cards of items that are still there are kept, with what their
fields can undo. */
export function drawParts(list, tray) {
  const had = focusIn(list);
  const before = new Map([...list.children].map((card) => [card.dataset.key, card]));
  const numbers = { quote: 0, note: 0, heading: 0 };
  const cards = tray.parts.map((part, row) => {
    const kind = kindOf(part);
    numbers[kind] += 1;
    const card = before.get(keyOfCard(part)) ?? makeCard(part, kind);
    fillCard(card, part, `${NAMES[kind]} ${numbers[kind]}`, row, tray.parts.length);
    return card;
  });
  for (const card of before.values()) if (!cards.includes(card)) card.remove();
  cards.forEach((card, row) => {
    if (list.children[row] !== card) list.insertBefore(card, list.children[row] ?? null);
  });
  if (had) focusControl(list, had);
}

/** Focus a control of an item, or of a quote in it, and restore the caret. */
export function focusControl(list, { id, number, control, selection }) {
  const card = [...list.children].find((one) => one.dataset.id === id);
  const place = (number && card?.querySelector(`[data-number="${number}"]`)) || card;
  const found = place?.querySelector(`[data-control="${control}"]`);
  // A disabled or hidden button passes the focus to its neighbour.
  const target = found && !found.disabled && !found.hidden ? found : card?.querySelector(".tray-tools button:not(:disabled)");
  if (target === document.activeElement) return;
  target?.focus();
  if (selection && target?.setSelectionRange) target.setSelectionRange(...selection);
}

/** Show each quote's citation in the style and its verification state. */
export function showKnown(list, tray, notes, verdicts) {
  for (const { id, number, quote } of quotesOf(tray)) {
    const card = [...list.children].find((one) => one.dataset.id === id);
    const place = number ? card?.querySelector(`[data-number="${number}"]`) : card;
    if (!place) continue;
    const key = keyOf(quote);
    drawNote(place.querySelector(".tray-note"), quote, notes.get(`${tray.style} ${key}`));
    drawState(place.querySelector(".tray-state"), verdicts.get(key), place.getAttribute("aria-label"));
  }
}

/** Return the identity of a card: a quote with other words has a new one. */
function keyOfCard(part) {
  return `${part.id} ${kindOf(part)} ${part.quote ? keyOf(part.quote) : ""}`;
}

function focusIn(list) {
  const focused = document.activeElement;
  const card = list.contains(focused) ? focused.closest("li[data-id]") : null;
  if (!card) return null;
  const selection = focused.selectionStart === undefined ? null : [focused.selectionStart, focused.selectionEnd];
  const number = focused.closest("[data-number]")?.dataset.number;
  return { id: card.dataset.id, number, control: focused.dataset.control, selection };
}

function makeCard(part, kind) {
  const card = make("li", `tray-part has-menu tray-is-${kind}`);
  card.dataset.id = part.id;
  card.dataset.key = keyOfCard(part);
  if (kind === "quote") card.append(...quoteOf(part.quote));
  else card.append(fieldOf(part, kind));
  if (kind === "note") card.append(make("ul", "tray-inline"));
  const tools = toolbar("tray-tools");
  tools.append(grip(), arrow("↑", "Move up", "up"), arrow("↓", "Move down", "down"), menuButton("Add", "add"));
  for (const [label, control] of TOOLS[kind]) tools.append(control === "insert" ? menuButton(label, control) : button(label, control));
  if (kind === "quote") tools.append(placeLink(part.quote));
  tools.append(button("Remove", "remove"));
  card.append(tools);
  return card;
}

function fillCard(card, part, name, row, rows) {
  card.setAttribute("aria-label", `${name}, item ${row + 1} of ${rows}`);
  const tools = card.querySelector(":scope > .tray-tools");
  tools.setAttribute("aria-label", name);
  for (const tool of tools.querySelectorAll("button, a")) nameButton(tool, name);
  tools.querySelector('[data-control="up"]').disabled = row === 0;
  tools.querySelector('[data-control="down"]').disabled = row === rows - 1;
  tools.querySelector(".tray-grip").hidden = rows === 1;
  const label = card.querySelector(":scope > .tray-field label");
  if (label) setText(label, "note" in part ? `${name} (Markdown)` : name);
  if ("note" in part) {
    fillEditor(card.querySelector(".tray-editor"), part.note, part.quotes);
    fillInline(card.querySelector(".tray-inline"), part, name);
  } else if ("heading" in part) {
    const field = card.querySelector("input");
    if (field.value !== part.heading && document.activeElement !== field) field.value = part.heading;
  }
  rove(tools);
}

function quoteOf(record) {
  const quote = make("blockquote", "", `“${record.quote.trim()}”`);
  quote.dir = "auto";
  const about = make("p", "tray-about");
  if (record.question) about.append("Question: ", make("bdi", "", record.question));
  about.hidden = !record.question;
  return [quote, make("p", "tray-note"), about, stateBox()];
}

function fieldOf(part, kind) {
  const id = `text-${part.id}`;
  const holder = make("div", "tray-field");
  const label = make("label");
  label.htmlFor = id;
  if (kind === "note") {
    holder.append(label, makeEditor(id));
    return holder;
  }
  const field = make("input");
  Object.assign(field, { id, maxLength: LIMITS.text, autocomplete: "off" });
  field.dataset.control = "text";
  holder.append(label, field);
  return holder;
}

/** List the quotes of a note below its text. */
function fillInline(list, part, name) {
  const quotes = inlineQuotes(part);
  const before = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const rows = quotes.map(({ number, quote, isPlaced }) => {
    const key = `${number} ${keyOf(quote)}`;
    const row = before.get(key) ?? inlineRow(number, quote, key);
    const own = `quote ${number} of ${name}`;
    row.setAttribute("aria-label", own);
    row.classList.toggle("is-loose", !isPlaced);
    row.querySelector(".tray-loose").hidden = isPlaced;
    row.querySelector('[data-control="place"]').hidden = isPlaced;
    const tools = row.querySelector(".tray-tools");
    tools.setAttribute("aria-label", own);
    for (const tool of tools.querySelectorAll("button, a")) nameButton(tool, own);
    rove(tools);
    return row;
  });
  for (const row of before.values()) if (!rows.includes(row)) row.remove();
  rows.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  });
  list.hidden = !rows.length;
}

function inlineRow(number, record, key) {
  const row = make("li");
  row.dataset.number = number;
  row.dataset.key = key;
  const words = make("p");
  const quote = make("span", "", `“${record.quote.trim()}”`);
  quote.dir = "auto";
  words.append(make("span", "tray-chip", tokenOf(number)), " ", quote);
  const tools = toolbar("tray-tools");
  tools.append(button("Insert at the caret", "place"), button("Move out of the note", "out"), placeLink(record), button("Remove", "remove"));
  const loose = make("p", "warning tray-loose", "Not in the text: it follows the note as a quote of its own.");
  row.append(words, make("p", "tray-note"), stateBox(), loose, tools);
  return row;
}

function placeLink(record) {
  const link = make("a", "", "Show in document");
  link.href = linkOf(record);
  link.dataset.label = link.textContent;
  return link;
}

function stateBox() {
  const state = make("div", "tray-state");
  state.append(make("p", "", "Verifying …"));
  return state;
}

function toolbar(className) {
  const made = make("div", `tray-buttons ${className}`);
  made.setAttribute("role", "toolbar");
  return made;
}

/** Make the drag handle; for screen readers, the move buttons replace it. */
function grip() {
  const made = make("span", "tray-grip", "⋮⋮");
  made.title = "Drag to reorder";
  made.setAttribute("aria-hidden", "true");
  return made;
}

function arrow(sign, label, control) {
  const made = button(label, control);
  Object.assign(made, { textContent: sign, title: `${label} (Alt and arrow)`, className: "tray-arrow" });
  return made;
}

function menuButton(label, control) {
  const made = button(label, control);
  made.setAttribute("aria-haspopup", "menu");
  made.setAttribute("aria-expanded", "false");
  return made;
}
