// The story of a newcomer's first week: a challenge through the form, two people, an undo, and the winners on time.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, House, log, say, standings } from "./house.js";

let house;
// A Monday, so that the first round closes on the Sunday after it.
before(async () => { house = await House.open({ at: "2027-01-04T09:00:00Z" }); });
after(async () => {
  await house.close();
  assert.deepEqual(house.complaints, []);
});

const articles = (page, text) => log(page).getByRole("article").filter({ hasText: text });
const row = (page, name, score) => standings(page).getByRole("row").filter({ hasText: name }).filter({ hasText: score }).first();

test("two people compete for a week and the winner post appears by itself", async () => {
  const ana = await house.enter("Ana");
  const ben = await house.enter("Ben");

  await say(ana, "/challenge create");
  const form = ana.getByRole("dialog");
  await form.getByLabel("Title").fill("Spring cut");
  await form.getByLabel("Unit").fill("kg");
  await form.locator("button[type=submit]").click();
  await form.waitFor({ state: "detached" });
  await articles(ana, "Spring cut").getByRole("button", { name: "Open" }).click();
  await articles(ben, "Spring cut").first().waitFor();

  // How it is understood stands below the box before it is sent.
  await ana.getByRole("textbox", { name: "Message", exact: true }).fill("/progress 3,5kg");
  await ana.locator("#understood", { hasText: "3.5 kg in Spring cut" }).waitFor();
  await say(ana, "/progress 3,5kg");
  await say(ben, "/progress 2 kg");
  for (const page of [ana, ben]) {
    await row(page, "Ana", "3.5 kg").waitFor();
    await row(page, "Ben", "2 kg").waitFor();
  }

  await say(ben, "/progress 4 kg");
  await row(ana, "Ben", "6 kg").waitFor();
  await articles(ben, "4 kg").last().getByRole("button", { name: "Undo" }).click();
  for (const page of [ana, ben]) await row(page, "Ben", "2 kg").waitFor();

  house.advance(7 * DAY);
  for (const page of [ana, ben]) {
    const winners = log(page).locator(".card.winners").filter({ hasText: "Ana" });
    await winners.waitFor({ timeout: 20_000 });
    assert.equal(await winners.count(), 1);
  }
});
