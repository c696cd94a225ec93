// Times as this reader's clock shows them.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const moment = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});
const far = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** A `<time>` that shows the hour. */
export const hour = (ms) => time(ms, clock.format(ms), full.format(ms));

/** A `<time>` for an instant in a sentence; `told` is the same in the community's zone. */
export const instant = (ms, told) => time(ms, isFar(ms) ? far.format(ms) : `${moment.format(ms)} (${distance(ms)})`, told);

/** A day as people call it. */
export function dayName(ms) {
  const days = Math.round((midnight(ms) - midnight(Date.now())) / 86_400_000);
  return days > -2 && days < 1 ? capital(relative.format(days, "day")) : day.format(ms);
}

/** Whether two instants fall on one day here. */
export const isSameDay = (one, other) => midnight(one) === midnight(other);

function time(ms, text, title) {
  const element = document.createElement("time");
  element.dateTime = new Date(ms).toISOString();
  element.textContent = text;
  element.title = title;
  return element;
}

function distance(ms) {
  const minutes = (ms - Date.now()) / 60_000;
  const [amount, unit] = Math.abs(minutes) < 90 ? [minutes, "minute"]
    : Math.abs(minutes) < 36 * 60 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return relative.format(Math.round(amount), unit);
}

const isFar = (ms) => Math.abs(ms - Date.now()) > 300 * 86_400_000;
const midnight = (ms) => new Date(ms).setHours(0, 0, 0, 0);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
