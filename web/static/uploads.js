// Drag and drop for the upload form, and its progress.
const AGAIN = 3000; // milliseconds between reloads while files are being checked
const form = document.querySelector("form.drop");
const field = form.querySelector("input[type=file]");
const bar = form.querySelector("progress");
const button = form.querySelector("button");
const status = document.getElementById("status");

form.querySelector(".drop-hint").hidden = false;

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

// The browser would open a file dropped next to the form instead of this page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
}
document.addEventListener("dragover", (event) => {
  form.classList.toggle("over", carriesFiles(event));
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  form.classList.remove("over");
  if (!carriesFiles(event) || button.disabled) return;
  field.files = event.dataTransfer.files;
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

if (document.querySelector("[data-checking]")) {
  setTimeout(() => {
    // Do not reload while the user is choosing files or deciding.
    if (!field.files.length && !document.querySelector("main :focus")) location.reload();
  }, AGAIN);
}
