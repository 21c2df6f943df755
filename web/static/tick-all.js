// Tick all documents on the page of the list, or none.
const all = document.getElementById("tick-all");
const boxes = [...document.querySelectorAll("input[form=collect][type=checkbox]")];
const show = () => {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
};
all?.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
});
for (const box of boxes) box.addEventListener("change", show);
