// The door: a name, and the code where there is one.

import { byId } from "./dom.js";
import { post } from "./api.js";

/** Shows the door; resolves with who came in. */
export function atTheDoor(codeNeeded) {
  const door = byId("door");
  const name = byId("door-name");
  const error = byId("door-error");
  byId("door-code-field").hidden = !codeNeeded;
  door.hidden = false;
  name.focus();
  return new Promise((resolve) => {
    byId("door-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      error.textContent = "";
      const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
      try {
        const me = await post("/lounge/enter", {
          name: name.value, code: byId("door-code").value, zone: timeZone, locale: navigator.language || locale,
        });
        door.hidden = true;
        resolve(me);
      } catch (trouble) {
        error.textContent = trouble.message;
        const field = trouble.status === 403 && codeNeeded ? byId("door-code") : name;
        for (const each of [name, byId("door-code")]) each.removeAttribute("aria-invalid");
        field.setAttribute("aria-invalid", "true");
        field.focus();
      }
    });
  });
}
