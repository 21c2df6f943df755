// Files dropped anywhere on a page.

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

/** Mark the form while files are dragged over the page, and call `take` with those dropped, and with the name of a folder among them. */
export function takeDrops(form, take) {
  form.querySelector(".drop-hint").hidden = false;
  // The browser would open a file dropped next to the form instead of this page.
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
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    take(event.dataTransfer.files, entries.find((entry) => entry?.isDirectory)?.name);
  });
}
