// Add files: dropped anywhere on the page or chosen, they are sent in pieces, then held for review, or checked and indexed; one progress bar.
import { takeDrops } from "./drop.js";
import { Sending, discard, finish, idOf, refresh, unfinished } from "./transfers.js";

const POLL = 500; // milliseconds between requests for the progress
const AGAIN = 3000; // milliseconds between reloads while files are being checked
const RECEIVED = 0.2; // share of the bar that the upload takes; the server counts on from there
const MIB = 1024 ** 2;
const numbers = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const form = document.querySelector("form.drop");
const field = form.querySelector("input[type=file]");
const status = document.getElementById("status");
const panel = document.getElementById("adding");
const suffixes = field.accept.split(",");
const isReviewed = "reviews" in form.dataset;
let sending = null; // the upload in progress
let timer = 0;

const isBusy = () => sending !== null || "running" in panel.dataset;
const barOf = () => panel.querySelector("progress");
const count = (number) => (number === 1 ? "1 file" : `${number} files`);

form.querySelector(".send").hidden = true;

/** Show a part of the page in the panel, keep the focus in it, and announce its heading. */
function show(content, state, running) {
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren(...content);
  panel.hidden = false;
  panel.dataset.state = state;
  panel.toggleAttribute("data-running", running);
  const title = panel.querySelector("h2");
  if (hadFocus) title.focus();
  status.textContent = title.textContent.trim();
}

const copyOf = (id) => [...document.getElementById(id).content.cloneNode(true).children];

/** Show a message; uploads that are not finished can be continued or discarded. */
function refuse(message) {
  const uploads = unfinished();
  show(copyOf(uploads.length ? "adding-unfinished" : "adding-refused"), "refused", false);
  panel.querySelector(".message").textContent = message;
  status.textContent = message;
  if (!uploads.length) return;
  const whole = uploads.filter(({ received, size }) => received === size);
  const proceed = panel.querySelector("[data-do=proceed]");
  proceed.hidden = !whole.length;
  proceed.textContent = `${isReviewed ? "Upload" : "Add"} ${count(whole.length)}`;
  proceed.addEventListener("click", () => handOver({ uploads: whole, refused: [] }));
  panel.querySelector("[data-do=discard]").addEventListener("click", async () => {
    await discard(uploads);
    refuse("The upload was discarded.");
  });
  panel.querySelector("ul").replaceChildren(...uploads.map(({ name, received, size }) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("bdi"), { textContent: name }), ` ${sizes(received, size)}`);
    return item;
  }));
}

const sizes = (sent, total) => `${numbers.format(sent / MIB)} of ${numbers.format(total / MIB)} MiB`;

/** Show the panel of a page of the server, or why it refused the last action; return whether it did not. */
async function showPage(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.getElementById("adding");
  const said = page.querySelector(found ? ".notices .refusal" : ".lead");
  if (said || !found) {
    refuse(said?.textContent ?? "The server did not take the files. Try again.");
    return false;
  }
  show([...found.children], found.dataset.state, "running" in found.dataset);
  if ("running" in found.dataset) follow();
  else await refreshLists();
  return true;
}

/** Show the documents of the index as it is now, except where somebody is at work; a form that is there stays. */
async function refreshLists() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const found = page.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (found && !part.querySelector("form, .editing, :checked, :focus")) part.replaceChildren(...found.childNodes);
  }
}

function follow() {
  clearTimeout(timer);
  timer = setTimeout(look, POLL);
}

async function look() {
  try {
    const { addition } = await (await fetch(form.dataset.state)).json();
    const bar = barOf();
    if (bar && addition) bar.value = Math.max(bar.value, addition.progress);
    if (addition?.state !== panel.dataset.state) return await showPage(await fetch(form.action));
  } catch {
    // The server may be restarting.
  }
  follow();
}

async function send(files) {
  if (isBusy()) {
    status.textContent = "Other files are being added. Wait until they are ready, or cancel.";
    return;
  }
  const share = isReviewed ? 1 : RECEIVED;
  let told = "";
  sending = new Sending(form.dataset.transfers, ({ sent, total, problem }) => {
    barOf().value = total ? (share * sent) / total : 0;
    const note = sending.isPaused ? "Paused." : problem;
    panel.querySelector(".message").textContent = note || sizes(sent, total);
    if (note && note !== told) status.textContent = note;
    told = note;
  });
  show(copyOf("adding-received"), "receiving", false);
  panel.scrollIntoView({ block: "nearest" });
  const pause = panel.querySelector("[data-do=pause]");
  pause.addEventListener("click", () => {
    sending.isPaused ? sending.resume() : sending.pause();
    pause.textContent = sending.isPaused ? "Continue" : "Pause";
    panel.querySelector(".message").textContent = status.textContent = sending.isPaused ? "Paused." : "Uploading";
  });
  panel.querySelector("[data-do=cancel]").addEventListener("click", () => sending.cancel());
  const sent = await sending.send(files.filter(isTaken));
  sending = null;
  if (!sent) return refuse("The upload was cancelled.");
  await handOver({ uploads: sent.uploads, refused: [...sent.refused, ...files.filter((one) => !isTaken(one))] });
}

/** Return whether a file is worth sending; of others the server says what is wrong. */
function isTaken({ name, size }) {
  return size > 0 && size <= Number(form.dataset.most) && suffixes.some((suffix) => name.toLowerCase().endsWith(suffix));
}

/** Name the server the files that it has received, and those that it refused so that it says why; show its page. */
async function handOver({ uploads, refused }) {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  for (const one of uploads) body.append("upload_id", idOf(one));
  for (const { name, size } of refused) body.append("refused", `${size} ${name}`);
  try {
    const response = await fetch(form.action, { method: "POST", body });
    if (response.status === 404) await refresh();
    if (isReviewed && response.ok) location.assign(response.url);
    else if (!(await showPage(response))) return;
    finish(uploads);
  } catch {
    refuse("The server did not answer, so the files are not added yet.");
  }
}

takeDrops(form, (files, folder) => {
  if (folder && !isBusy()) return refuse(`${folder} is a folder. Drop its files.`);
  send([...files]);
});
field.addEventListener("change", () => {
  if (field.files.length) send([...field.files]);
  field.value = "";
});
form.addEventListener("submit", (event) => event.preventDefault());
panel.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(timer);
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  event.submitter.disabled = true;
  try {
    await showPage(await fetch(event.target.action, { method: "POST", body }));
  } catch {
    refuse("The server did not answer. Reload the page and try again.");
  }
});
if ("running" in panel.dataset) follow();
else if (unfinished().length) {
  const uploads = await refresh().catch(unfinished);
  if (uploads.length && !isBusy()) refuse("Choose or drop the same files to go on.");
}
if (document.querySelector("[data-checking]")) {
  setTimeout(() => {
    // Do not reload while the user is choosing files or deciding.
    if (!isBusy() && !document.querySelector("main :focus")) location.reload();
  }, AGAIN);
}
