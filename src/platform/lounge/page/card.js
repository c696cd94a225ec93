// A card as elements.

import { el } from "./dom.js";
import { instant } from "./time.js";
import { fill } from "./composer.js";

/** Shows a card; `press(action)` hears of its buttons, `level` is its heading's level. */
export function showCard(card, press, level = 3) {
  const isWinners = card.kind === "winners";
  const parts = [el(`h${level}`, { class: "card-title", dir: "auto" }, words(card.title))];
  for (const line of card.lines ?? []) parts.push(el("p", { dir: "auto" }, words(line)));
  if (card.table) parts.push(isWinners && isPodium(card.table) ? podium(card.table) : table(card.table));
  if (card.facts?.length) {
    const facts = card.facts.map((fact) =>
      el("div", {}, el("dt", {}, fact.label), el("dd", { dir: "auto" }, words(fact.value))));
    parts.push(el("dl", { class: "facts" }, facts));
  }
  if (card.picture) parts.push(el("p", { class: "picture" }, card.picture.alt));
  if (card.actions?.length) {
    parts.push(el("div", { class: "actions" }, card.actions.map((action) => button(action, press))));
  }
  const name = `card ${card.kind}${card.mentions_me ? " for-me" : ""}`;
  return el("section", { class: name }, isWinners ? el("div", { class: "confetti", "aria-hidden": "true" }) : null, parts);
}

/** A run of words: text, times, and commands that fill the box when clicked. */
export function words(spans) {
  return spans.map((span) => {
    if (span.is === "time") return instant(span.at_ms, span.text);
    if (span.is !== "command") return span.text;
    const title = "Put this into the message box";
    const put = (event) => { event.preventDefault(); fill(`/${span.line}`); };
    return el("a", { class: "command", href: "#message-box", title, onclick: put }, `/${span.line}`);
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
  const you = isName && row.mine ? el("span", { class: "you" }, " you") : null;
  const text = isPlace ? el("span", { class: place }, cell) : el("bdi", {}, cell);
  return el(isName ? "th" : "td", { scope: isName ? "row" : null, class: figure || null }, text, you);
}

const isPodium = (shown) => shown.row_header === 1 && shown.rows.length > 0 && shown.rows.every((row) => /^\d/.test(row.cells[0]));

function podium(shown) {
  const steps = shown.rows.slice(0, 3).map((row, at) =>
    el("li", { class: `step step-${at + 1}${row.mine ? " mine" : ""}` },
      el("span", { class: "step-place" }, row.cells[0].replace(/\.?$/, ".")),
      el("bdi", { class: "step-name" }, row.cells[1]),
      el("span", { class: "step-score" }, row.cells.slice(2).join(" · "))));
  const rest = { ...shown, rows: shown.rows.slice(3) };
  const list = el("ol", { class: "podium", "aria-label": shown.caption }, steps);
  return rest.rows.length ? el("div", {}, list, table(rest)) : list;
}
