// From the door into the room.

import { byId } from "./dom.js";
import { get } from "./api.js";
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

const first = await get("/lounge/me");
byId("door-lounge").textContent = byId("lounge-name").textContent = first.lounge;
state.me = first.entered ? first : await atTheDoor(first.code_needed);
listen();
await Promise.all(state.me.channels.map(async ({ id }) => {
  const page = await get(`/lounge/messages?channel=${id}`);
  keep(page.messages);
  state.more.set(id, page.more);
}));

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
