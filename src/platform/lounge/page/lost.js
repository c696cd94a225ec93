// A server that does not know this browser or this page any more: what was being typed waits in this tab until somebody
// is in again.

import { byId } from "./dom.js";
import { draft } from "./composer.js";
import { keptForms, restoreForms } from "./form.js";
import { state } from "./state.js";

const KEY = "huzzah:kept";
let going = false;

/** Begins the page anew, at the door where nobody is in, and keeps what was being typed. */
export function beginAnew() {
  if (going || state.leaving) return;
  going = true;
  const typed = [draft(), byId("thread-box").value].filter((text) => text.trim()).join("\n");
  try { sessionStorage.setItem(KEY, JSON.stringify({ typed, forms: keptForms() })); } catch { /* Private windows may forbid it. */ }
  location.reload();
}

/** What was kept for the next time somebody is in; nothing where nobody was sent to the door. */
export function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
}

/** Gives back what was kept. */
export function giveBack({ typed, forms }) {
  sessionStorage.removeItem(KEY);
  restoreForms(forms);
  if (!typed) return;
  byId("message-box").value = typed;
  byId("message-box").dispatchEvent(new Event("input"));
}
