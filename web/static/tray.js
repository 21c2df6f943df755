// The tray page: shows the stored tray, and does what its buttons and keys say.
import { copy } from "./copy.js";
import { setText } from "./elements.js";
import { hideToast, tell as tellIn, tellRemoved } from "./toast.js";
import { addText, makeSentence, move, partOf, place, remove, removeInline, replaceQuote, takeIn, takeOut, write } from "./tray-changes.js";
import { drawParts, focusControl, showKnown } from "./tray-cards.js";
import { forgetVerdicts, noteOf, notes, refresh, titles, verdictOf, verdicts, verifyAll } from "./tray-checks.js";
import { offerDragging } from "./tray-drag.js";
import { insertToken, protectTokens } from "./tray-editor.js";
import { openMenu } from "./tray-menu.js";
import { kindOf, quotesOf, readRecord, TrayError } from "./tray-model.js";
import { exportBriefing, linkTo, lostQuotes, saveTray } from "./tray-output.js";
import { fetchRecord } from "./tray-server.js";
import { changeTray, loadTray, onTrayChange } from "./tray-store.js";
import { offerStyles } from "./tray-style.js";
import { offerOpening } from "./tray-open.js";

const PAUSE = 400; // milliseconds after a change before the requests
const SHORT = 60; // characters of a quote in a menu

const at = (id) => document.getElementById(id);
const list = at("tray-parts");
let timer = 0;

function draw() {
  const { tray, problem } = loadTray();
  if (problem) tell(problem, true);
  drawParts(list, tray);
  if (document.activeElement !== at("tray-title")) at("tray-title").value = tray.title;
  at("tray-empty").hidden = tray.parts.length > 0;
  at("tray").classList.toggle("is-empty", tray.parts.length === 0);
  for (const part of document.querySelectorAll(".tray-full")) part.hidden = tray.parts.length === 0;
  show();
  clearTimeout(timer);
  timer = setTimeout(() => refresh(show), PAUSE);
}

function show() {
  const { tray } = loadTray();
  showKnown(list, tray, notes, verdicts);
  const title = titles.get(tray.style);
  setText(at("tray-style-now"), title ? `${title} (${tray.style})` : tray.style);
  const quotes = quotesOf(tray);
  const lost = lostQuotes(quotes, verdictOf).length;
  const counts = `${quotes.length} ${quotes.length === 1 ? "quote" : "quotes"}`;
  setText(at("tray-standing"), lost ? `${counts}, ${lost} of them changed or withdrawn.` : `${counts}.`);
}

function tell(sentence, isProblem = false) {
  const problem = at("tray-problem");
  problem.hidden = !isProblem;
  problem.textContent = isProblem ? sentence : "";
  if (!isProblem) tellIn(document, sentence);
  else if (problem.getBoundingClientRect().bottom > 0) hideToast(document);
  // A problem is announced at the top of the page, and shown again if that is out of sight.
  else tellIn(document, sentence, true);
}

/** Run an action and show its message or its error. */
async function attempt(work) {
  try {
    const said = await work();
    if (said) tell(said);
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    tell(error.message, true);
  }
}

function announce(said) {
  if (said) at("status").textContent = said;
}

function removeItem(id) {
  const row = loadTray().tray.parts.findIndex((part) => part.id === id);
  const kind = kindOf(partOf(id));
  const undo = remove((part) => part.id === id);
  const next = list.children[Math.min(row, list.children.length - 1)];
  (next?.querySelector(".tray-tools button:not(:disabled)") ?? at("main")).focus();
  tellRemoved(document, `${kind[0].toUpperCase()}${kind.slice(1)} removed.`, () => {
    undo();
    focusControl(list, { id, control: "remove" });
  });
}

function writeText(kind, id, isAfter) {
  focusControl(list, { id: addText(kind, id, isAfter), control: "text" });
}

function openAddMenu(button, id) {
  openMenu(button, [
    { label: "Heading above", act: () => attempt(() => writeText("heading", id, false)) },
    { label: "Note above", act: () => attempt(() => writeText("note", id, false)) },
    { label: "Heading below", act: () => attempt(() => writeText("heading", id, true)) },
    { label: "Note below", act: () => attempt(() => writeText("note", id, true)) },
  ]);
}

function openQuoteMenu(button, id) {
  const cards = loadTray().tray.parts.filter((part) => part.quote);
  if (!cards.length) throw new TrayError("All quotes of the tray are in notes. Collect another one first.");
  openMenu(
    button,
    cards.map(({ id: quoteId, quote }, row) => ({
      label: `Quote ${row + 1}: “${shortened(quote.quote.trim())}”`,
      act: () => attempt(() => insertToken(fieldOf(id), takeIn(id, quoteId))),
    })),
  );
}

function fieldOf(id) {
  return at(`text-${id}`);
}

function shortened(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > SHORT ? `${line.slice(0, SHORT).replace(/\s\S*$/, "")} …` : line;
}

async function copyQuote({ id, quote }) {
  if (lostQuotes([{ quote }], verdictOf).length) {
    throw new TrayError("This quote has changed in its document. Update it before copying.");
  }
  const note = noteOf(loadTray().tray, quote);
  const words = `“${quote.quote.trim()}”`;
  const card = [...list.children].find((one) => one.dataset.id === id);
  const holder = document.createElement("div");
  const block = document.createElement("blockquote");
  const said = document.createElement("p");
  for (const line of words.split("\n")) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    block.append(paragraph);
  }
  said.append(...card.querySelector(".tray-note").cloneNode(true).childNodes);
  holder.append(block, said);
  const done = await copy(`${words}\n${note ? note.text : said.textContent}`, holder.innerHTML);
  return done ? "Copied." : "Could not copy.";
}

/** Replace a quote by its current text. */
async function renew(id, number, quote) {
  const link = verdictOf(quote)?.link;
  if (!link) return;
  const record = readRecord(await fetchRecord(link, quote.question ?? ""));
  if (!record) throw new TrayError("The updated quote is too long for the tray. Remove it and select less text.");
  replaceQuote(id, number, record);
  focusControl(list, { id, control: "remove" });
  return "Quote updated.";
}

function removeFromNote(id, number) {
  const undo = removeInline((part, _, own) => part.id === id && own === number);
  focusControl(list, { id, control: "text" });
  tellRemoved(document, "Quote removed from the note.", () => {
    undo();
    focusControl(list, { id, control: "text" });
  });
}

/** What the buttons of a quote within a note do. */
const INLINE = {
  place: (id, number) => insertToken(fieldOf(id), number),
  out(id, number) {
    takeOut(id, number);
    focusControl(list, { id, control: "text" });
    return "The quote is an item below the note.";
  },
  remove: removeFromNote,
  renew: (id, number) => renew(id, number, partOf(id).quotes[number]),
};

/** What the buttons of an item do. */
const ITEM = {
  up: (id) => step(id, -1, "up"),
  down: (id) => step(id, 1, "down"),
  add: (id, button) => openAddMenu(button, id),
  insert: (id, button) => openQuoteMenu(button, id),
  sentence(id) {
    const field = fieldOf(makeSentence(id));
    field.focus();
    field.setSelectionRange(0, 0);
    announce("Write before and after the quote.");
  },
  copy: (id) => copyQuote(partOf(id)),
  remove: removeItem,
  renew: (id) => renew(id, 0, partOf(id).quote),
};

function step(id, by, control) {
  const said = move(id, by);
  focusControl(list, { id, control });
  announce(said);
}

const ACTIONS = {
  "add-heading": () => writeText("heading"),
  "add-note": () => writeText("note"),
  async check() {
    tell("Verifying quotes …");
    return (await verifyAll(show)) ? `Checked: ${at("tray-standing").textContent}` : "";
  },
  clear() {
    const undo = remove(() => true);
    at("main").focus();
    tellRemoved(document, "Tray cleared.", undo);
  },
  save: () => `Saved as ${saveTray(loadTray().tray, false)}.`,
  "save-records": () => `Saved as ${saveTray(loadTray().tray, true)}.`,
  async link() {
    const link = await linkTo(loadTray().tray);
    at("tray-link").hidden = false;
    at("tray-link-field").value = link;
    at("tray-link-field").select();
    const done = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    return done ? "Link copied." : "Copy the link from the field.";
  },
};

at("tray").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const card = button?.closest("li[data-id]");
  const number = Number(button?.closest("[data-number]")?.dataset.number);
  const { control } = button?.dataset ?? {};
  if (card && number) attempt(() => INLINE[control]?.(card.dataset.id, number));
  else if (card) attempt(() => ITEM[control]?.(card.dataset.id, button));
  else if (button && ACTIONS[button.dataset.do]) attempt(ACTIONS[button.dataset.do]);
});
list.addEventListener("input", (event) => attempt(() => write(event.target.closest("li[data-id]").dataset.id, event.target.value)));
list.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const card = event.target.closest("li[data-id]");
  if (!by || !event.altKey || !card) return;
  event.preventDefault();
  attempt(() => step(card.dataset.id, by, event.target.dataset.control));
});
protectTokens(list);
offerDragging(list, (id, row) => attempt(() => announce(place(id, row))));
at("tray-title").addEventListener("input", (event) =>
  attempt(() =>
    changeTray((tray) => {
      tray.title = event.target.value.slice(0, 1000);
    }),
  ),
);
at("tray-export").addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const said = at("tray-said");
  said.textContent = "Exporting …";
  try {
    said.textContent = `Saved as ${await exportBriefing(loadTray().tray, verdictOf, button.dataset.form)}.`;
  } catch (error) {
    if (!(error instanceof TrayError)) throw error;
    said.textContent = error.message;
  } finally {
    button.removeAttribute("aria-busy");
  }
});

// The documents may have changed while the page was hidden.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  forgetVerdicts();
  refresh(show);
});

onTrayChange(draw);
offerStyles(
  document,
  () => loadTray().tray.style,
  (name, title) =>
    attempt(() => {
      titles.set(name, title);
      changeTray((tray) => {
        tray.style = name;
      });
      return `Style: ${title}.`;
    }),
);
draw();
offerOpening(document, tell);
