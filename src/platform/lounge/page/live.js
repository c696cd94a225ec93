// What happens now, as it happens; after a lost connection everything that was missed.
//
// A browser keeps six connections to one address for all its tabs together, so its tabs share one stream: the tab that
// holds the lock has it and passes on what it hears. When that tab closes, the next one goes on from the last event.

import { byId } from "./dom.js";
import { takeIn } from "./state.js";
import { refreshPanel } from "./panel.js";
import { get } from "./api.js";
import { beginAnew } from "./lost.js";

const connection = byId("connection");
const tabs = "BroadcastChannel" in window && navigator.locks ? new BroadcastChannel("huzzah-live") : null;
let source = null;
let known = 0;
let timer = null;
let status = "connecting";

/** Listens to the tab that has the stream. To be called before history is read, so that nothing falls between. */
export function listen() {
  tabs?.addEventListener("message", ({ data }) => {
    if (!data.ask) hear(data);
    else if (source) tabs.postMessage({ status });
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

/** Takes the stream, or waits for it while another tab has it. */
export function startLive(after) {
  known = Math.max(known, after);
  if (!tabs) return open();
  navigator.locks.request("huzzah-live", () => {
    open();
    addEventListener("online", open);
    return new Promise(() => {});
  });
  tabs.postMessage({ ask: true });
}

function open() {
  clearTimeout(timer);
  source?.close();
  source = new EventSource(`/lounge/stream?after=${known}`);
  source.addEventListener("message", (event) => tell({ message: JSON.parse(event.data), id: Number(event.lastEventId) }));
  source.addEventListener("boards", () => tell({ boards: true }));
  source.addEventListener("ready", (event) => {
    // A server that knows less than this page has begun anew.
    if (JSON.parse(event.data).last_change < known) tell({ anew: true });
    else tell({ status: "live" });
  });
  source.addEventListener("error", () => {
    tell({ status: "lost" });
    clearTimeout(timer);
    if (source.readyState === EventSource.CLOSED) timer = setTimeout(openAgain, 1500);
  });
}

/** A stream that was refused may mean that this browser is not known any more: then trying again does not help. */
async function openAgain() {
  try {
    if (!(await get("/lounge/me")).entered) return tell({ stranger: true });
  } catch { /* Nobody answers: the stream is tried all the same. */ }
  open();
}

function tell(news) {
  tabs?.postMessage(news);
  hear(news);
}

function hear(news) {
  if (news.stranger || news.anew) return beginAnew();
  if (news.message) {
    known = Math.max(known, news.id);
    takeIn(news.message);
  }
  if (news.boards) refreshPanel();
  if (!news.status || news.status === status) return;
  if (status === "lost") refreshPanel();
  status = news.status;
  connection.textContent = status === "lost" ? "Reconnecting…" : "";
  document.documentElement.dataset.live = status === "live" ? "yes" : "no";
}
