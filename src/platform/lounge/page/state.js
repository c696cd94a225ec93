// What this page knows: who I am, the messages by number, and who wants to hear of changes.

export const state = { me: null, leaving: false, channel: null, messages: new Map(), more: new Map() };

const listeners = new Set();

/** Calls `listener(message, earlier)` whenever a message is new or changed. */
export function onMessage(listener) {
  listeners.add(listener);
}

/** Takes a message in; an older state of a known message changes nothing. */
export function takeIn(message) {
  const earlier = state.messages.get(message.id);
  if (earlier && earlier.change >= message.change) return;
  state.messages.set(message.id, message);
  for (const listener of listeners) listener(message, earlier);
}

/** Keeps messages of history without telling anybody. */
export function keep(messages) {
  for (const message of messages) {
    const earlier = state.messages.get(message.id);
    if (!earlier || earlier.change < message.change) state.messages.set(message.id, message);
  }
}

/** The messages of a channel (or of a thread) in order. */
export function messagesOf(channel, parent = null) {
  return [...state.messages.values()]
    .filter((message) => message.channel === channel && message.parent === parent && !message.gone)
    .sort((one, other) => one.id - other.id);
}
