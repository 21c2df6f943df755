/** Return a new element with a class and a text. */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Set a text, unless it is that already: where nodes are removed while somebody types, Chromium undoes letter by letter. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Return a button that does `control`; `name` says to what, for screen readers. */
export function button(label, control, name = "") {
  const made = make("button", "", label);
  made.type = "button";
  made.dataset.control = control;
  made.dataset.label = label;
  nameButton(made, name);
  return made;
}

/** Say what a button acts on. */
export function nameButton(button, name) {
  button.setAttribute("aria-label", name ? `${button.dataset.label}: ${name}` : button.dataset.label);
}
