/** The tray: a title, a style, and a list of headings, notes and quotes (citation records). */
export const LIMITS = { quotes: 500, parts: 1500, text: 20000, record: 60000, bytes: 900000 };

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

export function quotesOf(tray) {
  return tray.parts.filter((part) => part.quote);
}

/** Return the briefing that the server and `reportqa brief` read, with the quotes for which `fits` is true. */
export function toBriefing(tray, fits = () => true) {
  const section = [{ content: [] }];
  for (const part of tray.parts) {
    if ("heading" in part) section.push({ heading: part.heading, content: [] });
    else if ("note" in part) section.at(-1).content.push({ note: part.note });
    else if (fits(part)) section.at(-1).content.push({ quote: part.quote });
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
    const limit = part.quote ? `${LIMITS.quotes} quotes` : `${LIMITS.parts} items`;
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
  if (isText(part.note, LIMITS.text)) return newPart("note", part.note);
  const record = readRecord(part.quote);
  return record && newPart("quote", record);
}

function hasRoom(tray, part) {
  return tray.parts.length < LIMITS.parts && !(part.quote && quotesOf(tray).length >= LIMITS.quotes);
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
