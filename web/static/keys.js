/** Put the cursor into the question when "/" is typed outside a field. */
export function focusQuestionOnSlash(page) {
  const question = page.getElementById("question");
  page.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !question) return;
    event.preventDefault();
    question.focus();
    question.select();
  });
}
