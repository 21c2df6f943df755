/**
 * The tray: a title, a style, and a list of headings, notes and quotes (citation records).
 * A note may have quotes in its sentences: its text has "[quote 1]" in their places, its `quotes` their records by number.
 */
export const LIMITS = { quotes: 500, parts: 1500, text: 20000, record: 60000, bytes: 900000 };

const TOKEN = /\[quote ([1-9]\d{0,3})\]/g;
const LEFT_OUT = "[quote left out]";
const BULKY = ["abstract", "annote", "note", "references"];
const TEXTS = ["doc_id", "sha256", "quote", "before", "after", "taken"];

/** An error with a message for the user. */
export class TrayError extends Error {}

export function emptyTray(style) {
  return { version: 1, title: "", style, parts: [] };
}

export function newPart(kind, content) {
  return { id: crypto.getRandomValues(new Uint32Array(2)).join("-"), [kind]: content };
}

export function kindOf(part) {
  return ["quote", "note", "heading"].find((kind) => kind in part);
}

/** Return the identity of a quote: the same characters of the same file. */
export function keyOf(record) {
  return `${record.sha256.slice(0, 16)} ${record.doc_id}#${record.start}-${record.end}`;
}

/** Return all quotes of a tray in order: {id, quote}, and {id, number, quote} for those of notes. */
export function quotesOf(tray) {
  return tray.parts.flatMap((part) => (part.quote ? [part] : inlineQuotes(part)));
}

/** Return the quotes of a note by number: {id, number, quote, isPlaced}; one that is not placed follows the note. */
export function inlineQuotes(part) {
  const placed = new Set(tokensIn(part.note ?? "", part.quotes).map((token) => token.number));
  return Object.entries(part.quotes ?? {}).map(([number, quote]) => ({
    id: part.id,
    number: Number(number),
    quote,
    isPlaced: placed.has(Number(number)),
  }));
}

export function tokenOf(number) {
  return `[quote ${number}]`;
}

/** Return the tokens of a note's quotes in its text: {number, start, end}. */
export function tokensIn(text, quotes = {}) {
  return [...text.matchAll(TOKEN)]
    .filter((found) => Object.hasOwn(quotes, found[1]))
    .map((found) => ({ number: Number(found[1]), start: found.index, end: found.index + found[0].length }));
}

/** Return a number that neither a quote nor the text of a note has. */
export function freeNumber(text, quotes = {}) {
  const used = [...Object.keys(quotes), ...[...text.matchAll(TOKEN)].map((found) => found[1])];
  return Math.max(0, ...used.map(Number)) + 1;
}

/** Return the briefing that the server and `reportqa brief` read, with the quotes for which `fits` is true. */
export function toBriefing(tray, fits = () => true) {
  const section = [{ content: [] }];
  for (const part of tray.parts) {
    if ("heading" in part) section.push({ heading: part.heading, content: [] });
    else if ("note" in part) section.at(-1).content.push(...noteContent(part, fits));
    else if (fits(part.quote)) section.at(-1).content.push({ quote: part.quote });
  }
  if (!section[0].content.length) section.shift();
  return { title: tray.title, style: tray.style, section };
}

/** Read a stored, sent or opened tray; return it, and the number of items dropped. */
export function readTray(value, style) {
  const tray = emptyTray(style);
  const given = partsIn(value);
  if (!given) throw new TrayError("This is not a tray or a list of citation records. Nothing was opened.");
  if (isText(value.title, LIMITS.text)) tray.title = value.title;
  if (isText(value.style, 200) && /^[\w.-]+$/.test(value.style)) tray.style = value.style;
  let dropped = 0;
  const seen = new Set();
  for (const part of given) {
    const read = readPart(part);
    const key = read?.quote && keyOf(read.quote);
    if (key && seen.has(key)) continue;
    if (!read || !hasRoom(tray, read)) dropped += 1;
    else tray.parts.push(read);
    if (key) seen.add(key);
  }
  while (sizeOf(tray) > LIMITS.bytes) {
    tray.parts.splice(-Math.ceil(tray.parts.length / 10));
    dropped = given.length - tray.parts.length;
  }
  return { tray, dropped };
}

/** Throw a TrayError if an item would make the tray too large. */
export function checkRoom(tray, part) {
  if (!hasRoom(tray, part)) {
    const limit = part.quote || part.quotes ? `${LIMITS.quotes} quotes` : `${LIMITS.parts} items`;
    throw new TrayError(`The tray is full (${limit}). Export this briefing and clear the tray, or remove some items.`);
  }
  if (sizeOf(tray) + sizeOf(part) > LIMITS.bytes) {
    throw new TrayError("The tray is full: its quotes and notes are too long in total. Remove some first.");
  }
}

/** Return a record without fields that no citation shows; null if it is invalid. */
export function readRecord(value) {
  if (!isObject(value) || value.version !== 1 || !isObject(value.item)) return null;
  if (!TEXTS.every((name) => isText(value[name], LIMITS.record)) || !value.quote.trim()) return null;
  const { start, end, pages, section, question = null } = value;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start) return null;
  if (!Array.isArray(pages) || !pages.every(isPage)) return null;
  if (!Array.isArray(section) || !section.every((heading) => isText(heading, LIMITS.text))) return null;
  if (question !== null && !isText(question, LIMITS.text)) return null;
  const item = Object.fromEntries(Object.entries(value.item).filter(([name]) => !BULKY.includes(name)));
  const paged = pages.map(({ physical, label }) => ({ physical, label }));
  const texts = Object.fromEntries(TEXTS.map((name) => [name, value[name]]));
  const record = { version: 1, ...texts, item, pages: paged, section, start, end, question };
  return sizeOf(record) <= LIMITS.record ? record : null;
}

function partsIn(value) {
  if (Array.isArray(value)) return value.map((record) => ({ quote: record }));
  if (!isObject(value)) return null;
  if (Array.isArray(value.parts)) return value.parts;
  if (Array.isArray(value.records)) return value.records.map((record) => ({ quote: record }));
  if (Array.isArray(value.section)) {
    return value.section.flatMap((section) => {
      if (!isObject(section)) return [null];
      const heading = section.heading ? [{ heading: section.heading }] : [];
      return [...heading, ...(Array.isArray(section.content) ? section.content : [])];
    });
  }
  return "doc_id" in value ? [{ quote: value }] : null;
}

function readPart(part) {
  if (!isObject(part)) return null;
  if (isText(part.heading, LIMITS.text)) return newPart("heading", part.heading);
  if (Array.isArray(part.note)) return readSentence(part.note);
  if (isText(part.note, LIMITS.text)) return readNote(part.note, part.quotes);
  const record = readRecord(part.quote);
  return record && newPart("quote", record);
}

/** Read a stored note: its text, and the records of its quotes by number. */
function readNote(text, quotes = {}) {
  if (!isObject(quotes)) return null;
  const records = Object.entries(quotes).map(([number, quote]) => [number, readRecord(quote)]);
  if (!records.every(([number, record]) => /^[1-9]\d{0,3}$/.test(number) && record)) return null;
  const part = newPart("note", text);
  return records.length ? { ...part, quotes: Object.fromEntries(records) } : part;
}

/** Read a note of a briefing: a list of texts and quotes. */
function readSentence(pieces) {
  let number = freeNumber(pieces.filter((piece) => typeof piece === "string").join(""));
  const quotes = {};
  const texts = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    quotes[number] = piece?.quote;
    return tokenOf(number++);
  });
  const text = texts.join("");
  return isText(text, LIMITS.text) ? readNote(text, quotes) : null;
}

/** Return the content of a briefing that a note is: the note, and its quotes that are not in its text. */
function noteContent(part, fits) {
  const quotes = part.quotes ?? {};
  const pieces = [];
  let at = 0;
  for (const { number, start, end } of tokensIn(part.note, quotes)) {
    pieces.push(part.note.slice(at, start), fits(quotes[number]) ? { quote: quotes[number] } : LEFT_OUT);
    at = end;
  }
  pieces.push(part.note.slice(at));
  const rest = inlineQuotes(part).filter((one) => !one.isPlaced && fits(one.quote));
  const note = pieces.some((piece) => typeof piece === "object") ? pieces.filter((piece) => piece !== "") : pieces.join("");
  return [{ note }, ...rest.map(({ quote }) => ({ quote }))];
}

function hasRoom(tray, part) {
  const isFull = quotesOf(tray).length + quotesOf({ parts: [part] }).length > LIMITS.quotes;
  return tray.parts.length < LIMITS.parts && !(isFull && (part.quote || part.quotes));
}

function isPage(page) {
  return isObject(page) && Number.isSafeInteger(page.physical) && page.physical > 0 && (page.label === null || isText(page.label, 200));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value, longest) {
  return typeof value === "string" && value.length <= longest;
}

function sizeOf(value) {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
