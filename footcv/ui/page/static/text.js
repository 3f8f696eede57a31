// Words and figures into the page, touching it only where something changed.

// The text with its places, such as {step}, filled.
export function filled(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

export function setText(element, text) {
  text = text === null || text === undefined ? "" : String(text);
  if (element.textContent !== text) element.textContent = text;
}

// States come thirty times a second: what is as it was costs the browser nothing.
export function setStyle(element, name, value) {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}

export function setData(element, values) {
  for (const [name, value] of Object.entries(values)) if (element.dataset[name] !== String(value)) element.dataset[name] = value;
}

// An element that is there only while it has something to say.
export function setLine(element, text) {
  element.hidden = !text;
  setText(element, text);
}

export function setList(list, texts) {
  list.hidden = texts.length === 0;
  const now = [...list.children].map((item) => item.textContent);
  if (now.length === texts.length && texts.every((text, i) => text === now[i])) return;
  list.replaceChildren(...texts.map((text) => element("li", text)));
}

export function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
