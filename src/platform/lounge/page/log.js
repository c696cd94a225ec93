// The conversation of the channel in view.

import { byId, el } from "./dom.js";
import { keep, messagesOf, onMessage, state } from "./state.js";
import { get } from "./api.js";
import { dayName, isSameDay } from "./time.js";
import { article } from "./message.js";
import { welcome } from "./welcome.js";

const log = byId("log");
const toNewest = byId("to-newest");

export function startLog() {
  onMessage((message, earlier) => {
    if (message.channel !== state.channel || message.parent !== null) return;
    if (earlier) change(message);
    else add(message);
  });
  toNewest.addEventListener("click", scrollToNewest);
  log.addEventListener("scroll", () => {
    if (isAtEnd()) toNewest.hidden = true;
    if (log.scrollTop < 80) loadEarlier();
  });
  new ResizeObserver(() => { if (wasAtEnd) scrollToNewest(); }).observe(log);
}

/** Shows a channel from its newest message; a screen reader is not told the history. */
export function showChannel() {
  log.setAttribute("aria-live", "off");
  rebuild();
  scrollToNewest();
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
}

function scrollToNewest() {
  log.scrollTop = log.scrollHeight;
  wasAtEnd = true;
  toNewest.hidden = true;
}

let wasAtEnd = true;
let loading = false;

const isAtEnd = () => (wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60);

function rebuild() {
  const messages = messagesOf(state.channel);
  const parts = [];
  if (state.more.get(state.channel)) parts.push(el("p", { class: "earlier" }, "Scroll up for more"));
  else parts.push(welcome(messages.length === 0));
  messages.forEach((message, at) => parts.push(...withDay(message, messages[at - 1])));
  log.replaceChildren(...parts.filter(Boolean));
}

function add(message) {
  const messages = messagesOf(state.channel);
  const newest = messages.at(-1);
  if (messages.length === 1 || newest?.id !== message.id) {
    const stays = log.scrollTop;
    rebuild();
    if (messages.length === 1) scrollToNewest();
    else log.scrollTop = stays;
    return;
  }
  const sticks = isAtEnd() || message.mine;
  log.append(...withDay(message, messages.at(-2)));
  if (sticks) scrollToNewest();
  else toNewest.hidden = false;
}

function change(message) {
  const old = log.querySelector(`article[data-id="${message.id}"]`);
  if (!old) return;
  const sticks = isAtEnd();
  if (message.gone) {
    const held = old.contains(document.activeElement);
    old.remove();
    if (held) byId("message-box").focus();
  } else {
    const messages = messagesOf(state.channel);
    const at = messages.findIndex((other) => other.id === message.id);
    const held = old.contains(document.activeElement);
    const fresh = article(message, messages[at - 1]);
    old.replaceWith(fresh);
    if (held) fresh.querySelector("button")?.focus({ preventScroll: true });
  }
  if (sticks) scrollToNewest();
}

function withDay(message, before) {
  const parts = [];
  if (!before || !isSameDay(before.at_ms, message.at_ms)) {
    parts.push(el("p", { class: "day" }, el("span", {}, dayName(message.at_ms))));
    return [...parts, article(message, undefined)];
  }
  return [article(message, before)];
}

async function loadEarlier() {
  const { channel } = state;
  if (loading || !state.more.get(channel)) return;
  loading = true;
  try {
    const before = messagesOf(channel)[0]?.id;
    const page = await get(`/lounge/messages?channel=${channel}&before=${before}`);
    keep(page.messages);
    state.more.set(channel, page.more);
    if (channel !== state.channel) return;
    const height = log.scrollHeight - log.scrollTop;
    log.setAttribute("aria-live", "off");
    rebuild();
    log.scrollTop = log.scrollHeight - height;
    setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
  } catch { /* The next scroll tries again. */ } finally {
    loading = false;
  }
}
