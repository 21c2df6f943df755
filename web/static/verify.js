// Drag and drop for the form of a briefing, and its progress.
import { takeDrops } from "./drop.js";

const form = document.querySelector("form.drop");
const field = form.querySelector("input[type=file]");
const bar = form.querySelector("progress");
const button = form.querySelector("button");
const status = document.getElementById("status");

takeDrops(form, (files) => {
  if (button.disabled) return;
  field.files = files;
  form.requestSubmit();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total ? loaded / total : 0;
  });
  request.addEventListener("load", () => location.assign(request.responseURL));
  request.addEventListener("error", () => {
    bar.hidden = true;
    button.disabled = false;
    status.textContent = "Upload failed.";
    form.querySelector(".send").append(" Upload failed. Try again.");
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
  bar.hidden = false;
  button.disabled = true;
  status.textContent = "Uploading";
});
