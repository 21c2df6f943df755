// Edit the description of a document in its row of the table; without scripts the link opens a page with the same form.
const status = document.getElementById("status");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.edit");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

async function open(link) {
  const row = link.closest("tr");
  const shown = row.nextElementSibling;
  if (shown?.matches(".editing")) {
    shown.remove();
    return;
  }
  await show(link, row, await fetch(link.href).catch(() => null));
}

/** Show the form of a response below the row; if there is none, go to its page. */
async function show(link, row, response) {
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const form = page?.querySelector("form.describe");
  if (!form) {
    location.assign(link.href);
    return;
  }
  const place = document.createElement("tr");
  place.className = "editing";
  const cell = place.appendChild(Object.assign(document.createElement("td"), { colSpan: row.cells.length }));
  const notices = page.querySelector(".notices");
  if (notices) cell.append(notices);
  cell.append(form);
  for (const button of page.querySelectorAll("form.describe [name=do]")) {
    button.form.action = link.href;
    cell.append(button.form);
    save(button.form);
  }
  if (notices) cell.append(page.querySelector("form.rebuild"));
  form.action = link.href;
  save(form);
  // Several forms may be open, and ids must differ.
  const ending = `-${row.rowIndex}`;
  for (const field of cell.querySelectorAll("[id]")) field.id += ending;
  for (const label of cell.querySelectorAll("label")) label.htmlFor += ending;
  for (const field of cell.querySelectorAll("[aria-describedby]")) field.setAttribute("aria-describedby", field.getAttribute("aria-describedby") + ending);
  if (row.nextElementSibling?.matches(".editing")) row.nextElementSibling.remove();
  row.after(place);
  if (notices) status.textContent = notices.textContent.trim();
  (notices ? cell.querySelector("[type=submit]") : cell.querySelector("input")).focus();

  function save(one) {
    one.addEventListener("submit", async (event) => {
      event.preventDefault();
      const body = new URLSearchParams(new FormData(one, event.submitter));
      await show(link, row, await fetch(one.action, { method: "POST", body }).catch(() => null));
    });
  }
}
