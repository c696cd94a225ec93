// Takes the README's pictures of a running lounge: node screenshot.js http://127.0.0.1:8080/ FOLDER [NAME]

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, folder, name = "Visitor"] = process.argv.slice(2);
const looks = [
  ["desktop", { viewport: { width: 1280, height: 800 }, colorScheme: "light" }],
  ["desktop-dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2, hasTouch: true }],
  ["phone-dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark", deviceScaleFactor: 2, hasTouch: true }],
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let session;
for (const [look, options] of looks) {
  const context = await browser.newContext({ ...options, storageState: session, locale: "en-GB", timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  await page.goto(url);
  if (!session) {
    await page.getByRole("textbox", { name: "Your name" }).fill(name);
    await page.screenshot({ path: join(folder, "door.png") });
    await page.getByRole("button", { name: "Enter" }).click();
  }
  await page.getByRole("textbox", { name: "Message", exact: true }).waitFor();
  await page.waitForTimeout(1500);
  // The newest winner post is the best sight, where there is one.
  const winners = page.getByRole("log", { name: "Conversation" }).locator(".card.winners .podium.of-3");
  for (let pages = 0; pages < 6 && (await winners.count()) === 0; pages += 1) {
    await page.locator("#log").evaluate((log) => log.scrollTo(0, 0));
    await page.waitForTimeout(300);
  }
  if (await winners.count()) {
    await winners.last().evaluate((podium) => podium.closest("article").scrollIntoView({ block: "start" }));
    await page.locator("#log").evaluate((log) => log.scrollBy(0, -14));
  }
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${look}.png`) });
  session = await context.storageState();
  await context.close();
}
await browser.close();
