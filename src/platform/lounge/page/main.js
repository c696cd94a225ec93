// From the door into the room.

import { byId } from "./dom.js";
import { get, onStranger } from "./api.js";
import { keep, messagesOf, state } from "./state.js";
import { atTheDoor } from "./door.js";
import { startLog } from "./log.js";
import { startChannels } from "./channels.js";
import { startComposer } from "./composer.js";
import { startThread } from "./thread.js";
import { startPanel } from "./panel.js";
import { listen, startLive } from "./live.js";
import { showChips } from "./welcome.js";
import { face } from "./message.js";
import { giveBack, beginAnew, kept } from "./lost.js";

const first = await surely(() => get("/lounge/me"));
const before = kept();
byId("door-lounge").textContent = byId("lounge-name").textContent = first.lounge;
state.me = first.entered ? first : await atTheDoor(first.code_needed, before !== null);
onStranger(beginAnew);
listen();
await surely(() => Promise.all(state.me.channels.map(async ({ id }) => {
  const page = await get(`/lounge/messages?channel=${id}`);
  keep(page.messages);
  state.more.set(id, page.more);
})));

byId("me-name").textContent = state.me.name;
byId("me-role").hidden = !state.me.moderator;
const mine = face(state.me.name);
mine.id = "me-face";
byId("me-face").replaceWith(mine);
byId("room").hidden = false;
startLog();
startComposer();
startThread();
startChannels();
startPanel();
startLive(state.me.last_change);
showChips(messagesOf(state.channel).length > 0);
byId("message-box").focus();
if (before) giveBack(before);

/** Loads what the page can't begin without; while that fails it says why, and tries again by itself or when asked. */
async function surely(load) {
  const away = byId("away");
  for (let pause = 2000; ; pause = Math.min(pause * 2, 30_000)) {
    try {
      const loaded = await load();
      away.hidden = true;
      return loaded;
    } catch (trouble) {
      byId("away-why").textContent = trouble.status ? trouble.message : "The lounge can't be reached just now.";
      away.hidden = false;
      await new Promise((resolve) => {
        byId("away-again").onclick = resolve;
        setTimeout(resolve, pause);
      });
    }
  }
}
