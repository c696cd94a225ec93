// Ways to go on typing, and how the line is understood so far.

import { byId, el } from "./dom.js";
import { post } from "./api.js";
import { state } from "./state.js";

const box = byId("message-box");
const list = byId("suggestions");
const status = byId("suggestions-status");
const understood = byId("understood");

let offered = [];
let chosen = -1;
let asking = null;
let timer = null;

/** Asks how the line may go on, once typing rests for a moment. */
export function assist() {
  clearTimeout(timer);
  asking?.abort();
  if (!box.value.startsWith("/") || box.value.length > 4000) return closeAll();
  timer = setTimeout(ask, 90);
}

/** Whether a key was for the list. */
export function suggestionKey(event) {
  if (list.hidden) return false;
  const { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") choose(chosen + (key === "ArrowDown" ? 1 : -1));
  else if (key === "Escape") closeSuggestions();
  else if (key === "Tab" && !event.shiftKey) accept(Math.max(chosen, 0));
  else if (key === "Enter" && chosen >= 0) accept(chosen);
  else return false;
  event.preventDefault();
  return true;
}

export function closeSuggestions() {
  clearTimeout(timer);
  asking?.abort();
  offered = [];
  chosen = -1;
  unfold(false);
}

function closeAll() {
  closeSuggestions();
  understood.textContent = "";
}

async function ask() {
  const line = box.value;
  asking = new AbortController();
  try {
    const answer = await post("/lounge/assist", { channel: state.channel, line }, asking.signal);
    if (box.value !== line) return;
    show(answer.completions.filter((completion) => completion.line !== line));
    const preview = answer.preview;
    understood.textContent = preview ? preview.text : "";
    understood.className = preview?.trouble ? "understood trouble" : "understood";
  } catch { /* Help that does not come is no trouble: the line can be sent as it is. */ }
}

function show(completions) {
  offered = completions.slice(0, 8);
  chosen = -1;
  unfold(offered.length > 0);
  list.replaceChildren(...offered.map((completion, at) =>
    el("li", { id: `suggestion-${at}`, role: "option", "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); accept(at); } },
      el("span", { class: "suggestion-label", dir: "auto" }, completion.label), el("span", { class: "suggestion-about", dir: "auto" }, completion.about))));
}

/** Shows or hides the list, and says so to those who don't see it. */
function unfold(isOpen) {
  list.hidden = !isOpen;
  box.removeAttribute("aria-activedescendant");
  const n = offered.length;
  status.textContent = isOpen ? `${n} ${n === 1 ? "suggestion" : "suggestions"}, arrow keys choose` : "";
}

function choose(at) {
  const n = offered.length;
  chosen = at >= n ? -1 : at < -1 ? n - 1 : at;
  [...list.children].forEach((item, index) => {
    item.setAttribute("aria-selected", String(index === chosen));
    if (index === chosen) item.scrollIntoView({ block: "nearest" });
  });
  if (chosen < 0) box.removeAttribute("aria-activedescendant");
  else box.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
}

function accept(at) {
  const { line } = offered[at];
  box.value = line;
  box.setSelectionRange(line.length, line.length);
  closeSuggestions();
  box.dispatchEvent(new Event("input"));
}
