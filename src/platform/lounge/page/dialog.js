// Dialogs: a question before what can't be taken back.

import { el } from "./dom.js";

/** Opens a modal dialog that goes away when it closes, and gives the focus back to where it was. */
export function openDialog(dialog) {
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    const back = before?.isConnected && before !== document.body ? before : document.getElementById("message-box");
    // A box that has the focus already, since the browser gave it back, would take no letters once the dialog is gone.
    back.blur();
    back.focus();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && dialog.dataset.light === "yes") dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks, and answers whether the person went on. */
export function confirmed(question, label, isDanger) {
  return new Promise((resolve) => {
    const go = el("button", { class: `button ${isDanger ? "danger" : "primary"}`, type: "button" }, label);
    const stay = el("button", { class: "button", type: "button", autofocus: true }, "Not now");
    const dialog = el("dialog", { class: "dialog", role: "alertdialog", "aria-labelledby": "question", "data-light": "yes" },
      el("h2", { id: "question", dir: "auto" }, question), el("div", { class: "dialog-foot" }, stay, go));
    let answer = false;
    go.addEventListener("click", () => { answer = true; dialog.close(); });
    stay.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => resolve(answer));
    openDialog(dialog);
  });
}

/** Tells something that has to be read before the page begins anew. */
export function told(title, lines) {
  return new Promise((resolve) => {
    const go = el("button", { class: "button primary", type: "button", autofocus: true }, "Goodbye");
    const dialog = el("dialog", { class: "dialog", role: "alertdialog", "aria-labelledby": "told" },
      el("h2", { id: "told", dir: "auto" }, title), lines.map((line) => el("p", { dir: "auto" }, line)),
      el("div", { class: "dialog-foot" }, go));
    go.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", resolve);
    openDialog(dialog);
  });
}
