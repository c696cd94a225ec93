// The lounge as a place to talk: the door, several people, threads, lost connections, small screens, keyboards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { House, box, log, say } from "./house.js";

let house;
before(async () => { house = await House.open(); });
after(async () => {
  await house.close();
  assert.deepEqual(house.complaints, []);
});

const articles = (page, text) => log(page).getByRole("article").filter({ hasText: text });

test("a newcomer is welcomed with three things to type, and a click fills the box", async () => {
  const ana = await house.enter("Ana");
  await log(ana).getByRole("heading", { name: "Welcome, Ana!" }).waitFor();
  const suggestions = log(ana).getByRole("list").getByRole("button");
  assert.equal(await suggestions.count(), 3);
  await suggestions.first().click();
  assert.equal(await box(ana).inputValue(), "/challenge create");
  assert.equal(await box(ana).evaluate((element) => element === document.activeElement), true);
  await ana.context().close();
});

test("a name in use is kept for its browser", async () => {
  const stranger = await house.visitor();
  await stranger.getByLabel("Your name").fill("ANA");
  await stranger.getByRole("button", { name: "Enter" }).click();
  await stranger.getByRole("alert").filter({ hasText: "already here" }).waitFor();
  assert.equal(await stranger.getByLabel("Your name").inputValue(), "ANA");
  await stranger.context().close();
});

test("a second tab at the door does not take another name, and offers the one it is in with", async () => {
  const first = await house.visitor();
  const second = await first.context().newPage();
  await second.goto(house.url);
  await first.getByLabel("Your name").fill("Una");
  await first.getByRole("button", { name: "Enter" }).click();
  await box(first).waitFor();
  await second.getByLabel("Your name").fill("Una's friend");
  await second.getByRole("button", { name: "Enter" }).click();
  await second.getByRole("alert").filter({ hasText: "already in as “Una”" }).waitFor();
  await second.getByRole("button", { name: "Go in as Una" }).click();
  await box(second).waitFor();
  assert.equal(await second.locator("#me-name").textContent(), "Una");
  await say(first, "still here");
  await articles(second, "still here").waitFor();
  await first.context().close();
});

test("what one types the other reads, as text and never as markup", async () => {
  const [ben, cem] = [await house.enter("Ben"), await house.enter("Cem")];
  const typed = "<img src=x onerror=alert(1)> <b>bold</b> @everyone \u202Eabc";
  await say(ben, typed);
  const read = articles(cem, "onerror").last();
  await read.waitFor();
  assert.equal(await read.locator(".said").textContent(), typed.replace("\u202E", ""));
  assert.equal(await read.locator("img, b").count(), 0);
  await ben.context().close();
  await cem.context().close();
});

test("one person's private reply shows in all her tabs and nobody else's, until she puts it away", async () => {
  const [dan, eva] = [await house.enter("Dan"), await house.enter("Eva")];
  const second = await dan.context().newPage();
  await second.goto(house.url);
  await box(second).waitFor();
  await say(dan, "/nonsense");
  for (const tab of [dan, second]) await articles(tab, "Only you see this").waitFor();
  await say(dan, "a marker");
  await articles(eva, "a marker").waitFor();
  assert.equal(await articles(eva, "Only you see this").count(), 0);
  await articles(second, "Only you see this").getByRole("button", { name: "Dismiss" }).click();
  await articles(dan, "Only you see this").waitFor({ state: "detached" });
  await dan.context().close();
  await eva.context().close();
});

test("many tabs of one browser all stay live, also when the first one closes", async () => {
  const [first, ray] = [await house.enter("Quy"), await house.enter("Ray")];
  const tabs = [first];
  for (let n = 0; n < 8; n += 1) {
    const tab = await first.context().newPage();
    await tab.goto(house.url, { timeout: 10_000 });
    await tab.waitForFunction(() => document.documentElement.dataset.live === "yes");
    tabs.push(tab);
  }
  await say(ray, "to all tabs");
  for (const tab of tabs) await articles(tab, "to all tabs").waitFor();
  await first.close();
  await say(ray, "to those who are left");
  for (const tab of tabs.slice(1)) {
    await articles(tab, "to those who are left").waitFor();
    assert.equal(await articles(tab, "to those who are left").count(), 1);
  }
  await ray.context().close();
  await tabs[1].context().close();
});

test("a thread is read by both, and the message says how many replies it has", async () => {
  const [fay, gil] = [await house.enter("Fay"), await house.enter("Gil")];
  await say(fay, "Who runs tomorrow?");
  await articles(gil, "Who runs tomorrow?").getByRole("button", { name: "Reply" }).click();
  await gil.getByRole("textbox", { name: "Reply in this thread" }).fill("I do!");
  await gil.getByRole("button", { name: "Reply", exact: true }).click();
  await gil.getByRole("log", { name: "Replies" }).getByText("I do!").waitFor();
  await articles(fay, "Who runs tomorrow?").getByRole("button", { name: "1 reply" }).click();
  await fay.getByRole("log", { name: "Replies" }).getByText("I do!").waitFor();
  assert.equal(await articles(fay, "I do!").count(), 0);
  await fay.keyboard.press("Escape");
  await fay.getByRole("complementary", { name: "Thread" }).waitFor({ state: "hidden" });
  await fay.context().close();
  await gil.context().close();
});

test("nothing is lost and nothing doubled while the server is away", async () => {
  const [hal, ivy] = [await house.enter("Hal"), await house.enter("Ivy")];
  await say(hal, "before the break");
  await articles(ivy, "before the break").waitFor();
  await house.stop();
  await hal.getByRole("status").filter({ hasText: "Reconnecting" }).waitFor();
  await box(hal).fill("said during the break");
  await hal.getByRole("button", { name: "Send" }).click();
  await hal.getByRole("alert").filter({ hasText: "Waiting for the connection" }).waitFor();
  assert.equal(await box(hal).inputValue(), "said during the break");
  await house.start();
  await articles(ivy, "said during the break").waitFor({ timeout: 20_000 });
  await hal.waitForFunction(() => document.getElementById("message-box").value === "");
  await hal.getByRole("status").filter({ hasText: "Reconnecting" }).waitFor({ state: "hidden" });
  for (const page of [hal, ivy]) {
    assert.equal(await articles(page, "before the break").count(), 1);
    assert.equal(await articles(page, "said during the break").count(), 1);
  }
  await hal.context().close();
  await ivy.context().close();
});

test("who is not known any more is told so, comes in again, and finds what she was typing", async () => {
  const kept = await House.open();
  const pat = await kept.enter("Pat");
  await say(pat, "/settings");
  await pat.locator("dialog.form").waitFor();
  await pat.keyboard.press("Escape");
  await pat.locator("dialog.form").waitFor({ state: "detached" });
  await box(pat).fill("half a thought");
  await kept.stop();
  kept.forgetEverything();
  await kept.start();
  await pat.getByRole("status").filter({ hasText: "Please come in again" }).waitFor({ timeout: 20_000 });
  await pat.getByLabel("Your name").fill("Pat");
  await pat.getByRole("button", { name: "Enter" }).click();
  await box(pat).waitFor();
  await pat.waitForFunction(() => document.getElementById("message-box").value === "half a thought");
  await kept.close();
  assert.deepEqual(kept.complaints, []);
});

test("a page that finds no server says so, and goes on by itself", async () => {
  const zed = await house.visitor();
  await zed.route("**/lounge/me", (route) => route.abort());
  await zed.reload();
  await zed.getByRole("status").filter({ hasText: "can't be reached" }).waitFor();
  await zed.unroute("**/lounge/me");
  await zed.getByLabel("Your name").fill("Zed");
  await house.stop();
  await zed.getByRole("button", { name: "Enter" }).click();
  await zed.getByRole("alert").filter({ hasText: "can't be reached" }).waitFor();
  await house.start();
  await zed.getByRole("button", { name: "Enter" }).click();
  await box(zed).waitFor();
  await zed.context().close();
});

test("a text that is too long stays in the box", async () => {
  const jon = await house.enter("Jon");
  for (const text of ["x".repeat(4_001), "y".repeat(1_000_000)]) {
    await box(jon).fill(text);
    await jon.getByRole("button", { name: "Send" }).click();
    await jon.getByRole("alert").filter({ hasText: "one message holds 4,000" }).waitFor();
    assert.equal((await box(jon).inputValue()).length, text.length);
    await box(jon).fill("");
  }
  await jon.context().close();
});

test("commands are completed with the keyboard alone", async () => {
  const kim = await house.enter("Kim");
  await box(kim).pressSequentially("/le");
  const option = kim.getByRole("listbox", { name: "Suggestions" }).getByRole("option", { name: /leaderboard/ });
  await option.first().waitFor();
  await kim.keyboard.press("ArrowDown");
  assert.equal(await box(kim).getAttribute("aria-activedescendant"), await option.first().getAttribute("id"));
  await kim.keyboard.press("Enter");
  assert.match(await box(kim).inputValue(), /^\/leaderboard/);
  await box(kim).fill("/le");
  await option.first().waitFor();
  await kim.keyboard.press("Escape");
  await kim.getByRole("listbox", { name: "Suggestions" }).waitFor({ state: "hidden" });
  assert.equal(await box(kim).inputValue(), "/le");
  await kim.context().close();
});

test("the list of suggestions says that it is open, and how long it is", async () => {
  const kai = await house.enter("Kai");
  const suggestions = kai.getByRole("listbox", { name: "Suggestions" });
  await box(kai).pressSequentially("/le");
  await kai.getByRole("status").filter({ hasText: /^\d+ suggestions?, arrow keys choose$/ }).waitFor();
  await suggestions.waitFor();
  await kai.keyboard.press("Escape");
  await suggestions.waitFor({ state: "hidden" });
  assert.equal(await kai.getByRole("status").filter({ hasText: "suggestion" }).count(), 0);
  await kai.context().close();
});

test("whoever closes a form types on at once", async () => {
  const leo = await house.enter("Leo");
  const form = leo.locator("dialog.form");
  const close = {
    escape: () => leo.keyboard.press("Escape"),
    cancel: () => form.getByRole("button", { name: "Cancel" }).click(),
    submit: () => form.locator("button[type=submit]").click(),
  };
  for (const way of Object.keys(close)) {
    await say(leo, "/settings");
    await form.waitFor();
    await close[way]();
    await form.waitFor({ state: "detached" });
    await leo.waitForFunction(() => document.activeElement.id === "message-box");
    await leo.keyboard.type("typed on");
    assert.equal(await box(leo).inputValue(), "typed on", way);
    await box(leo).fill("");
  }
  await leo.context().close();
});

test("a command that is clicked does not cost the message that is half written", async () => {
  const mia = await house.enter("Mia");
  await say(mia, "/nonsense");
  const command = articles(mia, "Only you see this").locator("a.command").first();
  const line = await command.textContent();
  const waits = mia.getByText("The message you began is kept.");

  await box(mia).fill("half a thought");
  await command.click();
  assert.equal(await box(mia).inputValue(), line);
  await waits.waitFor();
  await box(mia).press("Control+z");
  assert.equal(await box(mia).inputValue(), "half a thought");
  await waits.waitFor({ state: "hidden" });

  await command.click();
  await mia.getByRole("button", { name: "Bring it back" }).click();
  assert.equal(await box(mia).inputValue(), "half a thought");

  await command.click();
  await mia.getByRole("button", { name: "Send" }).click();
  await mia.waitForFunction(() => document.getElementById("message-box").value === "half a thought");
  await waits.waitFor({ state: "hidden" });

  // One command takes another's place without keeping it.
  await box(mia).fill("/le");
  await command.click();
  assert.equal(await box(mia).inputValue(), line);
  assert.equal(await waits.isVisible(), false);
  await mia.context().close();
});

test("the farewell of somebody who is forgotten is read before the page begins anew", async () => {
  const noa = await house.enter("Noa");
  await say(noa, "soon I am gone");
  await say(noa, "/forget-me confirm:yes");
  const farewell = noa.getByRole("alertdialog").filter({ hasText: "you are forgotten here" });
  await farewell.waitFor();
  // Her page asks in vain for what changes meanwhile, and the farewell stays.
  const refused = noa.waitForResponse((response) => response.status() === 401);
  await noa.evaluate(async () => (await import("/lounge/page/panel.js")).refreshPanel());
  await refused;
  await noa.waitForTimeout(300);
  await farewell.getByRole("button", { name: "Goodbye" }).click();
  await noa.getByLabel("Your name").waitFor();
  assert.equal(await noa.locator("#door-notice").isVisible(), false);
  await noa.context().close();
});

test("a channel that is not in view counts what was said in it", async () => {
  const [lea, max] = [await house.enter("Lea"), await house.enter("Max")];
  await lea.getByRole("button", { name: "chat" }).click();
  await say(lea, "psst, over here");
  await max.getByRole("button", { name: "chat, 1 unread" }).click();
  await articles(max, "psst, over here").waitFor();
  await max.getByRole("button", { name: "chat", exact: true }).waitFor();
  await lea.context().close();
  await max.context().close();
});

test("a phone shows everything without sideways scrolling", async () => {
  const nia = await house.enter("Nia", { viewport: { width: 360, height: 740 }, hasTouch: true });
  await say(nia, `${"w".repeat(300)} ${"wide ".repeat(40)}`);
  await say(nia, "/nonsense");
  const width = await nia.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `${width} px`);
  // Nothing in the head lies on anything else, also when something is unread.
  const bea = await house.enter("Bea");
  await bea.getByRole("button", { name: "chat" }).click();
  for (const n of [1, 2, 3]) await say(bea, `over here ${n}`);
  await bea.context().close();
  const chat = await nia.getByRole("button", { name: /chat, \d+ unread/ }).boundingBox();
  const button = await nia.getByRole("button", { name: "Standings" }).boundingBox();
  assert.ok(chat.x + chat.width <= button.x, `${chat.x + chat.width} and ${button.x}`);
  await nia.getByRole("button", { name: "Standings" }).click();
  await nia.getByRole("heading", { name: "Standings" }).waitFor();
  await nia.keyboard.press("Escape");
  await box(nia).click();
  await nia.context().close();
});

test("tables break between words only", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
    const lin = await house.enter(`Lin ${viewport.width}`, { viewport });
    await say(lin, "/nonsense");
    const broken = await lin.evaluate(() => {
      // A card with many columns, as `/audit` shows.
      const frame = document.createElement("div");
      frame.className = "table-frame";
      frame.innerHTML = `<table><tr>${"<td><bdi>Number 1,234,567 community's settings</bdi></td>".repeat(7)}</tr></table>`;
      document.querySelector("section.card").append(frame);
      const words = [...frame.querySelectorAll("bdi")].flatMap((cell) => {
        const text = cell.firstChild;
        return [...text.data.matchAll(/\S+/g)].map((word) => {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          return range.getClientRects().length;
        });
      });
      return words.filter((lines) => lines > 1).length;
    });
    assert.equal(broken, 0);
    assert.ok(await lin.evaluate(() => document.documentElement.scrollWidth) <= viewport.width);
    await lin.context().close();
  }
});

test("light and dark follow the system until somebody chooses", async () => {
  const ole = await house.enter("Ole", { colorScheme: "dark" });
  const paper = () => ole.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await ole.getByRole("button", { name: "Switch to light colours" }).click();
  const light = await paper();
  assert.notEqual(light, dark);
  await ole.reload();
  await box(ole).waitFor();
  assert.equal(await paper(), light);
  await ole.context().close();
});

test("headings step down one level at a time, and what scrolls can be reached by keyboard", async () => {
  const sam = await house.enter("Sam");
  await say(sam, "/nonsense");
  const levels = await sam.evaluate(() =>
    [...document.querySelectorAll("#room :is(h1, h2, h3, h4)")].filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.tagName[1])));
  levels.forEach((level, at) => assert.ok(level <= (levels[at - 1] ?? 0) + 1, levels.join(" ")));
  for (const id of ["log", "boards", "thread-parent"]) assert.equal(await sam.locator(`#${id}`).getAttribute("tabindex"), "0", id);
  await sam.context().close();
});

test("every control has a name and the keyboard reaches the message box first", async () => {
  const pia = await house.enter("Pia");
  await pia.reload();
  await box(pia).waitFor();
  const nameless = await pia.evaluate(() =>
    [...document.querySelectorAll("button, input, textarea, select, a[href]")]
      .filter((element) => !element.closest("[hidden]"))
      .filter((element) => !(element.textContent.trim() || element.getAttribute("aria-label") || element.labels?.length))
      .map((element) => element.outerHTML));
  assert.deepEqual(nameless, []);
  assert.equal(await box(pia).evaluate((element) => element === document.activeElement), true);
  await pia.context().close();
});
