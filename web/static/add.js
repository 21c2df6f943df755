// Add files in one step: dropped anywhere on the page or chosen, sent, checked and indexed, with one progress bar.
const POLL = 500; // milliseconds between requests for the progress
const RECEIVED = 0.2; // share of the bar that the upload takes; the server counts on from there
const form = document.querySelector("form.drop[data-add]");
const field = form.querySelector("input[type=file]");
const status = document.getElementById("status");
const panel = document.getElementById("adding");
let request = null; // the upload in progress
let timer = 0;

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
const isBusy = () => request !== null || "running" in panel.dataset;
const barOf = () => panel.querySelector("progress");

form.querySelector(".drop-hint").hidden = false;
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

function refuse(message) {
  show(copyOf("adding-refused"), "refused", false);
  panel.querySelector(".message").textContent = message;
  status.textContent = message;
}

/** Show the panel of a page of the server, and what the page says about the last action. */
async function showPage(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.getElementById("adding");
  const said = page.querySelector(".notices .refusal");
  if (said) return refuse(said.textContent);
  show([...found.children], found.dataset.state, "running" in found.dataset);
  if ("running" in found.dataset) follow();
}

function follow() {
  clearTimeout(timer);
  timer = setTimeout(look, POLL);
}

async function look() {
  try {
    const { addition } = await (await fetch(form.dataset.add)).json();
    const bar = barOf();
    if (bar && addition) bar.value = Math.max(bar.value, addition.progress);
    if (addition?.state !== panel.dataset.state) return await showPage(await fetch(form.dataset.page));
  } catch {
    // The server may be restarting.
  }
  follow();
}

function send(files) {
  if (isBusy()) {
    status.textContent = "Other files are being added. Wait until they are ready, or cancel.";
    return;
  }
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > Number(form.dataset.most)) return refuse("The files are too large to be sent together. Add fewer at a time.");
  const data = new FormData();
  for (const file of files) data.append("file", file);
  request = new XMLHttpRequest();
  show(copyOf("adding-received"), "receiving", false);
  panel.scrollIntoView({ block: "nearest" });
  panel.querySelector("button").addEventListener("click", () => request?.abort());
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    barOf().value = total ? (RECEIVED * loaded) / total : 0;
  });
  const ended = (act) => () => {
    const { status: code, responseText } = request;
    request = null;
    act(code, responseText);
  };
  request.addEventListener("load", ended((code, text) => {
    if (code !== 202) return refuse(detailOf(text));
    panel.dataset.running = "";
    look();
  }));
  request.addEventListener("error", ended(() => refuse("The upload failed. Check that the server runs, and try again.")));
  request.addEventListener("abort", ended(() => refuse("The upload was cancelled.")));
  request.open("POST", form.dataset.add);
  request.send(data);
}

function detailOf(text) {
  try {
    return JSON.parse(text).detail;
  } catch {
    return "The server did not take the files. Try again.";
  }
}

// The browser would open a dropped file instead of this page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
}
document.addEventListener("dragover", (event) => form.classList.toggle("over", carriesFiles(event)));
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  form.classList.remove("over");
  if (!carriesFiles(event)) return;
  const folder = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).find((entry) => entry?.isDirectory);
  if (folder) return refuse(`${folder.name} is a folder. Drop its files.`);
  send([...event.dataTransfer.files]);
});
field.addEventListener("change", () => {
  if (field.files.length) send([...field.files]);
  field.value = "";
});
form.addEventListener("submit", (event) => event.preventDefault());
panel.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(timer);
  const { name, value } = event.submitter;
  event.submitter.disabled = true;
  try {
    await showPage(await fetch(event.target.action, { method: "POST", body: new URLSearchParams({ [name]: value }) }));
  } catch {
    refuse("The server did not answer. Reload the page and try again.");
  }
});
if ("running" in panel.dataset) follow();
