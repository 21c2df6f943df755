import { read, write } from "./store.js";

const NAME = "reportqa.history";
const KEPT = 200; // questions; the oldest without a star are dropped
const STARRED = 100; // stars; with more, the oldest lose theirs
const OUTCOMES = { answers: "answered", related: "related passages", nothing: "no answer" };

const newestFirst = (a, b) => String(b.asked).localeCompare(String(a.asked));

/** Return the questions asked in this browser, those with a star first, each newest first: {question, address, state, asked, starred}. */
export function history() {
  const kept = read(NAME, []);
  const questions = Array.isArray(kept) ? kept.filter((one) => typeof one?.question === "string") : [];
  return questions.sort((a, b) => Boolean(b.starred) - Boolean(a.starred) || newestFirst(a, b));
}

const find = (question) => history().find((one) => one.question === question);

/** Return the address of a question; only addresses of this server's answer page are kept. */
export function addressOf(one) {
  return String(one.address).startsWith("/ask?") ? one.address : `/ask?${new URLSearchParams({ q: one.question })}`;
}

/** Store the question of an answer page in this browser; other pages only carry questions. */
export function remember(page) {
  const { question, state } = page.querySelector("[data-question][data-state]")?.dataset ?? {};
  if (!question) return;
  const address = location.pathname + location.search;
  const { starred = false } = find(question) ?? {};
  const others = history().filter((one) => one.question !== question);
  store([{ question, address, state, asked: new Date().toISOString(), starred }, ...others]);
}

/** Show the star of the answer's question, if this browser keeps it. */
export function offerStar(page) {
  const button = page.querySelector("button.star");
  const { question } = page.querySelector("[data-question][data-state]")?.dataset ?? {};
  if (button && find(question)) makeStar(button, question, page.getElementById("status"));
}

/** Show the questions on the page that lists them, each with its star and a delete button. */
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
  const entry = (one) => {
    const item = row.content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.textContent = one.question;
    link.href = addressOf(one);
    const when = new Date(one.asked);
    const parts = [OUTCOMES[one.state], Number.isNaN(when.getTime()) ? "" : when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })];
    item.querySelector(".byline").textContent = parts.filter(Boolean).join(" · ");
    const star = item.querySelector(".star");
    star.setAttribute("aria-label", `Star “${one.question}”`);
    makeStar(star, one.question, status, () => {
      draw();
      [...list.querySelectorAll(".star")].find((other) => other.ariaLabel === star.ariaLabel)?.focus();
    });
    const button = item.querySelector(".delete");
    button.setAttribute("aria-label", `Delete “${one.question}”`);
    button.addEventListener("click", () => {
      const buttons = [...list.querySelectorAll(".delete")];
      const at = buttons.indexOf(button);
      store(history().filter((other) => other.question !== one.question));
      draw();
      status.textContent = "Deleted.";
      const left = list.querySelectorAll(".delete");
      (left[Math.min(at, left.length - 1)] ?? page.getElementById("main")).focus();
    });
    return item;
  };
  all.addEventListener("click", () => {
    store(history().filter((one) => one.starred));
    draw();
    status.textContent = "All questions without a star deleted.";
    page.getElementById("main").focus();
  });
  draw();
}

/** Let a button add and remove the star of a question. */
function makeStar(button, question, status, changed = () => {}) {
  const isStarred = () => Boolean(find(question)?.starred);
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isStarred()));
  button.addEventListener("click", () => {
    const starred = !isStarred();
    store(history().map((one) => (one.question === question ? { ...one, starred } : one)));
    button.setAttribute("aria-pressed", String(starred));
    status.textContent = starred ? "Starred: first in the history." : "Star removed.";
    changed();
  });
}

/** Store questions within the limits of questions and stars. */
function store(questions) {
  const starred = questions.filter((one) => one.starred).sort(newestFirst).slice(0, STARRED);
  const others = questions.filter((one) => !starred.includes(one)).sort(newestFirst);
  write(NAME, [...starred, ...others.map((one) => ({ ...one, starred: false }))].slice(0, KEPT));
}
