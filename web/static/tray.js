// The tray page: shows the stored tray and keeps citations, states and the preview up to date.
import { copy } from "./copy.js";
import { drawParts, focusControl, showKnown } from "./tray-cards.js";
import { offerDragging } from "./tray-drag.js";
import { checkRoom, keyOf, kindOf, newPart, quotesOf, readRecord, TrayError } from "./tray-model.js";
import { exportBriefing, linkTo, lostQuotes, preview, saveTray } from "./tray-output.js";
import { fetchRecord, formatRecords, verifyRecords } from "./tray-server.js";
import { changeTray, loadTray, onTrayChange } from "./tray-store.js";
import { offerStyles } from "./tray-style.js";
import { offerOpening } from "./tray-open.js";

const AT_A_TIME = 10; // citations per request: in some styles each takes the server a process
const SHOWN_FOR = 8000; // milliseconds that a message stays; a problem stays until the next message
const PAUSE = 400; // milliseconds after a change before the requests

const at = (id) => document.getElementById(id);
const list = at("tray-parts");
const notes = new Map(); // citations by style and quote
const titles = new Map(); // of styles
const verdicts = new Map(); // by quote
const verdictOf = (part) => verdicts.get(keyOf(part.quote));
let drawn = null; // the items as last drawn
let isStale = false; // whether the documents may have changed since the quotes were verified
let timer = 0;
let asking = new AbortController();
let before = null; // the items before the last removal
let told = 0; // the timer of the visible message

function draw() {
  const { tray, problem } = loadTray();
  if (problem) tell(problem, true);
  // Do not redraw an item while it is being typed in.
  const typed = typingIn();
  const shape = (parts) => JSON.stringify(parts?.map((part) => (part.id === typed ? part.id : part)) ?? null);
  if (shape(tray.parts) !== shape(drawn)) drawParts(list, tray);
  drawn = tray.parts;
  if (document.activeElement !== at("tray-title")) at("tray-title").value = tray.title;
  at("tray-empty").hidden = tray.parts.length > 0;
  at("tray").classList.toggle("is-empty", tray.parts.length === 0);
  for (const part of document.querySelectorAll(".tray-full")) part.hidden = tray.parts.length === 0;
  show(tray);
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
}

function show(tray) {
  showKnown(list, tray, notes, verdicts);
  const title = titles.get(tray.style);
  at("tray-style-now").textContent = title ? `${title} (${tray.style})` : tray.style;
  const quotes = quotesOf(tray);
  const lost = lostQuotes(tray, verdictOf).length;
  const counts = `${quotes.length} ${quotes.length === 1 ? "quote" : "quotes"}`;
  at("tray-standing").textContent = lost ? `${counts}, ${lost} of them changed or withdrawn.` : `${counts}.`;
}

/** Request missing verdicts and citations and the preview; return the problem, if any. */
async function refresh() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const { tray } = loadTray();
  if (!tray.parts.length) return "";
  try {
    const unknown = quotesOf(tray).filter((part) => isStale || !verdictOf(part));
    if (unknown.length) {
      const found = await verifyRecords(unknown.map((part) => part.quote), signal);
      if (isStale) notes.clear();
      isStale = false;
      unknown.forEach((part, row) => verdicts.set(keyOf(part.quote), found[row]));
      show(loadTray().tray);
    }
    await preview(document, tray, verdictOf, signal);
    const bare = quotesOf(tray).filter((part) => !notes.has(`${tray.style} ${keyOf(part.quote)}`));
    for (let first = 0; first < bare.length; first += AT_A_TIME) {
      const some = bare.slice(first, first + AT_A_TIME);
      const formatted = await formatRecords(some.map((part) => part.quote), tray.style, signal);
      titles.set(tray.style, formatted.style.title);
      some.forEach((part, row) => notes.set(`${tray.style} ${keyOf(part.quote)}`, formatted.citations[row]));
      show(loadTray().tray);
    }
  } catch (error) {
    if (error.name === "AbortError") return "";
    if (!(error instanceof TrayError)) throw error;
    at("tray-preview-said").textContent = error.message;
    return error.message;
  }
  return "";
}

function typingIn() {
  const focused = document.activeElement;
  return focused?.dataset?.control === "text" ? focused.closest("li[data-id]")?.dataset.id : null;
}

function tell(sentence, isProblem = false) {
  const problem = at("tray-problem");
  problem.hidden = !isProblem;
  problem.textContent = isProblem ? sentence : "";
  if (!isProblem) at("status").textContent = sentence;
  const seen = at("tray-told");
  seen.textContent = sentence;
  seen.classList.toggle("is-problem", isProblem);
  // Show a problem at the top of the page, and again if that is out of sight.
  seen.hidden = !sentence || (isProblem && problem.getBoundingClientRect().bottom > 0);
  clearTimeout(told);
  if (!isProblem) told = setTimeout(() => (seen.hidden = true), SHOWN_FOR);
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

function move(id, step, control) {
  const row = loadTray().tray.parts.findIndex((part) => part.id === id);
  place(id, row + step);
  focusControl(list, { id, control });
}

/** Move an item to a row, if it exists, and announce it to screen readers. */
function place(id, to) {
  changeTray((tray) => {
    const row = tray.parts.findIndex((part) => part.id === id);
    if (row < 0 || to < 0 || to >= tray.parts.length) return;
    tray.parts.splice(to, 0, ...tray.parts.splice(row, 1));
    at("status").textContent = `Moved to position ${to + 1} of ${tray.parts.length}.`;
  });
}

function remove(id) {
  const parts = loadTray().tray.parts;
  const row = parts.findIndex((part) => part.id === id);
  leave(parts, (part) => part.id !== id, `${kindOf(parts[row]) === "quote" ? "Quote" : "Item"} removed.`);
  const next = list.children[Math.min(row, list.children.length - 1)];
  (next?.querySelector("button:not(:disabled)") ?? at("tray-undo").querySelector("button")).focus();
}

function leave(parts, isKept, sentence) {
  before = parts;
  changeTray((tray) => {
    tray.parts = tray.parts.filter(isKept);
  });
  at("tray-undo").hidden = false;
  at("tray-undo").querySelector("span").textContent = sentence;
  tell(sentence);
}

function undo() {
  changeTray((tray) => {
    const there = new Set(tray.parts.map((part) => part.id));
    before.forEach((part, row) => {
      if (!there.has(part.id)) tray.parts.splice(row, 0, part);
    });
  });
  at("tray-undo").hidden = true;
  list.querySelector("button:not(:disabled)")?.focus();
  return "Restored.";
}

function addText(kind) {
  const part = newPart(kind, "");
  changeTray((tray) => {
    checkRoom(tray, part);
    tray.parts.push(part);
  });
  focusControl(list, { id: part.id, control: "text" });
}

async function copyQuote(part) {
  if (lostQuotes({ parts: [part] }, verdictOf).length) {
    throw new TrayError("This quote has changed in its document. Update it before copying.");
  }
  const { tray } = loadTray();
  const note = notes.get(`${tray.style} ${keyOf(part.quote)}`);
  const words = `“${part.quote.quote.trim()}”`;
  const card = [...list.children].find((one) => one.dataset.id === part.id);
  const holder = document.createElement("div");
  const quote = document.createElement("blockquote");
  const said = document.createElement("p");
  for (const line of words.split("\n")) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    quote.append(paragraph);
  }
  said.append(...card.querySelector(".tray-note").cloneNode(true).childNodes);
  holder.append(quote, said);
  const done = await copy(`${words}\n${note ? note.text : said.textContent}`, holder.innerHTML);
  return done ? "Copied." : "Could not copy.";
}

/** Replace a quote by its current text. */
async function renew(part) {
  const link = verdictOf(part)?.link;
  if (!link) return;
  const record = readRecord(await fetchRecord(link, part.quote.question ?? ""));
  if (!record) throw new TrayError("The updated quote is too long for the tray. Remove it and select less text.");
  changeTray((tray) => {
    const own = tray.parts.find((one) => one.id === part.id);
    if (own) own.quote = record;
  });
  focusControl(list, { id: part.id, control: "copy" });
  return "Quote updated.";
}

function actOn(control, id) {
  const part = loadTray().tray.parts.find((one) => one.id === id);
  if (!part) return;
  if (control === "up" || control === "down") return move(id, control === "up" ? -1 : 1, control);
  if (control === "remove") return remove(id);
  if (control === "copy") return copyQuote(part);
  if (control === "renew") return renew(part);
}

const ACTIONS = {
  "add-heading": () => addText("heading"),
  "add-note": () => addText("note"),
  undo,
  async check() {
    isStale = true;
    tell("Verifying quotes …");
    // A change of the tray meanwhile aborts this request and starts another.
    do {
      const problem = await refresh();
      if (problem) throw new TrayError(problem);
    } while (isStale && quotesOf(loadTray().tray).length);
    return isStale ? "" : `Checked: ${at("tray-standing").textContent}`;
  },
  clear() {
    leave(loadTray().tray.parts, () => false, "Tray cleared.");
    at("tray-undo").querySelector("button").focus();
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
  if (card) attempt(() => actOn(button.dataset.control, card.dataset.id));
  else if (button && ACTIONS[button.dataset.do]) attempt(ACTIONS[button.dataset.do]);
});
list.addEventListener("input", (event) => {
  const id = event.target.closest("li[data-id]").dataset.id;
  attempt(() =>
    changeTray((tray) => {
      const part = tray.parts.find((one) => one.id === id);
      if (!part) return;
      const text = { id, [kindOf(part)]: event.target.value };
      checkRoom({ ...tray, parts: tray.parts.filter((one) => one !== part) }, text);
      Object.assign(part, text);
    }),
  );
});
list.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const card = event.target.closest("li[data-id]");
  if (!step || !event.altKey || !card) return;
  event.preventDefault();
  attempt(() => move(card.dataset.id, step, event.target.dataset.control));
});
offerDragging(list, (id, row) => attempt(() => place(id, row)));
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
  isStale = true;
  refresh();
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
