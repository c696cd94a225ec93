// A thread: the answers to one message, beside the conversation.

import { byId, growing } from "./dom.js";
import { get } from "./api.js";
import { keep, messagesOf, onMessage, state } from "./state.js";
import { article } from "./message.js";
import { sender } from "./composer.js";

const panel = byId("thread");
const log = byId("thread-log");
const box = byId("thread-box");
let open = null;
let before = null;

export function startThread() {
  growing(box);
  const send = sender(box, byId("thread-error"), () => open);
  byId("thread-composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("thread-composer").requestSubmit();
  });
  byId("hide-thread").addEventListener("click", () => closeThread());
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") closeThread(); });
  onMessage((message) => {
    if (open !== null && (message.parent === open || message.id === open)) show();
  });
}

/** Opens the thread of a message. */
export async function openThread(id) {
  before = document.activeElement;
  open = id;
  panel.hidden = false;
  byId("room").classList.add("with-thread");
  show();
  box.focus();
  try {
    keep((await get(`/lounge/messages?parent=${id}`)).messages);
    if (open === id) show();
  } catch { /* What is known is shown; the rest comes with the next opening. */ }
}

export function closeThread(giveBack = true) {
  if (open === null) return;
  open = null;
  panel.hidden = true;
  byId("room").classList.remove("with-thread");
  if (!giveBack) return;
  if (before?.isConnected) before.focus();
  else byId("message-box").focus();
}

function show() {
  const parent = state.messages.get(open);
  if (parent) byId("thread-parent").replaceChildren(article(parent, undefined, true));
  const messages = messagesOf(state.channel, open);
  const known = new Set([...log.children].map((element) => element.dataset.key));
  const wanted = messages.map((message) => [`${message.id}:${message.change}`, message]);
  const keys = new Set(wanted.map(([key]) => key));
  for (const element of [...log.children]) if (!keys.has(element.dataset.key)) element.remove();
  for (const [key, message] of wanted) {
    if (known.has(key)) continue;
    const element = article(message, undefined, true);
    element.dataset.key = key;
    const after = [...log.children].find((other) => Number(other.dataset.id) > message.id);
    log.insertBefore(element, after ?? null);
  }
  log.scrollTop = log.scrollHeight;
}
