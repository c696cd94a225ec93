// Talking to the server. A sending has one id: sent again after a lost connection, it is still the same sending.

/** A refusal by the server, with its sentence. */
export class Refused extends Error {
  constructor(status, sentence, hereAs) {
    super(sentence);
    this.status = status;
    this.hereAs = hereAs;
  }
}

const OUT_OF_REACH = "The lounge can't be reached just now. What you typed is still here: try again in a moment.";
const posts = new Set();
let strange = () => {};

/** Calls `listener` when the server does not know this browser any more. */
export function onStranger(listener) {
  strange = listener;
}

/** A fresh id of a sending. */
export function newDelivery() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

export async function get(path, signal) {
  return read(await reach(path, { signal, credentials: "same-origin" }));
}

export async function post(path, body, signal) {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
    signal,
  };
  const asked = reach(path, init).then(read);
  posts.add(asked);
  try {
    return await asked;
  } finally {
    posts.delete(asked);
  }
}

/** Posts, and posts the same again while the connection is lost; `waiting` hears of each new try. */
export async function postSurely(path, body, waiting = () => {}) {
  const pauses = [300, 700, 1500, 3000, 5000, 8000, 8000];
  for (const pause of pauses) {
    try {
      return await post(path, body);
    } catch (error) {
      if (error.status > 0 && error.status < 502) throw error;
      waiting();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return post(path, body);
}

async function reach(path, init) {
  try {
    return await fetch(path, init);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refused(0, OUT_OF_REACH);
  }
}

async function read(response) {
  let body = null;
  try { body = await response.json(); } catch { /* An answer without a body has no sentence of its own. */ }
  if (response.ok && body !== null) return body;
  // The answer to a sending that is under way may say why: it comes first.
  if (response.status === 401) Promise.allSettled(posts).then(() => setTimeout(strange));
  throw new Refused(response.status, body?.error ?? "Something went wrong on the way; please try again.", body?.here_as);
}
