// Keep tray and history of a user on the server, beside the copy of this browser, so that all their browsers have the same.
import { formHeaders } from "./form-token.js";
import { keyOf } from "./tray-model.js";

const MARKS = "reportqa.kept"; // {user, of: {kind: {version, text}}}: what this browser and the server had in common last
const KINDS = { tray: "reportqa.tray", history: "reportqa.history" };
const WAIT = 500; // milliseconds after a change
const TRIES = 3;
const user = document.querySelector('meta[name="user"]')?.content ?? "";
const timers = {};
const running = {};

function marks() {
  try {
    return JSON.parse(localStorage.getItem(MARKS)) ?? {};
  } catch {
    return {};
  }
}

function mark(kind, version, text) {
  const { of } = marks();
  localStorage.setItem(MARKS, JSON.stringify({ user, of: { ...of, [kind]: { version, text } } }));
}

/** Remove the copies of a user who has signed out, or in whose place another one has signed in. */
function leave() {
  for (const name of Object.values(KINDS)) localStorage.removeItem(name);
  localStorage.removeItem(MARKS);
}

/** Store a text here, and let the page show it. */
function take(kind, text) {
  localStorage.setItem(KINDS[kind], text);
  dispatchEvent(new StorageEvent("storage", { key: KINDS[kind] }));
}

/** Exchange one kind with the server; after a conflict once more. */
async function exchange(kind) {
  for (let left = TRIES; left; left -= 1) {
    const answer = await fetch(`/api/kept/${kind}`);
    if (!answer.ok) return;
    const { version, value } = await answer.json();
    const here = localStorage.getItem(KINDS[kind]);
    const common = marks().of?.[kind];
    const isNewThere = value !== null && version !== common?.version;
    const isNewHere = here !== null && (value === null || here !== common?.text);
    if (isNewThere && !isNewHere) {
      const there = JSON.stringify(value);
      take(kind, there);
      mark(kind, version, there);
      return;
    }
    if (!isNewHere) return;
    const text = isNewThere ? merged(kind, here, value) : here;
    const sent = await put(kind, version, text);
    if (sent === null) return;
    if (sent) {
      // What has changed here meanwhile is exchanged next.
      if (text !== here && localStorage.getItem(KINDS[kind]) === here) take(kind, text);
      mark(kind, sent, text);
      return;
    }
  }
}

/** Send a text; return its version, 0 when another browser was faster, null when it cannot be kept. */
async function put(kind, version, text) {
  const headers = { "Content-Type": "application/json", ...formHeaders };
  const answer = await fetch(`/api/kept/${kind}`, { method: "PUT", headers, body: `{"version": ${version}, "value": ${text}}` });
  if (answer.ok) return (await answer.json()).version;
  return answer.status === 409 ? 0 : null;
}

/** Return what two browsers have: the parts or threads here, and those there that are not here. */
function merged(kind, text, there) {
  const here = JSON.parse(text);
  if (kind === "tray") {
    const known = new Set((here.parts ?? []).map(identity));
    const others = (there.parts ?? []).filter((part) => !known.has(identity(part)));
    return JSON.stringify({ ...there, ...here, parts: [...(here.parts ?? []), ...others] });
  }
  const known = new Set(here.map(({ address }) => address));
  return JSON.stringify([...here, ...there.filter(({ address }) => !known.has(address))]);
}

const identity = (part) => (part.quote ? keyOf(part.quote) : JSON.stringify({ ...part, id: "" }));

/** Exchange a kind after the exchange in progress. */
function begin(kind) {
  running[kind] = (running[kind] ?? Promise.resolve()).then(() => exchange(kind)).catch(() => null);
}

try {
  const before = marks().user;
  if (before && before !== user) leave();
  if (user) {
    for (const kind of Object.keys(KINDS)) begin(kind);
    addEventListener("stored", ({ detail }) => {
      const kind = Object.keys(KINDS).find((one) => KINDS[one] === detail);
      if (!kind) return;
      clearTimeout(timers[kind]);
      timers[kind] = setTimeout(() => begin(kind), WAIT);
    });
  }
} catch {
  // Storage is forbidden; the page works without it.
}
