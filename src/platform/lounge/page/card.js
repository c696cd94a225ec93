// A card as elements.

import { el } from "./dom.js";
import { instant } from "./time.js";
import { fill } from "./composer.js";

/** Shows a card; `press(action)` hears of its buttons, `level` is its heading's level. */
export function showCard(card, press, level = 3) {
  const isWinners = card.kind === "winners";
  const parts = [el(`h${level}`, { class: "card-title" }, words(card.title))];
  const [places, lines] = isWinners ? placesFirst(card.lines ?? []) : [[], card.lines ?? []];
  if (places.length) parts.push(steps(places, "Winners"));
  for (const line of lines) parts.push(el("p", {}, words(line)));
  if (card.table) parts.push(table(card.table));
  if (card.facts?.length) {
    const facts = card.facts.map((fact) =>
      el("div", {}, el("dt", {}, fact.label), el("dd", {}, words(fact.value))));
    parts.push(el("dl", { class: "facts" }, facts));
  }
  if (card.picture) parts.push(el("p", { class: "picture" }, card.picture.alt));
  if (card.actions?.length) {
    parts.push(el("div", { class: "actions" }, card.actions.map((action) => button(action, press))));
  }
  const name = `card ${card.kind}${card.mentions_me ? " for-me" : ""}`;
  return el("section", { class: name }, isWinners ? el("div", { class: "confetti", "aria-hidden": "true" }) : null, parts);
}

/** A run of words: text, times, channels, and commands that fill the box when clicked. */
export function words(spans) {
  return spans.flatMap((span) => {
    if (span.is === "time") return instant(span.at_ms, span.text);
    if (span.is === "channel") return sentence(`#${span.id}`);
    if (span.is === "mention") return sentence(`@${span.id}`);
    if (span.is !== "command") return sentence(span.text);
    const title = "Put this into the message box";
    const put = (event) => { event.preventDefault(); fill(`/${span.line}`); };
    return el("a", { class: "command", href: "#message-box", title, onclick: put }, `/${span.line}`);
  });
}

// Names in letters that run from right to left, and digests that anybody may want to copy.
const APART = /([\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]+(?:[^\p{L}\p{N}]+[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]+)*|\b[0-9a-f]{64}\b)/u;

/** The house's own sentences run from left to right, whatever names are in them. */
function sentence(text) {
  return text.split(APART).map((part, at) => {
    if (at % 2 === 0) return part;
    return /^[0-9a-f]{64}$/.test(part) ? el("code", { class: "digest" }, part) : el("bdi", {}, part);
  });
}

function button(action, press) {
  const look = { primary: "primary", danger: "danger" }[action.style] ?? "";
  const element = el("button", { class: `button small ${look}`, type: "button" }, action.label);
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    try { await press(action, element); } finally { element.removeAttribute("aria-busy"); }
  });
  return element;
}

function table(shown) {
  const head = shown.columns.map((column) =>
    el("th", { scope: "col", class: column.numeric ? "figure" : null }, column.heading));
  const body = [];
  for (const row of shown.rows) {
    if (row.gap_before) body.push(el("tr", { class: "gap" }, el("td", { colspan: shown.columns.length }, "…")));
    body.push(el("tr", { class: row.mine ? "mine" : null }, row.cells.map((cell, at) => tableCell(shown, row, cell, at))));
  }
  const parts = [el("caption", {}, shown.caption), el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)];
  return el("div", { class: "table-frame" }, el("table", {}, parts));
}

function tableCell(shown, row, cell, at) {
  const isName = at === shown.row_header;
  const isPlace = at === 0 && !isName && /^[123]\.?$/.test(cell);
  const place = isPlace ? `place place-${cell.charAt(0)}` : "";
  const figure = shown.columns[at]?.numeric ? "figure" : "";
  const text = isPlace ? el("span", { class: place }, cell) : el("bdi", {}, cell);
  return el(isName ? "th" : "td", { scope: isName ? "row" : null, class: figure || null }, text);
}

/** The first three places of a winner post, which are told as `1. Ana – 3 kg`, and the lines that are left. */
function placesFirst(lines) {
  const isPlace = (line) => line.length === 1 && /^\d+\. .+ – .+$/s.test(line[0].text ?? "");
  const begin = lines.findIndex(isPlace);
  if (begin < 0) return [[], lines];
  let end = begin;
  while (end < begin + 3 && end < lines.length && isPlace(lines[end])) end += 1;
  const places = lines.slice(begin, end).map(([{ text }]) => /^(\d+\.) (.+) – (.+)$/s.exec(text).slice(1));
  return [places, [...lines.slice(0, begin), ...lines.slice(end)]];
}

/** A podium: the best in the middle, and read in order. */
function steps(places, label) {
  const items = places.map(([place, name, score], at) =>
    el("li", { class: `step step-${at + 1}` },
      el("span", { class: "step-place" }, place), " ", el("bdi", { class: "step-name" }, name), " ", el("span", { class: "step-score" }, score)));
  return el("ol", { class: `podium of-${places.length}`, "aria-label": label }, items);
}
