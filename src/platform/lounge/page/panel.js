// The standings beside the conversation, always as they are now.

import { byId, el } from "./dom.js";
import { get } from "./api.js";
import { state } from "./state.js";
import { showCard } from "./card.js";
import { fill, pressPanel } from "./composer.js";

const panel = byId("standings");
const toggle = byId("show-standings");
let timer = null;
let shown = "";

export function startPanel() {
  const open = (isOpen) => {
    panel.classList.toggle("open", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? byId("standings-title") : toggle).focus();
  };
  toggle.addEventListener("click", () => open(!panel.classList.contains("open")));
  byId("hide-standings").addEventListener("click", () => open(false));
  addEventListener("keydown", (event) => {
    const isFree = !event.defaultPrevented && !document.querySelector("dialog[open]");
    if (event.key === "Escape" && isFree && panel.classList.contains("open")) open(false);
  });
  refreshPanel();
}

/** Asks for the standings anew, once for several changes in a row. */
export function refreshPanel() {
  clearTimeout(timer);
  timer = setTimeout(load, 150);
}

async function load() {
  try {
    const { boards } = await get("/lounge/boards");
    const now = JSON.stringify(boards);
    if (now === shown) return;
    shown = now;
    byId("boards").replaceChildren(...(boards.length ? boards.map((card) => showCard(card, pressPanel)) : [empty()]));
  } catch { /* The next change, or the next connection, asks again. */ }
}

function empty() {
  const [line, what] = state.me.moderator ? ["/challenge create", "Start one"] : ["/challenges", "See what is coming"];
  return el("div", { class: "panel-empty" },
    el("p", {}, "No challenge is running yet."),
    el("button", { class: "button small", type: "button", onclick: () => fill(line) }, what));
}
