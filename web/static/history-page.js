// The page of the history: the threads of this browser, each with its star and a delete button.
import { addressOf, continues, find, history, makeStar, store, threadOf } from "./history.js";
import { tellRemoved } from "./toast.js";
import { rove } from "./toolbar.js";

const OUTCOMES = { answers: "answered", related: "related passages", nothing: "no answer" };
const list = document.getElementById("history");
const status = document.getElementById("status");
const none = document.getElementById("no-history");
const all = document.getElementById("forget-all");
const row = document.getElementById("history-row");
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
  tellRemoved(document, sentence, () => {
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
  const tools = item.querySelector('[role="toolbar"]');
  tools.setAttribute("aria-label", thread[0]);
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
    (left[Math.min(at, left.length - 1)] ?? document.getElementById("main")).focus();
  });
  rove(tools);
  return item;
};
all.addEventListener("click", () => {
  forget((one) => !one.starred, "All questions without a star deleted.");
  document.getElementById("main").focus();
});
addEventListener("storage", draw);
draw();
