// Show the progress of a build and reload the page when it ends.
const POLL = 3000; // milliseconds between requests if events are not available
const box = document.querySelector(".stages-box");
const status = document.getElementById("status");
const heading = document.getElementById("state");
const numbers = new Intl.NumberFormat("en-GB");
let announced = "";

function show(build) {
  if (!build || build.ended) {
    location.reload();
    return false;
  }
  const list = box.querySelector(".stages");
  for (const [place, stage] of build.stages.entries()) {
    const item = list.children[place] ?? list.appendChild(newStage(stage.name));
    const bar = item.querySelector("progress");
    bar.max = stage.total || 1;
    bar.value = stage.total ? stage.done : 1;
    item.querySelector(".stage-count").textContent = `${numbers.format(stage.done)} of ${numbers.format(stage.total)}`;
  }
  box.querySelector(".reading").textContent = build.file ?? (build.stages.length ? "" : "Starting");
  heading.textContent = build.state === "cancelling" ? "Cancelling" : "Rebuilding";
  const name = build.stages.at(-1)?.name ?? "";
  if (name !== announced) status.textContent = announced = name;
  return true;
}

function newStage(name) {
  const item = document.createElement("li");
  const label = Object.assign(document.createElement("span"), { className: "stage-name", textContent: name });
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", name);
  item.append(label, " ", bar, " ", Object.assign(document.createElement("span"), { className: "stage-count" }));
  return item;
}

function follow() {
  const source = new EventSource(box.dataset.events);
  source.addEventListener("message", ({ data }) => {
    if (!show(JSON.parse(data))) source.close();
  });
  source.addEventListener("error", () => {
    // The browser reconnects by itself, unless the server refused it because too many clients follow.
    if (source.readyState === EventSource.CLOSED) ask();
  });
  window.addEventListener("pagehide", () => source.close());
}

async function ask() {
  try {
    const answer = await fetch(box.dataset.build);
    if (answer.ok && !show((await answer.json()).build)) return;
  } catch {
    // The server may be restarting.
  }
  setTimeout(ask, POLL);
}

follow();
