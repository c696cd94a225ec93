// The first sight: what to type.

import { byId, el, memory } from "./dom.js";
import { state } from "./state.js";
import { fill } from "./composer.js";

const suggestions = () => (state.me.moderator
  ? [["/challenge create", "start a challenge"], ["/challenges", "see what is running"], ["/help", "see everything you can type"]]
  : [["/challenges", "see what is running"], ["/progress 3kg", "report what you did"], ["/help", "see everything you can type"]]);

const REMINDERS = ["/progress", "/leaderboard", "/help"];

/** The beginning of a channel: a full welcome where nothing was said yet. */
export function welcome(isEmpty) {
  if (!isEmpty) return el("p", { class: "beginning" }, `This is where #${state.channel} begins.`);
  if (state.channel !== state.me.channels[0].id) {
    return el("div", { class: "welcome" }, el("h2", {}, "Nothing said yet"), el("p", {}, "Be the first: everybody here reads along."));
  }
  const items = suggestions().map(([line, what]) =>
    el("li", {}, el("button", { class: "suggestion", type: "button", onclick: () => fill(line) }, el("code", {}, line), el("span", {}, what))));
  return el("div", { class: "welcome" },
    el("h2", {}, "Welcome, ", el("bdi", {}, state.me.name), "!"),
    el("p", {}, state.me.moderator
      ? "This place is yours to open. Start a challenge, and whoever comes in can take part."
      : "Log what you did, see where you stand, and cheer the others on."),
    el("p", {}, "Three things to type:"), el("ul", { class: "suggestion-list" }, items));
}

/** Small reminders above the message box until the first command was sent. */
export function showChips(hasMessages) {
  const chips = byId("chips");
  chips.hidden = memory.read("knows-commands") === "yes" || !hasMessages;
  chips.replaceChildren(el("span", {}, "Try"), ...REMINDERS.map((line) =>
    el("button", { class: "command", type: "button", onclick: () => fill(line) }, line)));
}

/** Hides the reminders for good. */
export function commandWasSent() {
  memory.write("knows-commands", "yes");
  byId("chips").hidden = true;
}
