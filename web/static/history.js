import { read, write } from "./store.js";

const NAME = "reportqa.history";
const KEPT = 200; // threads; the oldest without a star are dropped
const STARRED = 100; // stars; with more, the oldest lose theirs

const newestFirst = (a, b) => String(b.asked).localeCompare(String(a.asked));

/** Return the threads asked in this browser by their last question, those with a star first, each newest first: {question, searched, address, state, asked, starred}. */
export function history() {
  const kept = read(NAME, []);
  const questions = Array.isArray(kept) ? kept.filter((one) => typeof one?.question === "string") : [];
  return questions.sort((a, b) => Boolean(b.starred) - Boolean(a.starred) || newestFirst(a, b));
}

/** Return the questions of a thread, from the first to the last. */
export function threadOf({ question, address }) {
  return [...parameters(address).getAll("after"), question];
}

/** Return the address of a thread at one of its questions. */
export function addressOf({ address }, thread, row) {
  const query = parameters(address);
  query.delete("after");
  query.set("q", thread[row]);
  for (const question of thread.slice(0, row)) query.append("after", question);
  return `/ask?${query}`;
}

/** Return the parameters in an address of this server's answer page; none in any other. */
function parameters(address) {
  return new URLSearchParams(/^\/ask(\?.*)$/s.exec(address)?.[1] ?? "");
}

/** Return whether a thread begins with all questions of another. */
export const continues = (thread, other) => threadOf(other).every((question, row) => question === threadOf(thread)[row]);

/** Return the stored thread with a thread in it. */
export const find = (thread) => history().find((one) => continues(one, thread));

/** Return the thread of an answer page; other pages only carry questions. */
function shown(page) {
  const { question, state } = page.querySelector("[data-question][data-state]")?.dataset ?? {};
  const searched = page.querySelector("[data-document][data-question]")?.dataset.question;
  return question ? { question, searched, address: location.pathname + location.search, state } : null;
}

/** Store the thread of an answer page in this browser, in place of its earlier states. */
export function remember(page) {
  const made = shown(page);
  if (!made) return;
  const longer = history().find((one) => continues(one, made) && !continues(made, one));
  const replaced = (one) => continues(made, one) || (longer && continues(longer, one));
  const starred = history().some((one) => replaced(one) && one.starred);
  const others = history().filter((one) => !replaced(one));
  store([{ ...(longer ?? made), asked: new Date().toISOString(), starred }, ...others]);
}

/** Let "Back to the answer" keep the filters and the thread of the answer. */
export function offerBack(page) {
  const link = page.querySelector(".source-bar .back");
  const searched = link && new URL(link.href).searchParams.get("q");
  const answer = link && history().sort(newestFirst).find((one) => one.searched === searched);
  if (answer && parameters(answer.address).size) link.href = answer.address;
}

/** Show the star of the answer's thread, if this browser keeps it. */
export function offerStar(page) {
  const button = page.querySelector("button.star");
  const thread = shown(page);
  if (button && thread && find(thread)) makeStar(button, thread, page.getElementById("status"));
}

/** Let a button add and remove the star of a thread. */
export function makeStar(button, thread, status, changed = () => {}) {
  const isStarred = () => Boolean(find(thread)?.starred);
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isStarred()));
  button.addEventListener("click", () => {
    const starred = !isStarred();
    store(history().map((one) => (continues(one, thread) ? { ...one, starred } : one)));
    button.setAttribute("aria-pressed", String(starred));
    status.textContent = starred ? "Starred: first in the history." : "Star removed.";
    changed();
  });
}

/** Store threads within their limits, with and without stars. */
export function store(threads) {
  const starred = threads.filter((one) => one.starred).sort(newestFirst).slice(0, STARRED);
  const others = threads.filter((one) => !starred.includes(one)).sort(newestFirst);
  write(NAME, [...starred, ...others.map((one) => ({ ...one, starred: false }))].slice(0, KEPT));
}
