// Tick all documents on the page of the list, or none.
document.addEventListener("change", ({ target }) => {
  const all = document.getElementById("tick-all");
  const boxes = [...document.querySelectorAll("input[form=collect][type=checkbox]")];
  if (target === all) for (const box of boxes) box.checked = all.checked;
  if (!boxes.includes(target)) return;
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
});
