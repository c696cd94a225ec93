// One message as an article.

import { el } from "./dom.js";
import { hour } from "./time.js";
import { showCard } from "./card.js";
import { pressCard, dismiss } from "./composer.js";
import { openThread } from "./thread.js";

/** The article of a message; `before` is the message above it, so that one author's lines stay together. */
export function article(message, before, inThread = false) {
  const isChat = message.kind === "chat";
  const author = isChat ? message.name ?? "A former member" : "Huzzah";
  const follows = isChat && before?.kind === "chat" && before.name === message.name
    && message.at_ms - before.at_ms < 300_000 && before.n_replies === 0;
  const classes = ["message", isChat ? "chat" : "bot", follows && "follows", message.private && "private", message.mine && "mine"];
  const head = el("header", { class: "message-head" },
    el("bdi", { class: "author" }, author), hour(message.at_ms),
    message.private ? el("span", { class: "only-you" }, "Only you see this") : null);
  const element = el("article", { class: classes.filter(Boolean).join(" "), "data-id": message.id, "aria-label": `${author}` },
    isChat ? face(author) : el("img", { class: "face mark", src: "/lounge/page/icon.svg", alt: "", width: 38, height: 38 }),
    el("div", { class: "message-body" }, head,
      message.line ? el("p", { class: "echo", dir: "auto" }, "You typed ", el("code", {}, message.line)) : null,
      isChat ? el("p", { class: "said", dir: "auto" }, message.text) : null,
      message.card ? showCard(message.card, (action) => pressCard(message, action), inThread ? 3 : 2) : null,
      message.file ? fileLink(message.file) : null,
      inThread && !message.private ? null : foot(message, author)));
  return element;
}

/** A round sign for somebody: the initial on a colour of her own. */
export function face(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  const element = el("span", { class: "face", "aria-hidden": "true" }, [...name][0]?.toUpperCase() ?? "?");
  element.style.setProperty("--hue", sum);
  return element;
}

function foot(message, author) {
  if (message.private) {
    return el("div", { class: "foot" },
      el("button", { class: "quiet", type: "button", onclick: () => dismiss(message) }, "Dismiss"));
  }
  const n = message.n_replies;
  const label = n === 0 ? "Reply" : n === 1 ? "1 reply" : `${n} replies`;
  return el("div", { class: n > 0 ? "foot has-replies" : "foot" },
    el("button", { class: "quiet", type: "button", "aria-label": `${label}, thread of ${author}`, onclick: () => openThread(message.id) }, label));
}

function fileLink(file) {
  const link = el("a", { class: "button small primary", href: file.url, download: file.name }, `Download ${file.name}`);
  link.addEventListener("click", () => setTimeout(() => link.replaceWith(el("p", { class: "hint" }, `${file.name} was handed over.`)), 500));
  return link;
}
