// Talking to the server. A sending has one id: sent again after a lost connection, it is still the same sending.

/** A refusal by the server, with its sentence. */
export class Refused extends Error {
  constructor(status, sentence, hereAs) {
    super(sentence);
    this.status = status;
    this.hereAs = hereAs;
  }
}

/** A fresh id of a sending. */
export function newDelivery() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

export async function get(path, signal) {
  return read(await fetch(path, { signal, credentials: "same-origin" }));
}

export async function post(path, body, signal) {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
    signal,
  };
  return read(await fetch(path, init));
}

/** Posts, and posts the same again while the connection is lost; `waiting` hears of each new try. */
export async function postSurely(path, body, waiting = () => {}) {
  const pauses = [300, 700, 1500, 3000, 5000, 8000, 8000];
  for (const pause of pauses) {
    try {
      return await post(path, body);
    } catch (error) {
      if (error instanceof Refused && error.status < 502) throw error;
      waiting();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  try {
    return await post(path, body);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(0, "The lounge can't be reached just now. What you typed is still here: try again in a moment.");
  }
}

async function read(response) {
  let body = null;
  try { body = await response.json(); } catch { /* An answer without a body has no sentence of its own. */ }
  if (response.ok && body !== null) return body;
  if (response.status === 401) location.reload();
  throw new Refused(response.status, body?.error ?? "Something went wrong on the way; please try again.", body?.here_as);
}
