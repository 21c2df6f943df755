import { read, write } from "./store.js";
import { tellRemoved } from "./toast.js";

const NAME = "reportqa.history";
const KEPT = 200; // threads; the oldest without a star are dropped
const STARRED = 100; // stars; with more, the oldest lose theirs
const OUTCOMES = { answers: "answered", related: "related passages", nothing: "no answer" };

const newestFirst = (a, b) => String(b.asked).localeCompare(String(a.asked));

/** Return the threads asked in this browser by their last question, those with a star first, each newest first: {question, address, state, asked, starred}. */
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
function addressOf({ address }, thread, row) {
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
const continues = (thread, other) => threadOf(other).every((question, row) => question === threadOf(thread)[row]);

/** Return the stored thread with a thread in it. */
const find = (thread) => history().find((one) => continues(one, thread));

/** Return the thread of an answer page; other pages only carry questions. */
function shown(page) {
  const { question, state } = page.querySelector("[data-question][data-state]")?.dataset ?? {};
  return question ? { question, address: location.pathname + location.search, state } : null;
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

/** Show the star of the answer's thread, if this browser keeps it. */
export function offerStar(page) {
  const button = page.querySelector("button.star");
  const thread = shown(page);
  if (button && thread && find(thread)) makeStar(button, thread, page.getElementById("status"));
}

/** Show the threads on the page that lists them, each with its star and a delete button. */
export function showHistory(page) {
  const list = page.getElementById("history");
  if (!list) return;
  const status = page.getElementById("status");
  const none = page.getElementById("no-history");
  const all = page.getElementById("forget-all");
  const row = page.getElementById("history-row");
  const draw = () => {
    const kept = history();
    list.replaceChildren(...kept.map(entry));
    none.hidden = kept.length > 0;
    all.hidden = kept.every((one) => one.starred);
  };
  const forget = (isForgotten, sentence) => {
    const forgotten = history().filter(isForgotten);
    store(history().filter((one) => !isForgotten(one)));
    draw();
    tellRemoved(page, sentence, () => {
      store([...history(), ...forgotten.filter((one) => !find(one))]);
      draw();
    });
  };
  const entry = (one) => {
    const item = row.content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    const thread = threadOf(one);
    link.textContent = thread[0];
    link.href = addressOf(one, thread, 0);
    const followUps = item.querySelector("ol");
    thread.slice(1).forEach((question, row) => {
      const next = link.cloneNode();
      next.textContent = question;
      next.href = addressOf(one, thread, row + 1);
      followUps.appendChild(document.createElement("li")).append(next);
    });
    followUps.hidden = thread.length === 1;
    const when = new Date(one.asked);
    const parts = [OUTCOMES[one.state], Number.isNaN(when.getTime()) ? "" : when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })];
    item.querySelector(".byline").textContent = parts.filter(Boolean).join(" · ");
    const star = item.querySelector(".star");
    star.setAttribute("aria-label", `Star “${thread[0]}”`);
    makeStar(star, one, status, () => {
      draw();
      [...list.querySelectorAll(".star")].find((other) => other.ariaLabel === star.ariaLabel)?.focus();
    });
    const button = item.querySelector(".delete");
    button.setAttribute("aria-label", `Delete “${thread[0]}”`);
    button.addEventListener("click", () => {
      const buttons = [...list.querySelectorAll(".delete")];
      const at = buttons.indexOf(button);
      forget((other) => continues(one, other), "Question deleted.");
      const left = list.querySelectorAll(".delete");
      (left[Math.min(at, left.length - 1)] ?? page.getElementById("main")).focus();
    });
    return item;
  };
  all.addEventListener("click", () => {
    forget((one) => !one.starred, "All questions without a star deleted.");
    page.getElementById("main").focus();
  });
  draw();
}

/** Let a button add and remove the star of a thread. */
function makeStar(button, thread, status, changed = () => {}) {
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
function store(threads) {
  const starred = threads.filter((one) => one.starred).sort(newestFirst).slice(0, STARRED);
  const others = threads.filter((one) => !starred.includes(one)).sort(newestFirst);
  write(NAME, [...starred, ...others.map((one) => ({ ...one, starred: false }))].slice(0, KEPT));
}
