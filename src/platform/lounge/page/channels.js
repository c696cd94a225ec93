// The list of channels, and what is unread in them.

import { byId, el, memory } from "./dom.js";
import { messagesOf, onMessage, state } from "./state.js";
import { showChannel } from "./log.js";
import { closeThread } from "./thread.js";

const items = new Map();

export function startChannels() {
  for (const channel of state.me.channels) {
    const count = el("span", { class: "unread", hidden: true });
    const button = el("button", { type: "button", class: "channel", onclick: () => go(channel.id) },
      el("span", { class: "hash", "aria-hidden": "true" }, "#"), el("span", {}, channel.id), count);
    items.set(channel.id, { button, count });
    byId("channels").append(el("li", {}, button));
  }
  onMessage((message) => {
    if (message.channel === state.channel && !document.hidden) read(message.channel);
    else showUnread(message.channel);
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) read(state.channel); });
  const kept = memory.read("channel");
  go(items.has(kept) ? kept : state.me.channels[0].id);
  for (const channel of state.me.channels) showUnread(channel.id);
}

function go(id) {
  state.channel = id;
  memory.write("channel", id);
  for (const [other, { button }] of items) {
    if (other === id) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  byId("channel-name").textContent = `#${id}`;
  byId("channel-about").textContent = state.me.channels.find((channel) => channel.id === id).about;
  closeThread(false);
  showChannel();
  read(id);
}

function read(channel) {
  const newest = messagesOf(channel).at(-1)?.id ?? 0;
  memory.write(`read:${channel}`, String(newest));
  showUnread(channel);
}

function showUnread(channel) {
  const known = memory.read(`read:${channel}`);
  if (known === null) return memory.write(`read:${channel}`, String(messagesOf(channel).at(-1)?.id ?? 0));
  const n = messagesOf(channel).filter((message) => message.id > Number(known) && !message.mine).length;
  const { button, count } = items.get(channel);
  count.hidden = n === 0;
  count.textContent = n > 99 ? "99+" : String(n);
  if (n > 0) button.setAttribute("aria-label", `${channel}, ${n} unread`);
  else button.removeAttribute("aria-label");
  const all = [...items.values()].reduce((sum, item) => sum + (item.count.hidden ? 0 : Number.parseInt(item.count.textContent, 10)), 0);
  const title = `${state.me.lounge} · Huzzah`;
  document.title = all > 0 ? `(${all}) ${title}` : title;
}
