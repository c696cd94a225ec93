// The door: a name, and the code where there is one.

import { byId } from "./dom.js";
import { get, post } from "./api.js";

const name = byId("door-name");
const code = byId("door-code");
const error = byId("door-error");
const goInAs = byId("door-as");

/** Shows the door; resolves with who came in. `isBack` where somebody was in already. */
export function atTheDoor(codeNeeded, isBack) {
  const door = byId("door");
  byId("door-code-field").hidden = !codeNeeded;
  byId("door-notice").hidden = !isBack;
  door.hidden = false;
  name.focus();
  return new Promise((resolve) => {
    const knock = async (asking) => {
      refused("");
      try {
        const me = await asking();
        door.hidden = true;
        resolve(me);
      } catch (trouble) {
        const aboutCode = codeNeeded && [403, 429].includes(trouble.status);
        refused(trouble.message, aboutCode ? code : trouble.status ? name : null, trouble.hereAs);
      }
    };
    byId("door-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
      const entering = { name: name.value, code: code.value, zone: timeZone, locale: navigator.language || locale };
      knock(() => post("/lounge/enter", entering));
    });
    goInAs.addEventListener("click", () => knock(() => get("/lounge/me")));
  });
}

/** Says why nobody came in, and at which field; offers the name that this browser is in with. */
function refused(sentence, field, hereAs) {
  error.textContent = sentence;
  for (const each of [name, code]) each.removeAttribute("aria-invalid");
  field?.setAttribute("aria-invalid", "true");
  goInAs.hidden = !hereAs;
  goInAs.textContent = hereAs ? `Go in as ${hereAs}` : "";
  if (hereAs) goInAs.focus();
  else field?.focus();
}
