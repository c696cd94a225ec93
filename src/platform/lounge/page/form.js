// Forms: what a command asks for, field by field.

import { el } from "./dom.js";
import { newDelivery, postSurely } from "./api.js";
import { state } from "./state.js";
import { openDialog } from "./dialog.js";
import { words } from "./card.js";
import { hear } from "./composer.js";

const drafts = new Map();

/** What was typed into forms that were not sent; one that is open is among them. */
export function keptForms() {
  for (const dialog of document.querySelectorAll("dialog.form[open]")) dialog.dispatchEvent(new Event("keep"));
  return [...drafts];
}

/** Takes in what was typed into forms before the page began anew. */
export function restoreForms(forms) {
  for (const [command, draft] of forms) drafts.set(command, draft);
}

/** Opens a form; what was typed into it survives a cancelled dialog. */
export function openForm(form, card, parent) {
  const draft = drafts.get(form.command) ?? {};
  const fields = form.fields.map((field, at) => fieldOf(field, at, draft[field.name]));
  const plain = fields.filter(({ field }) => !field.advanced).map(({ element }) => element);
  const folded = fields.filter(({ field }) => field.advanced).map(({ element }) => element);
  const summary = el("p", { class: "error", role: "alert" });
  const send = el("button", { class: "button primary", type: "submit" }, form.submit);
  const cancel = el("button", { class: "button", type: "button" }, "Cancel");
  const body = el("form", { novalidate: true },
    el("h2", { id: "form-title" }, form.title),
    card?.lines?.map((line) => el("p", { class: "lead" }, words(line))),
    plain, folded.length ? el("details", {}, el("summary", {}, "More choices"), folded) : null,
    summary, el("div", { class: "dialog-foot" }, cancel, send));
  const dialog = el("dialog", { class: "dialog form", "aria-labelledby": "form-title" }, body);
  const keepDraft = () => drafts.set(form.command, Object.fromEntries(fields.map(({ field, input }) => [field.name, input.value])));
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", keepDraft);
  dialog.addEventListener("keep", keepDraft);

  let sent = { values: null, delivery: null };
  let busy = false;
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    summary.textContent = "";
    const missing = fields.filter(({ field, input }) => field.required && !input.value.trim());
    mark(fields, Object.fromEntries(missing.map(({ field }) => [field.name, "Please fill this in."])));
    if (missing.length) return;
    const values = fields.map(({ field, input }) => [field.name, input.value]);
    if (sent.values !== JSON.stringify(values)) sent = { values: JSON.stringify(values), delivery: newDelivery() };
    busy = true;
    send.setAttribute("aria-busy", "true");
    try {
      const request = { channel: state.channel, parent: parent ?? null, delivery: sent.delivery, command: form.command, fields: values };
      const answer = await postSurely("/lounge/form", request, () => { summary.textContent = "Waiting for the connection…"; });
      summary.textContent = "";
      if (answer.refused) {
        sent = { values: null, delivery: null };
        summary.replaceChildren(...words(answer.card.title), ...(answer.card.lines ?? []).flatMap((line) => [" ", ...words(line)]));
        mark(fields, answer.field_errors);
        return;
      }
      dialog.removeEventListener("close", keepDraft);
      drafts.delete(form.command);
      dialog.close();
      hear(answer, parent);
    } catch (trouble) {
      summary.textContent = trouble.message;
    } finally {
      busy = false;
      send.removeAttribute("aria-busy");
    }
  });
  openDialog(dialog);
}

function fieldOf(field, at, drafted) {
  const id = `form-field-${at}`;
  const value = drafted ?? field.value;
  const common = { id, name: field.name, "aria-describedby": `${id}-hint ${id}-error`, "aria-required": field.required ? "true" : null };
  const input = field.choices?.length ? choice(field, common) : el("input", { ...common, type: "text", autocomplete: "off" });
  input.value = value;
  const error = el("p", { id: `${id}-error`, class: "error" });
  const label = el("div", { class: "label-row" }, el("label", { for: id }, field.label),
    field.required ? null : el("span", { class: "optional", "aria-hidden": "true" }, "optional"));
  const element = el("div", { class: "field" }, label, input, el("p", { id: `${id}-hint`, class: "hint" }, field.hint), error);
  return { field, input, error, element };
}

function choice(field, common) {
  const options = field.choices.map((option) => el("option", { value: option }, option.replaceAll("_", " ")));
  const none = field.choices.includes(field.value) ? null : el("option", { value: "" }, "Please choose");
  return el("select", common, none, options);
}

function mark(fields, errors) {
  let first = null;
  for (const { field, input, error } of fields) {
    const sentence = errors[field.name] ?? "";
    error.textContent = sentence;
    if (sentence) {
      input.setAttribute("aria-invalid", "true");
      first ??= input;
    } else {
      input.removeAttribute("aria-invalid");
    }
  }
  if (first) {
    const details = first.closest("details");
    if (details) details.open = true;
    first.focus();
  }
}
