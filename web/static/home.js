// Questions that were asked in this browser, on the first page.
import { addressOf, history, threadOf } from "./history.js";

const RECENT = 4;
const section = document.getElementById("recent");

for (const one of history().slice(0, RECENT)) {
  const item = section.querySelector("template").content.firstElementChild.cloneNode(true);
  const thread = threadOf(one);
  const link = item.querySelector("a");
  link.href = addressOf(one, thread, thread.length - 1);
  link.querySelector(".question").textContent = one.question;
  if (!one.starred) link.querySelector(".starred").remove();
  section.querySelector("ul").append(item);
  section.hidden = false;
}
