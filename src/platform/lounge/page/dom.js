// Making elements. What people typed only ever becomes text.

export const byId = (id) => document.getElementById(id);

/** An element with properties (class, attributes by name, on… listeners) and children (elements or text). */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A line that grows with what is typed into it. */
export function growing(box) {
  const grow = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 180)}px`;
  };
  box.addEventListener("input", grow);
  return grow;
}

/** How many characters a text has as people count them. */
export function countCharacters(text) {
  if (text.length <= 4000 || !("Segmenter" in Intl)) return text.length;
  let count = 0;
  for (const _ of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) count += 1;
  return count;
}

/** What this browser remembers; nothing where it may not. */
export const memory = {
  read(key) { try { return localStorage.getItem(`huzzah:${key}`); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(`huzzah:${key}`, value); } catch { /* It is a comfort only. */ } },
};
