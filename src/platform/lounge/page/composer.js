// The message box: sending lines, pressing buttons, opening forms.

import { byId, countCharacters, growing } from "./dom.js";
import { newDelivery, post, postSurely } from "./api.js";
import { state, takeIn } from "./state.js";
import { confirmed, told } from "./dialog.js";
import { openForm } from "./form.js";
import { assist, suggestionKey, closeSuggestions } from "./suggest.js";
import { commandWasSent } from "./welcome.js";
import { closeThread } from "./thread.js";

const box = byId("message-box");
const composer = byId("composer");
const aside = byId("aside");
let setAside = "";
growing(box);

export function startComposer() {
  box.addEventListener("input", () => {
    explain(byId("composer-error"), "");
    if (setAside && box.value === setAside) nothingWaits();
    assist();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || suggestionKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      composer.requestSubmit();
    }
  });
  const sending = sender(box, byId("composer-error"), () => null, () => { if (setAside) bringBack(); });
  byId("bring-back").addEventListener("click", bringBack);
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    closeSuggestions();
    sending();
  });
}

/** What is being typed, or was before a command took its place. */
export const draft = () => setAside || box.value;

/** Puts a command into the message box, ready to be changed or sent. A message that is half written waits meanwhile. */
export function fill(line) {
  byId("standings").classList.remove("open");
  byId("show-standings").setAttribute("aria-expanded", "false");
  if (matchMedia("(max-width: 1080px)").matches) closeThread(false);
  if (box.value.trim() && !box.value.trimStart().startsWith("/")) setAside = box.value;
  aside.hidden = !setAside;
  write(line);
}

/** Puts the message that waits back into the box. */
function bringBack() {
  write(setAside);
  nothingWaits();
}

function nothingWaits() {
  setAside = "";
  aside.hidden = true;
}

/** Replaces what is in the box, as if it were typed: the browser can undo it. */
function write(text) {
  box.focus();
  box.select();
  if (document.execCommand("insertText", false, text)) return;
  box.value = text;
  box.setSelectionRange(text.length, text.length);
  box.dispatchEvent(new Event("input"));
}

/** What sends a box's text: it stays in the box until the server has it, and keeps its id until then. */
export function sender(input, error, parent, sent = () => {}) {
  let last = { text: null, delivery: null };
  let busy = false;
  return async () => {
    const text = input.value;
    if (busy || !text.trim()) return;
    const n = countCharacters(text);
    if (n > state.me.max_graphemes || new TextEncoder().encode(text).length > 60_000) {
      explain(error, `That is ${n.toLocaleString()} characters; one message holds ${state.me.max_graphemes.toLocaleString()}. Nothing is lost: please send it in parts.`);
      return;
    }
    if (last.text !== text) last = { text, delivery: newDelivery() };
    busy = true;
    input.readOnly = true;
    input.setAttribute("aria-busy", "true");
    try {
      const body = { channel: state.channel, parent: parent(), delivery: last.delivery, text };
      const answer = await postSurely("/lounge/say", body, () => explain(error, "Waiting for the connection…"));
      last = { text: null, delivery: null };
      input.value = "";
      input.dispatchEvent(new Event("input"));
      explain(error, "");
      if (text.trimStart().startsWith("/")) commandWasSent();
      input.readOnly = false;
      if (input.form.contains(document.activeElement)) input.focus();
      sent();
      hear(answer, parent());
    } catch (trouble) {
      explain(error, trouble.message);
    } finally {
      busy = false;
      input.readOnly = false;
      input.removeAttribute("aria-busy");
    }
  };
}

/** Presses a button of a card, after asking where the card wants it. */
export async function pressCard(message, action) {
  if (action.confirm && !(await confirmed(action.confirm, action.label, action.style === "danger"))) return;
  const body = { message: message.id, action: action.index, label: action.label, delivery: newDelivery() };
  await run("/lounge/press", body, message.parent);
}

/** Runs the command of a button that stands outside the conversation. */
export async function pressPanel(action) {
  if (action.confirm && !(await confirmed(action.confirm, action.label, action.style === "danger"))) return;
  await run("/lounge/say", { channel: state.channel, parent: null, delivery: newDelivery(), text: `/${action.command}` }, null);
}

/** Puts a private reply away. */
export async function dismiss(message) {
  takeIn({ ...message, change: message.change + 0.5, gone: true });
  try { await post("/lounge/dismiss", { message: message.id }); } catch (trouble) {
    explain(byId("composer-error"), trouble.message);
  }
}

async function run(path, body, parent) {
  const error = byId(parent === null ? "composer-error" : "thread-error");
  try {
    const answer = await postSurely(path, body, () => explain(error, "Waiting for the connection…"));
    explain(error, "");
    hear(answer, parent);
  } catch (trouble) {
    explain(error, trouble.message);
  }
}

/** Takes in what the server answered: a message to show, a form to open, a file to fetch. */
export function hear(answer, parent) {
  if (answer.forgotten) return farewell(answer.card);
  if (answer.message) takeIn(answer.file ? { ...answer.message, change: answer.message.change + 0.5, file: answer.file } : answer.message);
  if (answer.form) openForm(answer.form, answer.card, parent);
}

/** After somebody was forgotten this page is a stranger's. */
async function farewell(card) {
  state.leaving = true;
  const text = (spans) => spans.map((span) => span.text ?? `/${span.line}`).join("");
  await told(text(card.title), (card.lines ?? []).map(text));
  location.reload();
}

function explain(element, sentence) {
  if (element.textContent !== sentence) element.textContent = sentence;
}
