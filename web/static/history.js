import { read, write } from "./store.js";

const NAME = "reportqa.history";
const KEPT = 200; // questions; the oldest are dropped
const OUTCOMES = { answers: "answered", related: "related passages", nothing: "no answer" };

/** Return the questions asked in this browser, newest first: {question, address, state, asked}. */
export function history() {
  const kept = read(NAME, []);
  return Array.isArray(kept) ? kept.filter((one) => typeof one?.question === "string") : [];
}

/** Store the question of an answer page in this browser; other pages only carry questions. */
export function remember(page) {
  const { question, state } = page.querySelector("[data-question][data-state]")?.dataset ?? {};
  if (!question) return;
  const address = location.pathname + location.search;
  const others = history().filter((one) => one.question !== question);
  write(NAME, [{ question, address, state, asked: new Date().toISOString() }, ...others].slice(0, KEPT));
}

/** Show the questions on the page that lists them, each with a delete button. */
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
    all.hidden = kept.length === 0;
  };
  const entry = (one) => {
    const item = row.content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.textContent = one.question;
    // Only addresses of this server's answer page are linked.
    link.href = String(one.address).startsWith("/ask?") ? one.address : `/ask?${new URLSearchParams({ q: one.question })}`;
    const when = new Date(one.asked);
    const parts = [OUTCOMES[one.state], Number.isNaN(when.getTime()) ? "" : when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })];
    item.querySelector(".byline").textContent = parts.filter(Boolean).join(" · ");
    const button = item.querySelector("button");
    button.setAttribute("aria-label", `Delete “${one.question}”`);
    button.addEventListener("click", () => {
      const buttons = [...list.querySelectorAll("button")];
      const at = buttons.indexOf(button);
      write(NAME, history().filter((other) => other.question !== one.question));
      draw();
      status.textContent = "Deleted.";
      const left = list.querySelectorAll("button");
      (left[Math.min(at, left.length - 1)] ?? page.getElementById("main")).focus();
    });
    return item;
  };
  all.addEventListener("click", () => {
    write(NAME, []);
    draw();
    status.textContent = "All questions deleted.";
    page.getElementById("main").focus();
  });
  draw();
}
